import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import {
  accessSync,
  chownSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { binariesFor, canEnter, serverAccount, type Account } from "./postgres-binaries.ts";

const isWindows = process.platform === "win32";
const stopTimeoutMs = 10_000;

/** A PostgreSQL server on 127.0.0.1 that belongs to one folder. */
export interface Embedded {
  port: number;
  /** Where the data really are: not in the folder asked for when root's account cannot get there. */
  dataDir: string;
  /** Connection string of a database of this server. */
  url(database: string): string;
  /** Makes the database unless it exists. */
  createDatabase(name: string): Promise<void>;
  /** Ends when the server has ended, wanted or not. */
  ended: Promise<void>;
  /** Disconnects everybody, writes everything down and ends the server. */
  stop(): Promise<void>;
  /** Ends the server at once; it recovers at its next start. */
  kill(): void;
  /** Deletes the data. */
  remove(): void;
}

/** A port of 127.0.0.1 that nobody listens on now. */
export async function freePort(): Promise<number> {
  return await new Promise((done, fail) => {
    const server = createServer();
    server.once("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address ? done(address.port) : fail(new Error("no port")),
      );
    });
  });
}

/**
 * Starts PostgreSQL on a folder and makes the data first if there are none. The server has a session of its own, so that
 * Ctrl-C reaches the application alone; it is stopped with `stop`, or when this process exits. After a SIGKILL of this
 * process it goes on running: `findEmbedded` finds it.
 *
 * @param options.fast no durability: for tests
 * @throws Error with PostgreSQL's own words when it does not start, e.g. because another one runs on the folder
 */
export async function startEmbedded(
  folder: string,
  options: { port?: number; fast?: boolean } = {},
): Promise<Embedded> {
  const account = serverAccount(folder);
  const real = reachableFolder(resolve(folder), account);
  const dataDir = join(real, "cluster");
  const bin = binariesFor(account);
  if (!existsSync(dataDir)) initialise(bin, dataDir, account);
  forgetStalePid(dataDir);
  const port = options.port ?? (await freePort());
  const unsafe = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];
  const settings = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "shared_buffers=256MB",
    "max_connections=100",
    ...(options.fast ? unsafe : []),
  ];
  const child = spawn(
    join(bin, "postgres"),
    ["-D", dataDir, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])],
    { ...account, env: environment(), cwd: "/", detached: !isWindows, stdio: ["ignore", "ignore", "pipe"] },
  );
  const signal = (name: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(name);
  };
  const lastResort = () => signal("SIGINT");
  process.once("exit", lastResort);
  await ready(child);
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  return {
    port,
    dataDir,
    url: (database) => urlOf(port, database),
    createDatabase: (name) => createDatabase(port, name),
    ended,
    stop: async () => {
      process.off("exit", lastResort);
      signal(isWindows ? "SIGTERM" : "SIGINT");
      const late = setTimeout(() => signal("SIGQUIT"), stopTimeoutMs);
      if (child.exitCode === null && child.signalCode === null) await ended;
      clearTimeout(late);
    },
    kill: () => signal("SIGQUIT"),
    remove: () => rmSync(real, { recursive: true, force: true, maxRetries: 10 }),
  };
}

/**
 * The server that runs on the folder now, of another copy of the application or left behind by one that was killed.
 */
export function findEmbedded(folder: string): Pick<Embedded, "url" | "stop"> | undefined {
  if (!existsSync(join(folder, "cluster"))) return undefined;
  const dataDir = realpathSync(join(folder, "cluster"));
  const running = readPidFile(dataDir);
  if (!running || !isServerOf(running.pid, dataDir)) return undefined;
  const { pid, port } = running;
  return {
    url: (database) => urlOf(port, database),
    stop: async () => {
      process.kill(pid, "SIGINT");
      for (let waitedMs = 0; isServerOf(pid, dataDir) && waitedMs < stopTimeoutMs; waitedMs += 50)
        await sleep(50);
      if (isServerOf(pid, dataDir)) process.kill(pid, "SIGQUIT");
    },
  };
}

