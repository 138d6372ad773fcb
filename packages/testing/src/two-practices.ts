import type { TestDatabase } from "./database.ts";
import { elevenInNewYork, testSender } from "./sending.ts";

const day = elevenInNewYork.toISOString().slice(0, 10);
const words = { mine: "Open", theirs: "Hidden" } as const;
type Owner = keyof typeof words;
/** The same row of both practices differs in one digit. */
export const idOf = (at: number, owner: Owner) =>
  `00000000-0000-4000-8000-0000000000${owner === "mine" ? 1 : 2}${at}`;
/** What `idOf` gives ids to. */
export const row = { text: 0, mail: 1, alert: 2, asked: 3, question: 4, tab: 5, view: 6, ownTab: 7 };

/** A practice with all that belongs to one; whatever a person could read of it bears the owner's word. */
export async function addPracticeOf(database: TestDatabase, owner: Owner): Promise<void> {
  const word = words[owner];
  const server = owner === "mine" ? 1 : 2;
  const sql = (statement: string, ...values: unknown[]) => database.pool.query(statement, values);
  const client = `client-${owner}`;
  await sql(
    "insert into apps_server (odu_id, name, time_zone) values ($1, $2, 'America/New_York')",
    server,
    `${word} server`,
  );
  await sql(
    "insert into apps_practice (odu_id, server_id, name) values ($1, $2, $3)",
    owner,
    server,
    `${word} Paws`,
  );
  await sql(
    `insert into apps_practicesettings (practice_id, is_sms_mailing_enabled, sms_senders_phone, sms_scheduler,
       sms_practice_name, sms_link, is_email_updates_enabled, email)
     values ($1, true, '2025550100', 'Robin', $2, 'https://book.example.com', true, $3)`,
    owner,
    `${word} Paws`,
    `${word}@example.com`,
  );
  await sql(
    "insert into apps_client (odu_id, server_id, first_name, full_name) values ($1, $2, $3, $3)",
    client,
    server,
    `${word} Owner`,
  );
  await sql(
    "insert into apps_patient (odu_id, server_id, name) values ($1, $2, $3)",
    `pet-${owner}`,
    server,
    `${word} Rex`,
  );
  await sql(
    `insert into apps_clientpatientrelationship (odu_id, server_id, client_id, patient_id, is_primary) values ($1, $2, $3, $4, true)`,
    owner,
    server,
    client,
    `pet-${owner}`,
  );
  await sql(
    `insert into apps_phone (odu_id, server_id, client_id, app_number, number, type, is_primary) values ($1, $2, $3, $4, $4, 'Cell', true)`,
    owner,
    server,
    client,
    `202555010${server}`,
  );
  await sql(
    `insert into apps_smshistory (uuid, practice_id, client_id, planned_on, sent_at, status, event_context)
     values ($1, $2::varchar, $3, $4::date, $4::date + interval '15 hours', 'SENT', jsonb_build_object('text', $5::text, 'practice_id', $2::varchar, 'number_to', '2025550101'))`,
    idOf(row.text, owner),
    owner,
    client,
    day,
    `Hello ${word}`,
  );
  await sql(
    `insert into apps_reminder (odu_id, server_id, practice_id, client_id, patient_id, date_due, description, sms_history_id, sms_status, sms_decided_on)
     values ($1::varchar, $2, $3, $4, $5, '2026-04-01', $6, $7, 'EVENT_CREATED', $8::date),
       ($1::varchar || '-open', $2, $3, $4, $5, '2026-04-20', 'Rabies', null, null, null)`,
    `reminder-${owner}`,
    server,
    owner,
    client,
    `pet-${owner}`,
    `${word} vaccine`,
    idOf(row.text, owner),
    day,
  );
  await sql(
    `insert into apps_updatesemailevent (uuid, practice_id, sent_date, status, file_paths, error_message)
     values ($1, $2, $3, 'ERROR', array[$4::text], $4::text)`,
    idOf(row.mail, owner),
    owner,
    day,
    `${word}.xlsx`,
  );
  await sql(
    "insert into apps_alert (uuid, kind, key, practice_id, message) values ($1, 'email-updates.bounced', $2, $2, $3)",
    idOf(row.alert, owner),
    owner,
    `${word} bounced`,
  );
  await sql(
    `insert into apps_askedquestion (uuid, practice_id, text, text_key, asked_at, asked_by, last_asked_at)
     values ($1, $2, $3, $3, now(), 'ann', now())`,
    idOf(row.asked, owner),
    owner,
    `${word} parking?`,
  );
  await sql(
    "insert into apps_answer (practice_id, question_id, text) values ($1, $2, $3)",
    owner,
    idOf(row.question, "mine"),
    `${word} yard`,
  );
  await sql(
    `select graphile_worker.add_job('outreach.create-sms-events', json_build_object('practiceId', $1::text, 'day', $2::text), 'sms', job_key := 'plan:' || $1::text)`,
    owner,
    day,
  );
  const { db, now } = testSender(database).deps;
  const colleague = await db.user.create({
    data: {
      email: `${word}@clinic.example`,
      firstName: word,
      lastName: "Colleague",
      password: "",
      role: "agent",
    },
  });
  await db.clientPresence.create({
    data: {
      tabId: idOf(row.tab, owner),
      clientId: client,
      userId: colleague.uuid,
      since: now(),
      seenAt: now(),
    },
  });
  await db.savedView.create({
    data: {
      uuid: idOf(row.view, owner),
      ownerId: colleague.uuid,
      name: `${owner} view`,
      isShared: true,
      filter: {},
      sort: "sentAt",
      direction: "desc",
      createdAt: now(),
      updatedAt: now(),
    },
  });
}
