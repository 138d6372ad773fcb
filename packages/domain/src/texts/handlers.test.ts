import { useTestDatabase } from "@vetsuccess/testing/database";
import {
  accepted,
  elevenInNewYork,
  resetSending,
  testSender,
  type TestSender,
} from "@vetsuccess/testing/sending";
import { insertWaitingTexts, numberOf, practiceId } from "@vetsuccess/testing/waiting-texts";
import { beforeEach, describe, expect, test } from "vitest";
import type { SmsAnswer } from "./ports.ts";
import { handleSendDueTexts } from "./handlers.ts";

const database = useTestDatabase();
beforeEach(() => resetSending(database));

type SenderArguments = Parameters<typeof testSender> extends [unknown, ...infer Rest] ? Rest : never;
const sender = (...rest: SenderArguments) => testSender(database, ...rest);
const send = ({ deps }: TestSender) => handleSendDueTexts(deps, new AbortController().signal);

interface Row {
  status: string;
  error_code: string | null;
  error_message: string | null;
  sent_at: Date | null;
  response: unknown;
  send_at: Date | null;
  event: string | null;
  text: string;
}
async function texts(): Promise<Row[]> {
  const { rows } = await database.pool.query<Row>(`
    select h.status, h.error_code, h.error_message, h.sent_at, h.response, e.send_at, e.status as event,
      h.event_context->>'text' as text
    from apps_smshistory h left join apps_smsevent e on e.sms_history_id = h.uuid
    order by length(h.client_id), h.client_id`);
  return rows;
}
const one = async () => (await texts())[0];
const attempts = async () =>
  (
    await database.pool.query<{ result: string | null }>(
      "select result from apps_smsattempt order by started_at",
    )
  ).rows;

describe("an accepted text", () => {
  test("is SENT, with its time and the provider's answer, and leaves the outbox", async () => {
    await insertWaitingTexts(database.pool, { count: 1, sendAt: elevenInNewYork, ignoresHours: false });
    const fixture = sender();
    await send(fixture);
    expect(fixture.sent).toEqual([
      { numberFrom: "+12025550100", numberTo: `+1${numberOf(1)}`, text: "Text 1" },
    ]);
    expect(await one()).toMatchObject({
      status: "SENT",
      sent_at: elevenInNewYork,
      response: { id: "7" },
      event: null,
      error_code: null,
    });
    expect(await attempts()).toEqual([{ result: "ACCEPTED" }]);
  });

  test("goes out from the number that the practice has now", async () => {
    await insertWaitingTexts(database.pool, { count: 1, sendAt: elevenInNewYork });
    await database.pool.query("update apps_practicesettings set sms_senders_phone = '2025550199'");
    const fixture = sender();
    await send(fixture);
    expect(fixture.sent[0]?.numberFrom).toBe("+12025550199");
  });

  test("the attempt is committed before the call, and nothing is locked during it", async () => {
    await insertWaitingTexts(database.pool, { count: 1, sendAt: elevenInNewYork });
    const seen: unknown[] = [];
    await send(
      sender(async () => {
        await database.pool.query("select from apps_smsevent for update nowait");
        seen.push(...(await attempts()), (await one())?.event);
        return accepted;
      }),
    );
    expect(seen).toEqual([{ result: null }, "IN_PROGRESS"]);
  });

  test("oldest first", async () => {
    await insertWaitingTexts(database.pool, { count: 3, sendAt: elevenInNewYork });
    await database.pool.query(`update apps_smsevent set send_at = send_at - interval '1 hour'
      where context->>'text' = 'Text 2'`);
    const fixture = sender();
    await send(fixture);
    expect(fixture.sent.map(({ text }) => text)[0]).toBe("Text 2");
    expect(fixture.sent).toHaveLength(3);
  });
});

