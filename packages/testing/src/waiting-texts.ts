import type pg from "pg";

interface Options {
  count: number;
  sendAt?: Date;
  /** As "deliver now" makes them: they go out on any day at any hour. */
  ignoresHours?: boolean;
}

/** Practice of the waiting texts. */
export const practiceId = "practice-1";

/** The ten digits that the text numbered `at` (from 1) goes to. */
export function numberOf(at: number): string {
  return `303${2_000_000 + at}`;
}

/**
 * One practice in New York with mailing on, and `count` texts that wait: client-1, client-2, …, each with a primary phone
 * and one pet (pet-1, …) whose reminder is overdue.
 */
export async function insertWaitingTexts(
  pool: pg.Pool,
  { count, sendAt = new Date(), ignoresHours = true }: Options,
): Promise<void> {
  await pool.query(`
    insert into apps_server (odu_id, name, time_zone) values (1, 'Server', 'America/New_York');
    insert into apps_practice (odu_id, server_id, name) values ('${practiceId}', 1, 'Hillside');
    insert into apps_practicesettings (practice_id, is_sms_mailing_enabled, sms_senders_phone, sms_scheduler,
      sms_practice_name, sms_phone, sms_link)
    values ('${practiceId}', true, '2025550100', 'Robin', 'Hillside', '202-555-0111', 'https://book.example.com')`);
  const insert = (sql: string) =>
    pool.query(`with n as (select generate_series(1, $1::int) as i) ${sql}`, [count]);
  await insert(
    `insert into apps_client (odu_id, server_id, full_name) select 'client-' || i, 1, 'Client ' || i from n`,
  );
  await insert(`insert into apps_phone (odu_id, server_id, client_id, app_number, number, type, is_primary)
    select 'phone-' || i, 1, 'client-' || i, '303' || (2000000 + i), '303' || (2000000 + i), 'Cell', true from n`);
  await insert(`insert into apps_patient (odu_id, server_id, name) select 'pet-' || i, 1, 'Rex' from n`);
  await insert(`insert into apps_clientpatientrelationship (odu_id, server_id, client_id, patient_id, is_primary)
    select 'relation-' || i, 1, 'client-' || i, 'pet-' || i, true from n`);
  await pool.query(
    `with history as (
      insert into apps_smshistory (uuid, practice_id, client_id, planned_on, event_context)
      select uuid, '${practiceId}', 'client-' || i, current_date, jsonb_build_object('number_from', '2025550100',
        'number_to', '303' || (2000000 + i), 'practice_id', '${practiceId}', 'sms_history_id', uuid, 'text', 'Text ' || i)
      from (select i, gen_random_uuid() as uuid from generate_series(1, $1::int) as i) made
      returning uuid, event_context, client_id
    ), event as (
      insert into apps_smsevent (send_at, sms_history_id, context, ignores_hours)
      select $2::timestamptz, uuid, event_context, $3 from history
    )
    insert into apps_reminder (odu_id, server_id, practice_id, client_id, patient_id, date_due, description, sms_status,
      sms_history_id, sms_decided_on)
    select replace(client_id, 'client', 'reminder'), 1, '${practiceId}', client_id, replace(client_id, 'client', 'pet'),
      $2::date - 49, 'Rabies vaccine', 'EVENT_CREATED', uuid, current_date
    from history`,
    [count, sendAt, ignoresHours],
  );
}
