import { openDatabase } from "@vetsuccess/db/client";
import type { Deps } from "@vetsuccess/domain/deps";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { testSender } from "@vetsuccess/testing/sending";
import Fastify from "fastify";
import { beforeEach, expect, test } from "vitest";
import { healthRoutes } from "./health.ts";

const database = useTestDatabase();
const applied: string[] = [];

async function ask(path: string, migrations = applied, change: Partial<Deps> = {}) {
  const app = Fastify();
  healthRoutes(app, { ...testSender(database).deps, ...change }, migrations);
  const response = await app.inject({ url: path });
  await app.close();
  return response.json<object>();
}

beforeEach(async () => {
  const { rows } = await database.pool.query<{ name: string }>(
    "select migration_name as name from _prisma_migrations",
  );
  applied.splice(0, applied.length, ...rows.map((row) => row.name));
  await database.pool.query(`delete from apps_worker;
    insert into apps_worker (id, host, pid, version, queues) values ('w-1', 'here', 1, '1', '{sms}')`);
});

test("live says that the process answers", async () => {
  expect(await ask("/health/live")).toEqual({ status: "live" });
});

test("ready with a database, its migrations and a worker", async () => {
  expect(await ask("/health/ready")).toEqual({
    status: "ready",
    parts: { database: true, migrations: true, worker: true },
  });
});

test.each([
  [
    "a worker that is silent",
    "update apps_worker set heartbeat_at = clock_timestamp() - interval '61 seconds'",
  ],
  ["a worker that has stopped", "update apps_worker set stopped_at = now()"],
  ["no worker", "delete from apps_worker"],
])("not ready with %s", async (_name, sql) => {
  await database.pool.query(sql);
  expect(await ask("/health/ready")).toMatchObject({
    status: "not ready",
    parts: { database: true, migrations: true, worker: false },
  });
});

test("not ready while a migration is missing or has failed", async () => {
  const migrationsHold = async (names: string[]) =>
    (await ask("/health/ready", names)) as { parts?: { migrations: boolean } };
  expect((await migrationsHold([...applied, "20990101000000_next"])).parts?.migrations).toBe(false);
  await database.pool.query("update _prisma_migrations set finished_at = null where migration_name = $1", [
    applied[0],
  ]);
  expect((await migrationsHold(applied)).parts?.migrations).toBe(false);
  await database.pool.query("update _prisma_migrations set finished_at = now()");
});

test("not ready without a database", async () => {
  const nowhere = openDatabase({
    url: "postgresql://nobody@127.0.0.1:1/nothing",
    poolSize: 1,
    statementTimeoutMs: 1000,
    connectionRetries: 0,
    applicationName: "test",
  });
  expect(await ask("/health/ready", applied, { db: nowhere.db })).toMatchObject({
    parts: { database: false, migrations: false, worker: false },
  });
  await nowhere.close();
});
