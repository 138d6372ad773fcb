import { useTestDatabase } from "@vetsuccess/testing/database";
import { callCenterOf } from "@vetsuccess/testing/call-center";
import { testSender } from "@vetsuccess/testing/sending";
import { beforeEach, expect, test } from "vitest";
import { ListDecisionsInput } from "@vetsuccess/contract/outreach";
import { ListTextsInput } from "@vetsuccess/contract/texts";
import { systemActor } from "../../deps.ts";
import { listTexts } from "../../texts/queries/list-texts.ts";
import { listDecisions } from "./list-decisions.ts";
import { outreachReport } from "./report.ts";

const database = useTestDatabase();
const center = callCenterOf(database);
const admin = systemActor("admin");
const day = "2026-06-10";
const report = (days: number, actor = admin, practiceId?: string) =>
  outreachReport(testSender(database).deps, actor, { day, days, ...(practiceId ? { practiceId } : {}) });
const sql = (text: string, values: unknown[] = []) => database.pool.query(text, values);

beforeEach(async () => {
  await center.reset();
  await center.addClient("ann", { pets: ["Rex", "Ada"] });
});

const sumOf = (rows: { sent: number }[]) => rows.reduce((sum, { sent }) => sum + sent, 0);

test("counts what was sent, failed and followed on the days, the last one included", async () => {
  await center.addText({ clientId: "ann", pets: ["Rex"], sentAt: "2026-06-10T23:59:00Z", isFollowed: true });
  await center.addText({ clientId: "ann", pets: ["Rex"], sentAt: "2026-05-12T00:00:00Z" });
  await center.addText({ clientId: "ann", pets: ["Rex"], sentAt: "2026-05-11T23:59:00Z" });
  await center.addText({ clientId: "ann", pets: ["Ada"], status: "ERROR", sentAt: null });
  await sql("update apps_smshistory set planned_on = '2026-06-10' where status = 'ERROR'");
  const { practices, days, from } = await report(30);
  expect(from).toBe("2026-05-12");
  expect(practices).toMatchObject([{ sent: 2, failed: 1, unknown: 0, followed: 1, booked: 0 }]);
  expect(days).toHaveLength(30);
  expect(sumOf(days)).toBe(2);
  expect(days.at(-1)).toEqual({ day, sent: 1, failed: 1, unknown: 0, followed: 1, booked: 0 });
  expect((await report(1)).practices).toMatchObject([{ sent: 1 }]);
});

test.each([
  ["made the day after", "2026-06-02T10:00:00Z", null, 1],
  ["made on the last of fourteen days", "2026-06-15T14:59:00Z", null, 1],
  ["made later", "2026-06-15T15:01:00Z", null, 0],
  ["that was there before", "2026-05-30T10:00:00Z", null, 0],
  ["that was canceled", "2026-06-02T10:00:00Z", true, 0],
])("an appointment %s: %#", async (_, madeAt, isCanceled, booked) => {
  await center.addText({ clientId: "ann", pets: ["Rex", "Ada"], sentAt: "2026-06-01T15:00:00Z" });
  await sql(
    `insert into apps_appointment (odu_id, patient_id, odu_created_at, is_canceled_appointment, appointment_datetime)
    values ('a-1', 'Rex', $1, $2, '2026-07-01T15:00:00Z'), ('a-2', 'Ada', $1, $2, '2026-07-01T15:00:00Z')`,
    [madeAt, isCanceled],
  );
  expect((await report(30)).practices).toMatchObject([{ sent: 1, booked }]);
});

test("outcomes are counted by the texts that they came after, most frequent first", async () => {
  await center.addText({ clientId: "ann", pets: ["Rex", "Ada"], sentAt: "2026-06-01T15:00:00Z" });
  await sql(
    `update apps_patient set outcome = 'Booked', outcome_at = '2026-06-02T15:00:00Z' where odu_id = 'Rex'`,
  );
  await sql(
    `update apps_patient set outcome = 'Moved', outcome_at = '2026-05-02T15:00:00Z' where odu_id = 'Ada'`,
  );
  expect((await report(30)).practices).toMatchObject([{ outcomes: [{ outcome: "Booked", texts: 1 }] }]);
});

/** How many rows stand behind a number. */
const texts = async (filter: object) =>
  (await listTexts(testSender(database).deps, admin, ListTextsInput.parse({ practiceId: "p-1", ...filter })))
    .total;
const decisions = (filter: object, actor = admin) =>
  listDecisions(testSender(database).deps, actor, ListDecisionsInput.parse(filter));

