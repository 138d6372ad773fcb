import { once } from "node:events";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { signInAs } from "@vetsuccess/testing/identity";
import { usePrograms } from "@vetsuccess/testing/processes";
import { expect, test } from "vitest";

const database = useTestDatabase();
const { start, startInVain, end } = usePrograms();
const env = (change: Record<string, string> = {}) => ({
  DATABASE_URL: database.url,
  PORT: "0",
  SANDBOX: "true",
  ...change,
});

async function startServer(change?: Record<string, string>) {
  const program = start("server", env(change));
  const [message] = (await once(program, "message")) as [{ ready: boolean; url: string }];
  expect(message.ready).toBe(true);
  return { program, url: message.url };
}

test("says where it listens, answers, and leaves on SIGTERM", async () => {
  const { program, url } = await startServer();
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect((await fetch(`${url}/health/live`)).status).toBe(200);
  const ready = (await (await fetch(`${url}/health/ready`)).json()) as object;
  expect(ready).toMatchObject({ parts: { database: true, migrations: true, worker: false } });
  expect((await fetch(`${url}/trpc/sending.state`)).status).toBe(401);
  const { headers } = await signInAs({ db: database.db, now: () => new Date() }, "viewer");
  expect((await fetch(`${url}/trpc/sending.state`, { headers })).status).toBe(200);

  const since = performance.now();
  await end(program, "SIGTERM");
  expect(program.exitCode).toBe(0);
  expect(performance.now() - since).toBeLessThan(10_000);
});

test("leaves when the one who started it is gone", async () => {
  const { program } = await startServer();
  const exit = once(program, "exit");
  program.disconnect();
  expect(await exit).toEqual([0, null]);
});

test("names the port that is taken", async () => {
  const { url } = await startServer();
  const { port } = new URL(url);
  const { code, said } = await startInVain("server", env({ PORT: port }));
  expect(code).toBe(1);
  expect(said).toContain(`port ${port} on 127.0.0.1 is taken`);
});

test.each([
  ["names the secret that is missing", { SANDBOX: "false" }, "APP_SECRET: is missing"],
  ["names a setting that is wrong", { DATABASE_POOL_SIZE: "many" }, "DATABASE_POOL_SIZE: must be a number"],
])("%s, without a stack", async (_, change, message) => {
  for (const program of ["server", "worker"] as const) {
    const { code, said } = await startInVain(program, env(change));
    expect({ program, code }).toEqual({ program, code: 1 });
    expect(said).toMatch(/^Settings are wrong \(see docs\/configuration\.md\):\n/);
    expect(said).toContain(`  ${message}`);
    expect(said).not.toMatch(/^\s+at /m);
  }
});
