import { useTestDatabase } from "@vetsuccess/testing/database";
import {
  elevenInNewYork,
  listResults,
  listTexts,
  resetSending,
  testSender,
  type TestSender,
} from "@vetsuccess/testing/sending";
import { insertWaitingTexts, numberOf, practiceId } from "@vetsuccess/testing/waiting-texts";
import { beforeEach, describe, expect, test } from "vitest";
import { handleSendDueTexts } from "./handlers.ts";

const database = useTestDatabase();
beforeEach(() => resetSending(database));

const sender = () => testSender(database);
const send = ({ deps }: TestSender) => handleSendDueTexts(deps, new AbortController().signal);
const one = async () => (await listTexts(database))[0];

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
    expect(await listResults(database)).toEqual([]);
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