describe("other answers", () => {
  const none = { httpStatus: null, response: null, error: "why" };
  test.each<[string, SmsAnswer, Partial<Row>]>([
    [
      "refused for good",
      { ...none, result: "REJECTED", httpStatus: 400 },
      { status: "ERROR", error_code: "REJECTED" },
    ],
    [
      "no answer in time",
      { ...none, result: "UNKNOWN", cause: "TIMED_OUT" },
      { status: "UNKNOWN", error_code: "TIMED_OUT" },
    ],
    [
      "connection lost",
      { ...none, result: "UNKNOWN", cause: "CONNECTION_LOST" },
      { status: "UNKNOWN", error_code: "CONNECTION_LOST" },
    ],
    [
      "provider broken",
      { ...none, result: "UNKNOWN", cause: "PROVIDER_ERROR" },
      { status: "UNKNOWN", error_code: "PROVIDER_ERROR" },
    ],
  ])("%s: the text ends, with the reason, and is never sent again", async (_name, answer, expected) => {
    await insertWaitingTexts(database.pool, { count: 1, sendAt: elevenInNewYork });
    const fixture = sender(() => answer);
    await send(fixture);
    await send(fixture);
    expect(await one()).toMatchObject({ ...expected, error_message: "why", event: null, sent_at: null });
    expect(fixture.sent).toHaveLength(1);
  });

  test("not reached: waits longer each time, then ends as NOT_REACHED", async () => {
    await insertWaitingTexts(database.pool, { count: 1, sendAt: elevenInNewYork });
    let now = elevenInNewYork;
    const waits: number[] = [];
    for (let tries = 0; tries < 10; tries += 1) {
      await send(sender(() => ({ ...none, result: "NOT_SENT" }), { now }));
      const row = await one();
      if (!row?.send_at) break;
      expect(row).toMatchObject({ status: "PENDING", event: "PENDING" });
      waits.push((row.send_at.getTime() - now.getTime()) / 60_000);
      now = row.send_at;
    }
    expect(waits).toEqual([1, 5, 15, 60]);
    expect(await one()).toMatchObject({ status: "ERROR", error_code: "NOT_REACHED", event: null });
    expect(await attempts()).toHaveLength(5);
  });

  test("rate limited: this text waits as long as asked, and all sending pauses", async () => {
    await insertWaitingTexts(database.pool, { count: 3, sendAt: elevenInNewYork });
    const fixture = sender(() => ({ ...none, result: "RATE_LIMITED", retryAfterMs: 300_000 }));
    await send(fixture);
    const row = (await texts()).find(({ send_at }) => send_at && send_at > elevenInNewYork);
    expect(row).toMatchObject({
      status: "PENDING",
      event: "PENDING",
      send_at: new Date("2026-06-10T15:05:00Z"),
    });
    const before = fixture.sent.length;
    await send(sender(undefined, { workerId: "another" }));
    expect(fixture.sent).toHaveLength(before);
    const { rows } = await database.pool
      .query(`select reason, extract(epoch from until - clock_timestamp())::int as s
      from apps_sendingpause`);
    expect(rows).toHaveLength(1);
    expect((rows as { s: number }[])[0]?.s).toBeGreaterThan(290);
  });

  test("a pause ends by itself", async () => {
    await insertWaitingTexts(database.pool, { count: 1, sendAt: elevenInNewYork });
    await database.pool.query(`insert into apps_sendingpause (reason, until)
      values ('RATE_LIMITED', clock_timestamp() - interval '1 second')`);
    await send(sender());
    expect(await one()).toMatchObject({ status: "SENT" });
  });

  test("refused as strangers: the text ends, the others wait until somebody acts", async () => {
    await insertWaitingTexts(database.pool, { count: 30, sendAt: elevenInNewYork });
    const fixture = sender(() => ({ ...none, result: "AUTH_FAILED", httpStatus: 401 }));
    await send(fixture);
    const all = await texts();
    expect(all.filter(({ error_code }) => error_code === "AUTH_FAILED")).toHaveLength(fixture.sent.length);
    expect(fixture.sent.length).toBeLessThan(10);
    expect(all.filter(({ status }) => status === "PENDING")).toHaveLength(30 - fixture.sent.length);
    const { rows } = await database.pool.query(
      "select until from apps_sendingpause where reason = 'AUTH_FAILED'",
    );
    expect(rows).toEqual([{ until: null }]);
  });
});

