import type { Tx } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import type { DuePatient } from "../rules/patients.ts";
import type { Window } from "../rules/windows.ts";

/** The texts of final outcomes, trimmed and in lower case; archived ones too. */
export const finalOutcomes = Prisma.sql`select lower(trim(text)) from apps_outcome where is_final`;

/** Of clients `c`: an outcome that ends all texts to the client is recorded for one of the pets. */
export const isClientFinal = Prisma.sql`exists (
  select from apps_clientpatientrelationship rel_final
  join apps_patient pet_final on pet_final.odu_id = rel_final.patient_id
  where rel_final.client_id = c.odu_id and rel_final.extractor_removed_at is null and pet_final.outcome is not null
    and lower(trim(pet_final.outcome)) = any(array(
      select lower(trim(text)) from apps_outcome where is_final and scope = 'CLIENT')))`;

/** Of patients `p`: named, alive, active, without suspended reminders or a final outcome. */
export const mayBeTexted = Prisma.sql`
  p.name ~ '[^[:space:]]' and p.extractor_removed_at is null
  and p.pims_is_deleted is not true and p.pims_is_deceased is not true and p.is_deceased is not true
  and p.pims_is_inactive is not true and p.pims_has_suspended_reminders is not true
  and p.death_date is null and p.euthanasia_date is null
  and (p.outcome is null or lower(trim(p.outcome)) not in (${finalOutcomes}))`;

/**
 * The patients that outreach may text: named, alive, active, without suspended reminders or a final outcome, with at least
 * one undecided reminder of the practice in the windows. One statement, however many.
 *
 * @param windows disjoint ranges of due dates
 */
export async function listDuePatients(
  tx: Pick<Tx, "$queryRaw">,
  practiceId: string,
  windows: readonly Window[],
): Promise<DuePatient[]> {
  if (windows.length === 0) return [];
  const from = windows.map((window) => window.from);
  const through = windows.map((window) => window.through);
  return tx.$queryRaw<DuePatient[]>(Prisma.sql`
    with due as materialized (
      select r.patient_id,
        jsonb_agg(jsonb_build_object(
          'reminderId', r.odu_id, 'dateDue', r.date_due, 'description', r.description)) as reminders
      from unnest(${from}::date[], ${through}::date[]) as w(from_day, through_day)
      join apps_reminder r on r.date_due between w.from_day and w.through_day
      where r.practice_id = ${practiceId} and r.sms_status is null and r.extractor_removed_at is null
      group by r.patient_id
    )
    select p.odu_id as "patientId", p.name,
      (p.opt_out is true or p.is_safe_to_contact is false) as "isOptedOut",
      (select max(a.appointment_datetime at time zone 'UTC')::date::text from apps_appointment a
        where a.patient_id = p.odu_id and a.is_canceled_appointment is not true
          and a.extractor_removed_at is null) as "newestAppointment",
      due.reminders,
      coalesce((
        select jsonb_agg(jsonb_build_object(
          'clientId', c.odu_id, 'isPrimary', rel.is_primary, 'isUnsafe', c.is_safe_contact is false, 'phones',
          coalesce((
            select jsonb_agg(jsonb_build_object(
              'phoneId', ph.odu_id, 'number', ph.app_number, 'type', ph.type, 'isOptedOut', exists (
                select from apps_optout o
                where o.number = '+1' || ph.app_number and o.ended_at is null
                  and (o.scope = 'ALL' or o.practice_id = ${practiceId}))))
            from apps_phone ph
            where ph.client_id = c.odu_id and ph.is_primary and ph.extractor_removed_at is null), '[]')))
        from apps_clientpatientrelationship rel
        join apps_client c on c.odu_id = rel.client_id
        where rel.patient_id = p.odu_id and rel.extractor_removed_at is null and c.extractor_removed_at is null
          and c.pims_is_deleted is not true and c.pims_is_inactive is not true
          and c.pims_has_suspended_reminders is not true and c.is_home_practice is not false
          and not ${isClientFinal}), '[]') as clients
    from due
    join apps_patient p on p.odu_id = due.patient_id
    where ${mayBeTexted}`);
}
