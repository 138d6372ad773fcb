import { ListTextsInput, type TextStatus } from "@vetsuccess/contract/texts";
import { elevenInNewYork, resetSending, testSender } from "@vetsuccess/testing/sending";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { countStatements } from "@vetsuccess/testing/statements";
import { insertWaitingTexts, numberOf, practiceId } from "@vetsuccess/testing/waiting-texts";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { systemActor, type Deps } from "../deps.ts";
import { pauseSending } from "./commands/control-sending.ts";
import { holdReason, type Hold } from "./rules.ts";
import { getText } from "./queries/get-text.ts";
import { listTexts } from "./queries/list-texts.ts";
import { getSendingState } from "./queries/sending-state.ts";

const database = useTestDatabase();
const operator = systemActor("operator");
let deps: Deps;
beforeAll(() => {
  ({ deps } = testSender(database));
});
const scoped = (...practiceIds: string[]) => ({ ...operator, practiceIds });

/** client-1 to client-4: waits for tomorrow, is due, was sent, failed. */
beforeEach(async () => {
  await resetSending(database);
  await insertWaitingTexts(database.pool, { count: 4, sendAt: elevenInNewYork, ignoresHours: false });
  await database.pool.query("update apps_smshistory set planned_on = '2026-06-10'");
  await change(1, "update apps_smsevent set send_at = send_at + interval '1 day' where sms_history_id = $1");
  await end(3, "SENT", null);
  await end(4, "ERROR", "REJECTED");
});

async function uuidOf(at: number): Promise<string> {
  const { rows } = await database.pool.query<{ uuid: string }>(
    "select uuid from apps_smshistory where client_id = $1",
    [`client-${at}`],
  );
  return rows[0]?.uuid ?? "";
}

async function change(at: number, sql: string): Promise<void> {
  await database.pool.query(sql, [await uuidOf(at)]);
}

async function end(at: number, status: TextStatus, errorCode: string | null): Promise<void> {
  const updatedAt = new Date(elevenInNewYork.getTime() + at * 60_000);
  await change(at, "delete from apps_smsevent where sms_history_id = $1");
  await database.db.smsHistory.update({
    where: { uuid: await uuidOf(at) },
    data: { status, errorCode, updatedAt, sentAt: status === "SENT" ? updatedAt : null },
  });
}

const list = (input: object = {}, actor = operator) => listTexts(deps, actor, ListTextsInput.parse(input));
const clients = async (input: object, actor = operator) =>
  (await list(input, actor)).rows.map((row) => row.clientId?.replace("client-", "")).join(" ");

describe("the list of texts", () => {
  test("shows how far each one is", async () => {
    const { rows, total } = await list();
    expect(total).toBe(4);
    expect(rows[0]).toMatchObject({
      uuid: await uuidOf(1),
      practiceId,
      practiceName: "Hillside",
      clientId: "client-1",
      clientName: "Client 1",
      pets: ["Rex"],
      numberTo: numberOf(1),
      status: "PENDING",
      isSending: false,
      errorCode: null,
      sendAt: new Date("2026-06-11T15:00:00Z"),
      sentAt: null,
      heldBecause: null,
      isFollowed: false,
    });
  });

  test.each([
    ["the newest first", {}, "1 4 3 2"],
    ["the oldest first", { direction: "asc" }, "2 3 4 1"],
    ["by client", { sort: "client", direction: "asc" }, "1 2 3 4"],
    ["by the time of sending, the unsent last", { sort: "sentAt", limit: 1 }, "3"],
    ["a page of them", { sort: "client", direction: "asc", offset: 1, limit: 2 }, "2 3"],
    ["a page of what waits and what has ended", { offset: 1, limit: 2 }, "4 3"],
    ["of a status", { status: "SENT" }, "3"],
    ["of a reason", { errorCode: "REJECTED" }, "4"],
    ["of a day", { plannedOn: "2026-06-11" }, ""],
    ["of a practice", { practiceId: "elsewhere" }, ""],
    ["by part of a name, in any case", { search: "ENT 3" }, "3"],
    ["by digits of a number", { search: "2000004" }, "4"],
    ["by a number as people write it", { search: "+1 (303) 200-0002" }, "2"],
    ["with a wildcard as a plain letter", { search: "Client%3" }, ""],
  ])("gives %s", async (_name, input, expected) => {
    expect(await clients(input)).toBe(expected);
  });

  test("counts past the last page, too", async () => {
    expect(await list({ offset: 50 })).toEqual({ rows: [], total: 4 });
  });

  test("is limited to the practices that the actor may see", async () => {
    expect(await clients({}, scoped("elsewhere"))).toBe("");
    expect((await list({}, scoped(practiceId))).total).toBe(4);
  });

  test("costs one statement", async () => {
    expect((await countStatements(database.pool, () => list())).statements).toBe(1);
  });

  test("says which text a worker is sending", async () => {
    await change(
      2,
      "update apps_smsevent set status = 'IN_PROGRESS', claimed_by = 'w', claimed_at = now() where sms_history_id = $1",
    );
    const { rows } = await list({ search: "Client 2" });
    expect(rows[0]).toMatchObject({ isSending: true, heldBecause: null });
  });
});