const urlOf = (port: number, database: string) => `postgresql://app:app@127.0.0.1:${port}/${database}`;

const environment = () => ({ ...process.env, LC_ALL: "C", TZ: "UTC" });

/**
 * The folder itself where the server's account can get to it. As root, data below a closed folder such as /root live
 * under /var/lib and a link points there.
 */
function reachableFolder(folder: string, account: Account | undefined): string {
  mkdirSync(dirname(folder), { recursive: true });
  if (account && !canEnter(dirname(folder), account) && !lstatSync(folder, { throwIfNoEntry: false }))
    symlinkSync(mkdtempSync("/var/lib/vetsuccess-"), folder);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const real = realpathSync(folder);
  if (account) chownSync(real, account.uid, account.gid);
  if (!canEnter(real, account))
    throw new Error(`PostgreSQL's account cannot enter ${real}: choose another folder`);
  try {
    accessSync(real, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    throw new Error(`${real} belongs to another user: start as that user, or choose another folder`);
  }
  return real;
}

/**
 * Makes the data beside their place and moves them there whole: an interrupted attempt leaves nothing half made, and of
 * two at once one is first.
 */
function initialise(bin: string, dataDir: string, account: Account | undefined): void {
  const fresh = `${dataDir}.new-${process.pid}`;
  const password = `${fresh}.password`;
  rmSync(fresh, { recursive: true, force: true });
  writeFileSync(password, "app\n", { mode: 0o600 });
  if (account) chownSync(password, account.uid, account.gid);
  const options = [
    "--auth=scram-sha-256",
    "--username=app",
    `--pwfile=${password}`,
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    "--no-sync",
  ];
  execFileSync(join(bin, "initdb"), [`--pgdata=${fresh}`, ...options], {
    ...account,
    env: environment(),
    cwd: "/",
    stdio: ["ignore", "ignore", "pipe"],
  });
  rmSync(password);
  try {
    renameSync(fresh, dataDir);
  } catch (error) {
    rmSync(fresh, { recursive: true });
    if (!existsSync(dataDir)) throw error;
  }
}

/** Waits for the server's own word that it is ready. */
async function ready(child: ChildProcess): Promise<void> {
  const lines: string[] = [];
  await new Promise<void>((done, fail) => {
    child.stderr?.on("data", (chunk: Buffer) => {
      lines.splice(0, lines.length - 50);
      lines.push(chunk.toString());
      if (chunk.includes("ready to accept connections")) done();
    });
    child.once("exit", (code) =>
      fail(new Error(`PostgreSQL did not start (exit ${code}):\n${lines.join("")}`)),
    );
    child.once("error", fail);
  });
}

async function createDatabase(port: number, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf(port, "postgres") });
  await client.connect();
  try {
    const { rowCount } = await client.query("select from pg_database where datname = $1", [name]);
    if (!rowCount) await client.query(`create database ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

function readPidFile(dataDir: string): { pid: number; port: number } | undefined {
  const file = join(dataDir, "postmaster.pid");
  if (!existsSync(file)) return undefined;
  const [pid, , , port] = readFileSync(file, "utf8").split("\n");
  // A server that is only starting has not written its line yet.
  return port ? { pid: Number(pid), port: Number(port) } : undefined;
}

/** Whether the process is a PostgreSQL on this folder, and not one that got the number of a dead one. */
function isServerOf(pid: number, dataDir: string): boolean {
  if (!isAlive(pid)) return false;
  if (isWindows) return true;
  try {
    const command =
      process.platform === "linux"
        ? readFileSync(`/proc/${pid}/cmdline`, "utf8")
        : execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
    return command.includes("postgres") && command.includes(dataDir);
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** PostgreSQL takes any living process with the old number for a server, e.g. after a restart of the machine. */
function forgetStalePid(dataDir: string): void {
  const left = readPidFile(dataDir);
  if (left && isAlive(left.pid) && !isServerOf(left.pid, dataDir)) rmSync(join(dataDir, "postmaster.pid"));
}
