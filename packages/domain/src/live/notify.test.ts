import { randomUUID } from "node:crypto";
import { inTransaction } from "@vetsuccess/db/client";
import { listen, type Listener } from "@vetsuccess/db/listen";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { until } from "@vetsuccess/testing/processes";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { publish } from "./commands.ts";
import { type Notice, readNotice } from "./rules.ts";

const database = useTestDatabase();
const heard: string[] = [];
let listener: Listener;

beforeAll(async () => {
  let isConnected = false;
  listener = listen({
    url: database.url,
    channel: "live",
    applicationName: "test",
    onNotification: (payload) => void heard.push(payload),
    onConnected: () => void (isConnected = true),
    onLost: () => undefined,
  });
  await until(() => isConnected, 5_000);
  await database.pool.query(`
    insert into apps_server (odu_id) values (1);
    insert into apps_practice (odu_id, server_id) values ('p-1', 1), ('p-2', 1);
    insert into apps_client (odu_id, server_id) select 'c-' || n, 1 from generate_series(1, 30) n`);
});
afterAll(() => listener.close());
beforeEach(() => settle());

/** Everything that was said until now. */
async function settle(): Promise<Notice[]> {
  await database.pool.query("notify live, 'end'");
  await until(() => heard.includes("end"), 5_000);
  return heard.splice(0).flatMap((payload) => readNotice(payload) ?? []);
}
const insertTexts = (count: number, practice = "p-1") =>
  `insert into apps_smshistory (practice_id, client_id, status, sent_at, event_context)
   select '${practice}', 'c-' || (n % 30 + 1), 'SENT', now(), '{}' from generate_series(1, ${count}) n`;

test("planning 20,000 texts is one notification", async () => {
  await database.pool.query(insertTexts(20_000));
  expect(await settle()).toEqual([{ topic: "texts", practiceIds: ["p-1"], clientIds: null, ids: null }]);
});

test("a transaction of very many statements says little", async () => {
  await inTransaction(database.db, async (tx) => {
    for (let at = 0; at < 300; at += 1) await tx.$executeRawUnsafe(insertTexts(1, at % 2 ? "p-1" : "p-2"));
  });
  const told = await settle();
  expect(told.length).toBeLessThanOrEqual(52);
  expect(told.filter(({ ids }) => ids === null)).toHaveLength(2);
});

test("nothing is said of what is rolled back", async () => {
  await database.pool.query(`begin; ${insertTexts(1)}; rollback`);
  expect(await settle()).toEqual([]);
});

test("a text names its practice and its client, and nothing personal", async () => {
  await database.pool.query(insertTexts(1));
  expect(await settle()).toMatchObject([{ topic: "texts", practiceIds: ["p-1"], clientIds: ["c-2"] }]);
});

test("a client is told of to all practices of its server, when its version grows and not else", async () => {
  await database.pool.query("update apps_client set pims_id = '7' where odu_id = 'c-1'");
  expect(await settle()).toEqual([]);
  await database.pool.query("update apps_client set version = version + 1 where odu_id = 'c-1'");
  const told = { topic: "clients", practiceIds: ["p-1", "p-2"], clientIds: ["c-1"], ids: ["c-1"] };
  expect(await settle()).toEqual([told]);
});

test.each([
  ["outcomes", "insert into apps_outcome (text) values ('Called')"],
  ["templates", "insert into apps_smstemplate (key_words, template) values ('{dental}', 'x')"],
  ["questions", "insert into apps_question (text) values ('Open on Sunday?')"],
  ["practices", "insert into apps_practicesettings (practice_id) values ('p-1')"],
  ["practices", "update apps_practice set name = 'Hillside' where odu_id = 'p-1'"],
  ["sending", "insert into apps_sendingpause (reason) values ('MANUAL')"],
])("a change of %s by SQL is told of", async (topic, sql) => {
  await database.pool.query(sql);
  expect(await settle()).toMatchObject([{ topic, ids: null }]);
});

test("the import's notes on a practice are not", async () => {
  await database.pool.query("update apps_practice set latest_transaction = now()");
  expect(await settle()).toEqual([]);
});

test("ids too long for a notification are left out", async () => {
  const practiceIds = Array.from({ length: 20 }, (_, at) => `${at}-${"ü".repeat(40)}`);
  const clientIds = practiceIds.map((id) => id.repeat(5));
  await publish(database.db, { topic: "clients", practiceIds, clientIds });
  expect(await settle()).toEqual([{ topic: "clients", practiceIds, clientIds: null, ids: null }]);
});

test("who is at a client is told when it changes, not with every word of a tab", async () => {
  const { rows } = await database.pool.query<{ uuid: string }>(
    "insert into apps_user (email, password, first_name, last_name) values ('dana@example.com', '!', 'Dana', '') returning uuid",
  );
  const tab = `'${randomUUID()}', 'c-1', '${rows[0]?.uuid}', now()`;
  const at = (clientId: string) => ({
    topic: "presence",
    practiceIds: ["p-1", "p-2"],
    clientIds: [clientId],
    ids: [clientId],
  });
  const say = async (sql: string) => {
    await database.pool.query(sql);
    return settle();
  };
  expect(await say(`insert into apps_clientpresence values (${tab}, now())`)).toEqual([at("c-1")]);
  expect(await say("update apps_clientpresence set seen_at = now()")).toEqual([]);
  expect(
    await say(
      `insert into apps_clientlease (tab_id, client_id, user_id, taken_at, expires_at) values (${tab}, now())`,
    ),
  ).toEqual([at("c-1")]);
  expect(await say("update apps_clientlease set expires_at = now() + interval '1 hour'")).toEqual([]);
  expect(await say("update apps_clientlease set tab_id = gen_random_uuid()")).toEqual([at("c-1")]);
  expect(await say("update apps_clientpresence set client_id = 'c-2'")).toEqual([at("c-1"), at("c-2")]);
  expect(await say("delete from apps_clientlease")).toEqual([at("c-1")]);
});
