import { useTestDatabase } from "@vetsuccess/testing/database";
import { testSender } from "@vetsuccess/testing/sending";
import Fastify, { type FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { metricsRoute } from "./metrics.ts";

const database = useTestDatabase();
const token = "a-token-of-enough-characters-0123";
let app: FastifyInstance;
const get = (authorization?: string) =>
  app.inject({ url: "/metrics", headers: authorization === undefined ? {} : { authorization } });

beforeAll(async () => {
  app = Fastify();
  metricsRoute(app, testSender(database, undefined, { settings: { version: "1.2.3" } }).deps, token);
  await app.ready();
});
afterAll(() => app.close());

test("shows the state of the system and of the process to whoever has the token", async () => {
  await database.pool.query(
    `insert into apps_queuepause (queue, detail, started_by) values ('sms', 'x', 'ann')`,
  );
  await database.pool.query(`insert into apps_server (odu_id, name, most_recent_pims_update)
    values (7, 'Hillside', '2026-06-10T14:00:00Z'), (8, 'Never', null)`);
  await database.pool.query("insert into apps_practice (odu_id, server_id) values ('p-7', 7), ('p-8', 8)");
  await get(`Bearer ${token}`);
  const { statusCode, headers, body } = await get(`Bearer ${token}`);
  expect([statusCode, headers["content-type"]]).toEqual([200, expect.stringContaining("text/plain")]);
  for (const line of [
    'vetsuccess_info{version="1.2.3"} 1',
    "vetsuccess_workers_alive 0",
    'vetsuccess_server_data_age_seconds{server="7"} 3600',
    "vetsuccess_servers_stale 1",
    'vetsuccess_queue_paused{queue="sms"} 1',
    'vetsuccess_jobs{queue="low",state="due"} 0',
    "vetsuccess_sms_limit_per_minute 10000",
    'http_request_duration_seconds_count{route="/metrics",method="GET",status="200"} 1',
  ])
    expect(body.split("\n")).toContain(line);
  expect(body).toContain("process_resident_memory_bytes");
  expect(body).toMatch(/^vetsuccess_migrations\{newest="\d{14}_\w+"\} \d+$/m);
  expect(body).toMatch(/^vetsuccess_database_size_bytes \d{6,}$/m);
  expect(body).not.toContain("Hillside");
});

test.each([
  ["nothing", undefined],
  ["another token", "Bearer another"],
  ["the token without its scheme", token],
])("refuses %s", async (_, authorization) => {
  expect((await get(authorization)).statusCode).toBeGreaterThanOrEqual(400);
});

test("does not exist without a token", async () => {
  const bare = Fastify();
  metricsRoute(bare, testSender(database).deps, undefined);
  expect((await bare.inject("/metrics")).statusCode).toBe(404);
});
