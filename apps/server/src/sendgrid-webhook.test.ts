import { generateKeyPairSync, sign } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { handleSendUpdate } from "@vetsuccess/domain/email-updates/handlers";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { signInAs, type SignedIn } from "@vetsuccess/testing/identity";
import { testSender } from "@vetsuccess/testing/sending";
import { insertUpdatePractices, MemoryFiles, testUpdates } from "@vetsuccess/testing/updates";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createLog } from "./log.ts";
import { buildServer } from "./server.ts";

const database = useTestDatabase();
const adminDir = mkdtempSync(join(tmpdir(), "vetsuccess-admin-"));
const keys = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
const { deps } = testSender(database);
const files = new MemoryFiles();
const url = "/webhooks/sendgrid";
let app: FastifyInstance;
let uuid = "";
let attemptId = "";
let agent: SignedIn;
let viewer: SignedIn;

beforeAll(async () => {
  writeFileSync(join(adminDir, "index.html"), "<title>VetSuccess</title>");
  const sendGridPublicKey = keys.publicKey.export({ type: "spki", format: "der" }).toString("base64");
  app = await buildServer(
    { ...deps, db: database.db, files },
    { log: createLog("silent"), adminDir, migrations: [], sendGridPublicKey },
  );
  await insertUpdatePractices(database, 1);
  const sender = testUpdates(database);
  for (const store of [sender.files, files])
    store.put("daily_updates/2026/06/09/101/a.xlsx", "PK\u0003\u0004 Rex");
  await handleSendUpdate(sender.deps, { practiceId: "p-1", day: "2026-06-10" });
  const { rows } = await database.pool.query<{ event: string; attempt: string }>(
    "select event_id as event, uuid as attempt from apps_updatesemailattempt",
  );
  [uuid, attemptId] = [rows[0]?.event ?? "", rows[0]?.attempt ?? ""];
  const signer = testSender(database).deps;
  agent = await signInAs(signer, "agent");
  viewer = await signInAs(signer, "viewer");
});
afterAll(async () => {
  await app.close();
  rmSync(adminDir, { recursive: true });
});

const seconds = (offset = 0) => String(Math.floor(deps.now().getTime() / 1000) + offset);
function post(body: string, change: { timestamp?: string; signature?: string; signed?: string } = {}) {
  const timestamp = change.timestamp ?? seconds();
  const signature =
    change.signature ??
    sign("sha256", Buffer.from(timestamp + (change.signed ?? body)), keys.privateKey).toString("base64");
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (timestamp) headers["x-twilio-email-event-webhook-timestamp"] = timestamp;
  if (signature) headers["x-twilio-email-event-webhook-signature"] = signature;
  return app.inject({ method: "POST", url, headers, body });
}
const report = (event: string, id: string, more: object = {}) => ({
  sg_event_id: id,
  attempt_id: attemptId,
  email: "p-1@example.com",
  event,
  timestamp: 1781096460,
  ...more,
});
const delivery = async () =>
  (await database.pool.query<{ delivery: string | null }>("select delivery from apps_updatesemailevent"))
    .rows[0]?.delivery;

test.each<[string, Parameters<typeof post>[1]]>([
  ["without a signature", { signature: "" }],
  ["with another signature", { signature: Buffer.from("no").toString("base64") }],
  ["with the signature of another body", { signed: "[]" }],
  ["without a timestamp", { timestamp: "" }],
  ["301 seconds old", { timestamp: seconds(-301) }],
  ["301 seconds ahead", { timestamp: seconds(301) }],
])("a body %s is refused", async (_name, change) => {
  const answer = await post(JSON.stringify([report("delivered", "r-0")]), change);
  expect(answer.statusCode).toBe(401);
  expect(await delivery()).toBeNull();
});

test("what is signed is kept once, whatever comes with it", async () => {
  const body = JSON.stringify([
    report("delivered", "r-1", { response: "250 OK" }),
    { event: "open", email: "somebody@example.com" },
    report("delivered", "r-2", { attempt_id: "1585b2c9-8241-5ffa-9981-b04f1d85b796" }),
    "noise",
  ]);
  expect((await post(body)).statusCode).toBe(204);
  expect((await post(body)).statusCode).toBe(204);
  expect(await delivery()).toBe("DELIVERED");
  const { rows } = await database.pool.query("select id, reason from apps_maildelivery");
  expect(rows).toEqual([{ id: "r-1", reason: "250 OK" }]);
});

test("a bounce is the mail's delivery, with an alert", async () => {
  const body = JSON.stringify([report("bounce", "r-3", { reason: "550 gone", timestamp: 1781096470 })]);
  expect((await post(body)).statusCode).toBe(204);
  expect(await delivery()).toBe("BOUNCED");
  const { rows } = await database.pool.query("select kind, practice_id from apps_alert");
  expect(rows).toEqual([{ kind: "email-updates.bounced", practice_id: "p-1" }]);
});

test.each(["{}", "no json", '"x"'])("%s is no list of events", async (body) => {
  expect((await post(body)).statusCode).toBe(400);
});

test("a file of a mail is downloaded by those who may, and leaves a trace", async () => {
  const get = (place: string, headers = {}) =>
    app.inject({ url: `/downloads/email-updates/${place}`, headers });
  const answer = await get(`${uuid}/0`, agent.headers);
  expect([answer.statusCode, answer.body, answer.headers["content-disposition"]]).toEqual([
    200,
    "PK\u0003\u0004 Rex",
    "attachment; filename*=UTF-8''Remote_Scheduling_06092026.xlsx",
  ]);
  expect((await get(`${uuid}/0`)).statusCode).toBe(401);
  expect((await get(`${uuid}/0`, viewer.headers)).statusCode).toBe(403);
  expect((await get(`${uuid}/1`, agent.headers)).statusCode).toBe(404);
  expect((await get(`${attemptId}/0`, agent.headers)).statusCode).toBe(404);
  expect((await get("x/y", agent.headers)).statusCode).toBe(404);
  files.contents.clear();
  expect((await get(`${uuid}/0`, agent.headers)).statusCode).toBe(503);
  const { rows } = await database.pool.query(
    "select changes->'path'->>'after' as path from apps_auditevent where action = 'emailUpdates.downloadFile'",
  );
  expect(rows).toEqual([{ path: "daily_updates/2026/06/09/101/a.xlsx" }]);
});

test("a workbook of changes is downloaded as an Excel file", async () => {
  const answer = await app.inject({ url: "/downloads/workbooks/p-1/2026-06-09", headers: agent.headers });
  expect(answer.statusCode).toBe(200);
  expect(answer.rawPayload.subarray(0, 2).toString()).toBe("PK");
  expect(
    (await app.inject({ url: "/downloads/workbooks/p-9/2026-06-09", headers: agent.headers })).statusCode,
  ).toBe(404);
});