describe("what holds a due text back", () => {
  const reasonOf = async () => (await list({ search: "Client 2" })).rows[0]?.heldBecause;
  const update = (sql: string) => database.pool.query(sql);

  test.each([
    ["nothing", "select 1", null],
    ["a pause", "insert into apps_sendingpause (reason) values ('MANUAL')", "PAUSED"],
    [
      "no pause that is over",
      "insert into apps_sendingpause (reason, until) values ('RATE_LIMITED', now())",
      null,
    ],
    ["an archived practice", "update apps_practice set is_archived = true", "PRACTICE_ARCHIVED"],
    ["a practice that is gone", "update apps_practice set extractor_removed_at = now()", "PRACTICE_ARCHIVED"],
    ["mailing that is off", "update apps_practicesettings set is_sms_mailing_enabled = false", "MAILING_OFF"],
    ["the hour in Hawaii", "update apps_server set time_zone = 'Pacific/Honolulu'", "OUTSIDE_HOURS"],
  ])("is %s", async (_name, sql, expected) => {
    await update(sql);
    expect(await reasonOf()).toBe(expected);
  });

  const free: Hold = {
    isSendingEnabled: true,
    isPaused: false,
    isArchived: false,
    isMailingEnabled: true,
    hasSender: true,
    timeZone: "America/New_York",
    ignoresHours: false,
  };
  const night = new Date("2026-06-10T03:00:00Z");

  test.each<[string, Partial<Hold>, Date, ReturnType<typeof holdReason>]>([
    ["sending that is off, first of all", { isSendingEnabled: false, isPaused: true }, night, "SENDING_OFF"],
    ["a missing sender", { hasSender: false }, elevenInNewYork, "NO_SENDER"],
    ["the night", {}, night, "OUTSIDE_HOURS"],
    ["no hour, when it is delivered now", { ignoresHours: true }, night, null],
  ])("is %s", (_name, hold, now, expected) => {
    expect(holdReason({ ...free, ...hold }, now)).toBe(expected);
  });
});

describe("one text", () => {
  test("comes with its reminders and its attempts, oldest first", async () => {
    const uuid = await uuidOf(3);
    await database.pool.query(
      `insert into apps_smsattempt (sms_history_id, worker_id, number_to, local_day, started_at, finished_at, result,
         http_status, provider_id, error)
       values ($1, 'w-2', '+13032000003', '2026-06-10', $2, $2, 'ACCEPTED', 200, '7', null),
         ($1, 'w-1', '+13032000003', '2026-06-10', $3, $2, 'NOT_SENT', null, null, 'refused')`,
      [uuid, elevenInNewYork, new Date("2026-06-10T14:00:00Z")],
    );
    const text = await getText(deps, operator, { uuid });
    expect(text).toMatchObject({
      text: "Text 3",
      numberFrom: "2025550100",
      plannedOn: "2026-06-10",
      practiceTimeZone: "America/New_York",
      reminders: [
        {
          oduId: "reminder-3",
          petName: "Rex",
          description: "Rabies vaccine",
          dateDue: "2026-04-22",
          smsStatus: "EVENT_CREATED",
        },
      ],
      attempts: [
        {
          workerId: "w-1",
          result: "NOT_SENT",
          startedAt: new Date("2026-06-10T14:00:00Z"),
          error: "refused",
        },
        {
          workerId: "w-2",
          result: "ACCEPTED",
          httpStatus: 200,
          providerId: "7",
          finishedAt: elevenInNewYork,
        },
      ],
    });
  });

  test("is not found under another id, nor by those who may not see its practice", async () => {
    const notFound = { code: "NOT_FOUND", field: "uuid" };
    await expect(getText(deps, operator, { uuid: crypto.randomUUID() })).rejects.toMatchObject(notFound);
    await expect(getText(deps, scoped("elsewhere"), { uuid: await uuidOf(1) })).rejects.toMatchObject(
      notFound,
    );
  });

  test("costs one statement", async () => {
    const uuid = await uuidOf(1);
    expect((await countStatements(database.pool, () => getText(deps, operator, { uuid }))).statements).toBe(
      1,
    );
  });
});

describe("the state of sending", () => {
  test("counts what is due and what waits, and the calls of the last minute", async () => {
    await database.pool.query(
      `insert into apps_smsattempt (sms_history_id, worker_id, number_to, local_day, finished_at, result)
       values ($1, 'w', '+13032000003', '2026-06-10', clock_timestamp(), 'ACCEPTED'),
         ($1, 'w', '+13032000003', '2026-06-09', null, null),
         ($1, 'w', '+13032000003', '2026-06-08', clock_timestamp(), 'NOT_SENT'),
         ($1, 'w', '+13032000003', '2026-06-07', clock_timestamp() - interval '61 seconds', 'ACCEPTED')`,
      [await uuidOf(3)],
    );
    expect(await getSendingState(deps)).toEqual({
      isSendingEnabled: true,
      isSandbox: false,
      sandboxPhoneUrl: null,
      isInsideSendingHours: true,
      limitPerMinute: 10_000,
      usedInLastMinute: 2,
      due: 1,
      waiting: 1,
      pauses: [],
    });
  });

  test("names the pauses that hold", async () => {
    await pauseSending(deps, operator, { detail: "Dialpad asks for calm" });
    const { pauses } = await getSendingState(deps);
    expect(pauses).toMatchObject([
      { reason: "MANUAL", detail: "Dialpad asks for calm", startedBy: "operator", until: null },
    ]);
    expect(pauses[0]?.startedAt).toBeInstanceOf(Date);
  });

  test("shows the sandbox's phone in the sandbox alone", async () => {
    const settings = { ...deps.settings, sandboxPhoneUrl: "http://127.0.0.1:4000" };
    const phoneOf = async (isSandbox: boolean) =>
      (await getSendingState({ ...deps, settings: { ...settings, isSandbox } })).sandboxPhoneUrl;
    expect([await phoneOf(false), await phoneOf(true)]).toEqual([null, "http://127.0.0.1:4000"]);
  });
});
