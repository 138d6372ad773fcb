import { useTestDatabase } from "@vetsuccess/testing/database";
import {
  accepted,
  elevenInNewYork,
  listResults,
  listTexts,
  resetSending,
  testSender,
  type TestSender,
  type WaitingTextRow,
} from "@vetsuccess/testing/sending";
import { insertWaitingTexts, numberOf } from "@vetsuccess/testing/waiting-texts";
import { beforeEach, describe, expect, test } from "vitest";
import type { SmsAnswer } from "./ports.ts";
import { handleSendDueTexts } from "./handlers.ts";

const database = useTestDatabase();
beforeEach(() => resetSending(database));

type SenderArguments = Parameters<typeof testSender> extends [unknown, ...infer Rest] ? Rest : never;
const sender = (...rest: SenderArguments) => testSender(database, ...rest);
const send = ({ deps }: TestSender) => handleSendDueTexts(deps, new AbortController().signal);

const one = async () => (await listTexts(database))[0];

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
    expect(await listResults(database)).toEqual(["ACCEPTED"]);
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
        seen.push(...(await listResults(database)), (await one())?.event);
        return accepted;
      }),
    );
    expect(seen).toEqual([null, "IN_PROGRESS"]);
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
  test.each<[string, SmsAnswer, Partial<WaitingTextRow>]>([
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
    expect(await listResults(database)).toHaveLength(5);
  });

  test("rate limited: this text waits as long as asked, and all sending pauses", async () => {
    await insertWaitingTexts(database.pool, { count: 3, sendAt: elevenInNewYork });
    const fixture = sender(() => ({ ...none, result: "RATE_LIMITED", retryAfterMs: 300_000 }));
    await send(fixture);
    const row = (await listTexts(database)).find(({ send_at }) => send_at && send_at > elevenInNewYork);
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
    const all = await listTexts(database);
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
    expect(await listResults(database)).toEqual([]);
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
    const [broken, other] = await listTexts(database);
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
    expect((await listTexts(database)).find(({ status }) => status === "PENDING")).toMatchObject({
      event: "PENDING",
      send_at: new Date("2026-06-11T15:00:00Z"),
    });
    await send(sender(undefined, { now: new Date("2026-06-11T15:00:00Z") }));
    expect((await listTexts(database)).map(({ status }) => status)).toEqual(["SENT", "SENT"]);
  });
});
