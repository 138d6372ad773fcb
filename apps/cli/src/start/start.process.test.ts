import { execFileSync, spawn, spawnSync, type ChildProcess } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onServer, withDatabase } from "@vetsuccess/testing/global-setup";
import { bundleOf } from "@vetsuccess/testing/processes";
import pg from "pg";
import { afterAll, afterEach, expect, inject, test, vi } from "vitest";

const data = mkdtempSync(join(tmpdir(), "vetsuccess-start-"));
chmodSync(data, 0o755); // as root, PostgreSQL runs under another account
const copies: Copy[] = [];

/** A copy of `vet start` in a process of its own. */
class Copy {
  readonly process: ChildProcess;
  readonly ended: Promise<number | null>;
  said = "";

  constructor(options: string[], env: Record<string, string> = {}) {
    const { DATABASE_URL: _, ...surroundings } = process.env;
    this.process = spawn(process.execPath, [bundleOf("cli"), "start", "--no-demo", ...options], {
      env: { ...surroundings, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.process.stdout, this.process.stderr])
      stream?.on("data", (chunk: Buffer) => (this.said += chunk.toString()));
    this.ended = new Promise((done) => this.process.once("exit", done));
    copies.push(this);
  }

  async until(words: RegExp): Promise<string> {
    return await vi.waitFor(
      () => {
        const [, found = ""] =
          words.exec(this.said) ?? expect.fail(`it has not said ${words}, but: ${this.said}`);
        return found;
      },
      { timeout: 45_000, interval: 50 },
    );
  }

  url(): Promise<string> {
    return this.until(/VetSuccess is ready: {2}(http\S+)/);
  }

  /** The processes it has started: PostgreSQL, server and worker. */
  children(): { pid: number; command: string }[] {
    return execFileSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" })
      .split("\n")
      .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
      .filter((match) => Number(match?.[2]) === this.process.pid)
      .map((match) => ({ pid: Number(match?.[1]), command: match?.[3] ?? "" }))
      .filter(({ command }) => /apps\/(server|worker)|postgres/.test(command));
  }
}

const start = (options: string[] = [], env?: Record<string, string>) =>
  new Copy(["--port", "0", "--data", data, ...options], env);

/** A dead process that nobody has buried yet counts as dead. */
function isAlive({ pid }: { pid: number }): boolean {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  return /^[^Z\s]/.test(stdout);
}

async function rows(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

afterEach(async () => {
  for (const copy of copies.splice(0)) {
    copy.process.kill("SIGTERM");
    await copy.ended;
  }
});
afterAll(() => rmSync(data, { recursive: true, force: true }));

test("everything starts, answers at one URL, and SIGTERM leaves nothing behind", async () => {
  const copy = start();
  const answer = await fetch(new URL("/health/live", await copy.url()));
  expect(answer.status).toBe(200);
  const address = readFileSync(join(data, "database-url"), "utf8").trim();
  await rows(address, "create table kept as select 'Rex' as name");
  const children = copy.children();
  expect(children).toHaveLength(3);

  copy.process.kill("SIGTERM");
  expect(await copy.ended).toBe(0);
  expect(children.filter(isAlive)).toEqual([]);
  expect(existsSync(join(data, "database-url"))).toBe(false);
});

test("a second copy is refused and told where the first one is; one that is stopping is waited for", async () => {
  const first = start();
  const url = await first.url();
  const second = start();
  expect(await second.ended).toBe(1);
  expect(second.said).toContain(
    `error: VetSuccess is already running on these data: ${url}\nStop that copy first`,
  );
  expect((await fetch(new URL("/health/live", url))).status).toBe(200);

  first.process.kill("SIGTERM");
  await first.until(/(Stopping)/);
  await start().url(); // waits for the one that is stopping
  expect(first.process.exitCode).toBe(0);
});

test("two copies started at once: one runs, one is refused", async () => {
  const both = [start(), start()];
  const codes = await Promise.race(both.map((copy) => copy.ended));
  expect(codes).toBe(1);
  const refused = both.find((copy) => copy.process.exitCode === 1);
  expect(refused?.said).toContain("already running");
  await both.find((copy) => copy !== refused)?.url();
});

test("a busy port is said aloud and the next one is taken", async () => {
  const other = createServer();
  await new Promise<void>((done) => other.listen(0, "127.0.0.1", done));
  try {
    const { port: busy } = other.address() as AddressInfo;
    const copy = new Copy(["--port", String(busy), "--data", data]);
    const url = new URL(await copy.url());
    expect(copy.said).toContain(`Port ${busy} is busy: ${url.port} is taken instead.`);
    expect(Number(url.port)).toBeGreaterThan(busy);
  } finally {
    other.close();
  }
});

test("after SIGKILL nothing but PostgreSQL goes on, and the next start has the data", async () => {
  const killed = start();
  await killed.url();
  const children = killed.children();
  killed.process.kill("SIGKILL");
  const apps = children.filter(({ command }) => command.includes("apps/"));
  await vi.waitFor(() => expect(apps.filter(isAlive)).toEqual([]), { timeout: 40_000, interval: 100 });

  const next = start();
  await next.url();
  const address = readFileSync(join(data, "database-url"), "utf8").trim();
  expect(await rows(address, "select name from kept")).toEqual([{ name: "Rex" }]);
  expect(children.filter(isAlive)).toEqual([]);
});

test("a worker that breaks down is started again, and this is said", async () => {
  const copy = start();
  await copy.url();
  const worker = copy.children().find(({ command }) => command.includes("apps/worker"));
  process.kill(worker?.pid ?? 0, "SIGKILL");
  await copy.until(/(The worker broke down \(SIGKILL\))/);
  await copy.until(/(The worker is back)/);
  expect(copy.children()).toHaveLength(3);
});

test.skipIf(process.platform === "win32")("a second Ctrl-C does not wait for what hangs", async () => {
  const copy = start();
  await copy.url();
  const children = copy.children();
  const worker = children.find(({ command }) => command.includes("apps/worker"));
  process.kill(worker?.pid ?? 0, "SIGSTOP");
  copy.process.kill("SIGINT");
  await copy.until(/(Press Ctrl-C again)/);
  await new Promise((done) => setTimeout(done, 700));
  copy.process.kill("SIGINT");
  expect(await copy.ended).toBe(130);
  await vi.waitFor(() => expect(children.filter(isAlive)).toEqual([]), { timeout: 5_000, interval: 50 });
});

test("with DATABASE_URL no server is started, and a second copy on that database is refused", async () => {
  const name = `vet_start_${process.pid}`;
  await onServer(inject("serverUrl"), (client) => client.query(`create database ${name}`));
  const env = { DATABASE_URL: withDatabase(inject("serverUrl"), name) };
  try {
    const first = start([], env);
    const url = await first.url();
    expect(first.children().map(({ command }) => command)).not.toContainEqual(
      expect.stringContaining("postgres"),
    );
    const second = new Copy(["--port", "0", "--data", join(data, "second")], env);
    expect(await second.ended).toBe(1);
    expect(second.said).toContain(`already running on these data: ${url}`);
    first.process.kill("SIGTERM");
    await first.ended;
  } finally {
    await onServer(inject("serverUrl"), (client) => client.query(`drop database ${name} with (force)`));
  }
});

test("a database that does not answer is named, without its password", async () => {
  const copy = start([], { DATABASE_URL: "postgresql://vet:hush@127.0.0.1:1/vet" });
  expect(await copy.ended).toBe(1);
  expect(copy.said).toMatch(/DATABASE_URL/);
  expect(copy.said).not.toContain("hush");
});