describe("what holds a text", () => {
  test.each<[string, string | null, SenderArguments[1]]>([
    ["sending switched off", null, { settings: { isSmsSendingEnabled: false } }],
    ["before its time", null, { now: new Date("2026-06-10T14:59:59Z") }],
    ["in the evening", null, { now: new Date("2026-06-11T00:00:00Z") }],
    ["on a Saturday", null, { now: new Date("2026-06-13T15:00:00Z") }],
    ["on a holiday", null, { now: new Date("2026-07-03T15:00:00Z") }],
    ["at night in Hawaii", "update apps_server set time_zone = 'Pacific/Honolulu'", {}],
    ["its practice is archived", "update apps_practice set is_archived = true", {}],
    ["mailing is off", "update apps_practicesettings set is_sms_mailing_enabled = false", {}],
    [
      "no sender's number",
      "update apps_practicesettings set is_sms_mailing_enabled = false, sms_senders_phone = ''",
      {},
    ],
    ["paused by a person", "insert into apps_sendingpause (reason) values ('MANUAL')", {}],
  ])("%s: nothing is claimed, nothing is marked", async (_name, sql, change) => {
    await insertWaitingTexts(database.pool, { count: 1, sendAt: elevenInNewYork, ignoresHours: false });
    if (sql) await database.pool.query(sql);
    const fixture = sender(undefined, change);
    await send(fixture);
    expect(fixture.sent).toEqual([]);
    expect(await one()).toMatchObject({ status: "PENDING", event: "PENDING", send_at: elevenInNewYork });
    expect(await attempts()).toEqual([]);
  });

  test("delivered ahead of time it goes out at night, in the sandbox alone", async () => {
    await insertWaitingTexts(database.pool, { count: 1, sendAt: elevenInNewYork, ignoresHours: true });
    const night = new Date("2026-06-14T03:00:00Z");
    await send(sender(undefined, { now: night }));
    expect(await one()).toMatchObject({ status: "PENDING" });
    await send(sender(undefined, { now: night, settings: { isSandbox: true } }));
    expect(await one()).toMatchObject({ status: "SENT" });
  });
});

describe("looking again (R12)", () => {
  test.each<[string, string, string]>([
    ["the pet was opted out", "update apps_patient set opt_out = true", "OPTED_OUT"],
    ["the pet is unsafe to contact for", "update apps_patient set is_safe_to_contact = false", "OPTED_OUT"],
    ["the client is unsafe to contact", "update apps_client set is_safe_contact = false", "OPTED_OUT"],
    [
      "the number said STOP",
      `insert into apps_optout (number, source) values ('+1${numberOf(1)}', 'STOP')`,
      "OPTED_OUT",
    ],
    [
      "the number is opted out of this practice",
      `insert into apps_optout (number, source, scope, practice_id) values ('+1${numberOf(1)}', 'AGENT', 'PRACTICE', '${practiceId}')`,
      "OPTED_OUT",
    ],
    [
      "a final outcome",
      "insert into apps_outcome (text, is_final) values ('Moved away', true); update apps_patient set outcome = 'moved away '",
      "FINAL_OUTCOME",
    ],
    ["an outcome that is always final", "update apps_patient set outcome = 'Pet died'", "FINAL_OUTCOME"],
    [
      "a new appointment",
      "insert into apps_appointment (odu_id, patient_id, appointment_datetime) values ('a', 'pet-1', '2026-07-01')",
      "APPOINTMENT_EXISTS",
    ],
    ["the pet died", "update apps_patient set death_date = '2026-06-09'", "NOT_CONTACTABLE"],
    ["the pet is marked as deceased", "update apps_patient set is_deceased = true", "NOT_CONTACTABLE"],
    [
      "the pet's reminders are suspended",
      "update apps_patient set pims_has_suspended_reminders = true",
      "NOT_CONTACTABLE",
    ],
    ["the pet was removed", "update apps_patient set extractor_removed_at = now()", "NOT_CONTACTABLE"],
    [
      "the pet has another owner",
      "update apps_clientpatientrelationship set extractor_removed_at = now()",
      "NOT_CONTACTABLE",
    ],
    ["the reminder was removed", "update apps_reminder set extractor_removed_at = now()", "NOT_CONTACTABLE"],
    ["the client left", "update apps_client set pims_is_inactive = true", "NOT_CONTACTABLE"],
    ["the client was removed", "update apps_client set extractor_removed_at = now()", "NOT_CONTACTABLE"],
    ["the number changed", "update apps_phone set app_number = '3035550199'", "PHONE_CHANGED"],
    ["the number is no longer the primary one", "update apps_phone set is_primary = false", "PHONE_CHANGED"],
    ["the number turned out wrong", "update apps_phone set type = 'Cell WRONG #'", "PHONE_CHANGED"],
  ])("%s: not sent", async (_name, sql, errorCode) => {
    await insertWaitingTexts(database.pool, { count: 1, sendAt: elevenInNewYork });
    await database.pool.query(sql);
    const fixture = sender();
    await send(fixture);
    expect(fixture.sent).toEqual([]);
    expect(await one()).toMatchObject({ status: "CANCELED", error_code: errorCode, event: null });
    expect(await attempts()).toEqual([]);
  });

  test.each<[string, string]>([
    [
      "an opt-out that ended",
      `insert into apps_optout (number, source, ended_at) values ('+1${numberOf(1)}', 'STOP', now())`,
    ],
    [
      "a cancelled appointment",
      `insert into apps_appointment (odu_id, patient_id, appointment_datetime, is_canceled_appointment)
      values ('a', 'pet-1', '2026-07-01', true)`,
    ],
    [
      "an appointment long ago",
      "insert into apps_appointment (odu_id, patient_id, appointment_datetime) values ('a', 'pet-1', '2026-01-01')",
    ],
    [
      "an outcome that is not final",
      "insert into apps_outcome (text) values ('Left voicemail'); update apps_patient set outcome = 'Left voicemail'",
    ],
  ])("%s: sent", async (_name, sql) => {
    await insertWaitingTexts(database.pool, { count: 1, sendAt: elevenInNewYork });
    await database.pool.query(sql);
    await send(sender());
    expect(await one()).toMatchObject({ status: "SENT" });
  });

  test("one of two pets died: the text speaks of the other one only", async () => {
    await insertWaitingTexts(database.pool, { count: 1, sendAt: elevenInNewYork });
    await database.pool.query(`
      insert into apps_patient (odu_id, server_id, name, is_deceased) values ('pet-2', 1, 'Ada', true);
      insert into apps_clientpatientrelationship (odu_id, client_id, patient_id) values ('r2', 'client-1', 'pet-2');
      insert into apps_reminder (odu_id, practice_id, client_id, patient_id, date_due, description, sms_status, sms_history_id)
      select 'reminder-2', practice_id, client_id, 'pet-2', date_due, 'Exam', 'EVENT_CREATED', sms_history_id from apps_reminder;
      update apps_smsevent set context = context || '{"text": "Rex and Ada are due"}'`);
    const fixture = sender();
    await send(fixture);
    expect(fixture.sent[0]?.text).toMatch(/Rex/);
    expect(fixture.sent[0]?.text).not.toMatch(/Ada/);
    const { rows } = await database.pool.query("select event_context from apps_smshistory");
    expect(rows).toMatchObject([
      {
        event_context: {
          text: fixture.sent[0]?.text,
          left_out: [{ patient_id: "pet-2", reason: "NOT_CONTACTABLE" }],
        },
      },
    ]);
  });
});

