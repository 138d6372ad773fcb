import { useTestDatabase } from "@vetsuccess/testing/database";
import { callCenterOf } from "@vetsuccess/testing/call-center";
import { testSender } from "@vetsuccess/testing/sending";
import { beforeEach, expect, test } from "vitest";
import { systemActor } from "../../deps.ts";
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

test("outcomes recorded since the text are counted by pet, most frequent first", async () => {
  await center.addText({ clientId: "ann", pets: ["Rex", "Ada"], sentAt: "2026-06-01T15:00:00Z" });
  await sql(
    `update apps_patient set outcome = 'Booked', outcome_at = '2026-06-02T15:00:00Z' where odu_id = 'Rex'`,
  );
  await sql(
    `update apps_patient set outcome = 'Moved', outcome_at = '2026-05-02T15:00:00Z' where odu_id = 'Ada'`,
  );
  expect((await report(30)).practices).toMatchObject([{ outcomes: [{ outcome: "Booked", pets: 1 }] }]);
});

test("practices that one may not see are not counted", async () => {
  await center.addText({ clientId: "ann", pets: ["Rex"], sentAt: "2026-06-10T15:00:00Z" });
  const { practices, days } = await report(30, { ...admin, practiceIds: ["elsewhere"] });
  expect([practices, sumOf(days)]).toEqual([[], 0]);
});
