import type { Tx } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import { finalOutcomes, isClientFinal } from "../../outreach/queries/due-patients.ts";
import type { TextNow } from "../rules.ts";

/**
 * The client and the pets of a text as they stand at this moment.
 *
 * @param text `number` is the ten digits it is going to
 */
export async function getTextNow(
  tx: Pick<Tx, "$queryRaw">,
  text: { historyId: string; clientId: string | null; practiceId: string; number: string },
): Promise<TextNow> {
  const [now] = await tx.$queryRaw<TextNow[]>(Prisma.sql`
    with final (text) as materialized (${finalOutcomes}), stopped as materialized (
      select c.odu_id from apps_client c where c.odu_id = ${text.clientId} and ${isClientFinal}
    ), linked as materialized (
      select r.patient_id, coalesce(jsonb_agg(jsonb_build_object(
          'reminderId', r.odu_id, 'dateDue', r.date_due, 'description', r.description))
        filter (where r.extractor_removed_at is null), '[]') as reminders
      from apps_reminder r where r.sms_history_id = ${text.historyId}::uuid and r.patient_id is not null
      group by r.patient_id
    )
    select (
      select jsonb_build_object('clientId', c.odu_id, 'isPrimary', null, 'isUnsafe', c.is_safe_contact is false, 'phones',
        coalesce((
          select jsonb_agg(jsonb_build_object('phoneId', ph.odu_id, 'number', ph.app_number, 'type', ph.type,
            'isOptedOut', exists (
              select from apps_optout o
              where o.number = ${`+1${text.number}`} and o.ended_at is null
                and (o.scope = 'ALL' or o.practice_id = ${text.practiceId}))))
          from apps_phone ph
          where ph.client_id = c.odu_id and ph.is_primary and ph.extractor_removed_at is null
            and ph.app_number = ${text.number}), '[]'))
      from apps_client c
      where c.odu_id = ${text.clientId} and c.extractor_removed_at is null
        and c.pims_is_deleted is not true and c.pims_is_inactive is not true
        and c.pims_has_suspended_reminders is not true and c.is_home_practice is not false
    ) as client, coalesce((
      select jsonb_agg(jsonb_build_object('patientId', p.odu_id, 'name', coalesce(p.name, ''),
        'isOptedOut', p.opt_out is true or p.is_safe_to_contact is false,
        'newestAppointment', (
          select max(a.appointment_datetime at time zone 'UTC')::date from apps_appointment a
          where a.patient_id = p.odu_id and a.is_canceled_appointment is not true and a.extractor_removed_at is null),
        'reminders', linked.reminders,
        'isContactable', coalesce(p.name, '') ~ '[^[:space:]]' and p.extractor_removed_at is null
          and p.pims_is_deleted is not true and p.pims_is_deceased is not true and p.is_deceased is not true
          and p.pims_is_inactive is not true and p.pims_has_suspended_reminders is not true
          and p.death_date is null and p.euthanasia_date is null,
        'hasFinalOutcome', coalesce(lower(trim(p.outcome)) in (select text from final), false)
          or exists (select from stopped),
        'isOfClient', exists (
          select from apps_clientpatientrelationship rel
          where rel.patient_id = p.odu_id and rel.client_id = ${text.clientId} and rel.extractor_removed_at is null)
      ) order by p.odu_id)
      from linked join apps_patient p on p.odu_id = linked.patient_id), '[]') as pets`);
  return now ?? { client: null, pets: [] };
}