describe("a broken text", () => {
  test.each<[string, string, string]>([
    ["no recipient", `context || '{"number_to": null}'`, "number_to"],
    ["an empty recipient", `context || '{"number_to": ""}'`, "number_to"],
    ["digits of another script", `context || '{"number_to": "٣٠٣٥٥٥٠١٠١"}'`, "number_to"],
    ["no text", `context - 'text'`, "text"],
    ["another practice", `context || '{"practice_id": "other"}'`, "practice_id"],
    ["no object at all", `'[]'`, "context"],
  ])("%s: ends as INVALID_CONTEXT with the reason, the others go on", async (_name, context, field) => {
    await insertWaitingTexts(database.pool, { count: 2, sendAt: elevenInNewYork });
    await database.pool
      .query(`update apps_smsevent set context = ${context}, send_at = send_at - interval '1 hour'
      where context->>'text' = 'Text 1'`);
    await send(sender());
    const [broken, other] = await texts();
    expect(broken).toMatchObject({ status: "ERROR", error_code: "INVALID_CONTEXT", event: null });
    expect(broken?.error_message).toContain(field);
    expect(other).toMatchObject({ status: "SENT" });
  });

  test("a text that was sent already is not sent again", async () => {
    await insertWaitingTexts(database.pool, { count: 1, sendAt: elevenInNewYork });
    await database.pool.query("update apps_smshistory set status = 'SENT', sent_at = now()");
    const fixture = sender();
    await send(fixture);
    expect(fixture.sent).toEqual([]);
    expect(await one()).toMatchObject({ status: "SENT", event: null });
  });
});

describe("one text per number and day (R2)", () => {
  test("a second one for the same number moves to the next working day", async () => {
    await insertWaitingTexts(database.pool, { count: 2, sendAt: elevenInNewYork });
    await database.pool.query(`update apps_phone set app_number = '${numberOf(1)}';
      update apps_smsevent set context = context || '{"number_to": "${numberOf(1)}"}'`);
    const fixture = sender();
    await send(fixture);
    expect(fixture.sent).toHaveLength(1);
    expect((await texts()).find(({ status }) => status === "PENDING")).toMatchObject({
      event: "PENDING",
      send_at: new Date("2026-06-11T15:00:00Z"),
    });
    await send(sender(undefined, { now: new Date("2026-06-11T15:00:00Z") }));
    expect((await texts()).map(({ status }) => status)).toEqual(["SENT", "SENT"]);
  });
});
