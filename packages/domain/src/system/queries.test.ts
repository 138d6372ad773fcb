import { useTestDatabase } from "@vetsuccess/testing/database";
import { elevenInNewYork, resetSending, testSender } from "@vetsuccess/testing/sending";
import { beforeEach, expect, test } from "vitest";
import { systemActor } from "../deps.ts";
import { getSystemState } from "./queries.ts";

const database = useTestDatabase();
const admin = systemActor("admin");
const hoursAgo = (hours: number) => new Date(elevenInNewYork.getTime() - hours * 3_600_000);
const state = (actor = admin) =>
  getSystemState(testSender(database, undefined, { settings: { version: "1.2.3" } }).deps, actor);

beforeEach(async () => {
  await resetSending(database);
  await database.pool.query(
    `insert into apps_server (odu_id, name, most_recent_pims_update)
    values (1, 'Fresh', $1), (2, 'Stale', $2), (3, 'Never', null), (4, 'No practice', null)`,
    [hoursAgo(35), hoursAgo(37)],
  );
  await database.pool.query(`insert into apps_practice (odu_id, server_id, is_archived)
    values ('p-1', 1, false), ('p-2', 2, false), ('p-3', 3, false), ('p-4', 3, false), ('p-5', 4, true)`);
});

test("says which servers' data is stale, the oldest first; those without a practice are left out", async () => {
  const { servers } = await state();
  expect(servers).toMatchObject([
    { name: "Never", practices: 2, isStale: true, updatedAt: null },
    { name: "Stale", practices: 1, isStale: true },
    { name: "Fresh", practices: 1, isStale: false },
  ]);
});

test("shows the servers of one's own practices alone", async () => {
  const { servers } = await state({ ...admin, practiceIds: ["p-1"] });
  expect(servers.map(({ name }) => name)).toEqual(["Fresh"]);
});

test("says which workers live", async () => {
  await database.pool.query(`insert into apps_worker (id, host, pid, version, queues, heartbeat_at)
    values ('w-1', 'here', 1, '1.2.3', '{sms}', now()), ('w-2', 'here', 2, '1.2.2', '{sms}', now() - interval '1 hour')`);
  expect((await state()).workers).toMatchObject([
    { id: "w-1", isAlive: true, version: "1.2.3" },
    { id: "w-2", isAlive: false },
  ]);
});

test("names the release, the database and its newest migration", async () => {
  const { version, database: found } = await state();
  expect(version).toBe("1.2.3");
  expect(found.newestMigration).toMatch(/^\d{14}_/);
  expect(found.migrations).toBeGreaterThan(3);
});