test("each number has as many rows as it says: the days' ends, other practices and later days left out", async () => {
  const add = center.addText;
  await center.addClient("bob", { pets: ["Bo"] });
  // Two texts of one pet, and one text of two pets with the same outcome.
  await add({ clientId: "ann", pets: ["Rex"], sentAt: "2026-05-12T00:00:00Z" });
  await add({ clientId: "ann", pets: ["Rex", "Ada"], sentAt: "2026-06-10T23:59:59Z", isFollowed: true });
  await add({ clientId: "bob", pets: ["Bo"], sentAt: "2026-05-11T23:59:59Z" });
  await add({ clientId: "bob", pets: ["Bo"], sentAt: "2026-06-11T00:00:00Z", isFollowed: true });
  for (const [status, plannedOn] of [
    ["ERROR", "2026-05-12"],
    ["ERROR", "2026-05-11"],
    ["UNKNOWN", "2026-06-10"],
    ["UNKNOWN", "2026-06-11"],
  ] as const) {
    const uuid = await add({ clientId: "bob", pets: ["Bo"], status, sentAt: null });
    await sql("update apps_smshistory set planned_on = $2 where uuid = $1", [uuid, plannedOn]);
  }
  await sql("update apps_patient set outcome = 'Booked', outcome_at = '2026-06-11T15:00:00Z'");
  await sql(`insert into apps_appointment (odu_id, patient_id, odu_created_at, appointment_datetime)
    values ('a-1', 'Ada', '2026-06-12T15:00:00Z', '2026-07-01T15:00:00Z')`);
  await sql("update apps_reminder set sms_status = 'EVENT_CREATED', sms_decided_on = '2026-06-10'");
  await sql("update apps_reminder set sms_decided_on = '2026-06-11' where patient_id = 'Rex'");

  const { practices, from, through } = await report(30);
  const sent = { status: "SENT", sentFrom: from, sentThrough: through };
  const planned = { plannedFrom: from, plannedThrough: through };
  expect(practices).toMatchObject([
    { due: 7, sent: 2, failed: 1, unknown: 1, followed: 1, booked: 1, outcomes: [{ texts: 2 }] },
  ]);
  expect({
    due: (await decisions({ decidedFrom: from, decidedThrough: through, practiceId: "p-1" })).total,
    sent: await texts(sent),
    failed: await texts({ ...planned, status: "ERROR" }),
    unknown: await texts({ ...planned, status: "UNKNOWN" }),
    followed: await texts({ ...sent, isFollowed: true }),
    booked: await texts({ ...sent, isBooked: true }),
    outcomes: [{ texts: await texts({ ...sent, outcome: "Booked" }) }],
  }).toEqual({ due: 7, sent: 2, failed: 1, unknown: 1, followed: 1, booked: 1, outcomes: [{ texts: 2 }] });
});

test("a practice that was archived or is gone stays for as long as there is something to count", async () => {
  await center.addText({ clientId: "ann", pets: ["Rex"], sentAt: "2026-06-10T15:00:00Z" });
  await sql("update apps_practice set is_archived = true, extractor_removed_at = now()");
  expect((await report(1)).practices).toMatchObject([{ sent: 1 }]);
  expect(
    (await outreachReport(testSender(database).deps, admin, { day: "2026-06-09", days: 1 })).practices,
  ).toEqual([]);
});

test("the reminders decided come with pet, client and the text that speaks of them", async () => {
  const uuid = await center.addText({ clientId: "ann", pets: ["Rex", "Ada"] });
  await sql(`update apps_reminder set description = 'Rabies', sms_decided_on = '2026-06-10',
    sms_status = case patient_id when 'Rex' then 'EVENT_CREATED' else 'NO_PHONE' end`);
  const onDay = { decidedFrom: day, decidedThrough: day };
  const { rows, total } = await decisions({ ...onDay, decision: "EVENT_CREATED" });
  expect(total).toBe(1);
  expect(rows).toMatchObject([
    {
      decision: "EVENT_CREATED",
      decidedOn: day,
      dateDue: "2026-04-01",
      description: "Rabies",
      petName: "Rex",
      clientId: "ann",
      practiceId: "p-1",
      smsHistoryId: uuid,
    },
  ]);
  expect(await decisions({ ...onDay, limit: 1, offset: 1 })).toMatchObject({ total: 2, rows: [{}] });
  expect(await decisions({ ...onDay, practiceId: "elsewhere" })).toEqual({ total: 0, rows: [] });
  expect(await decisions(onDay, { ...admin, practiceIds: ["elsewhere"] })).toEqual({ total: 0, rows: [] });
});

test("practices that one may not see are not counted", async () => {
  await center.addText({ clientId: "ann", pets: ["Rex"], sentAt: "2026-06-10T15:00:00Z" });
  const { practices, days } = await report(30, { ...admin, practiceIds: ["elsewhere"] });
  expect([practices, sumOf(days)]).toEqual([[], 0]);
});
