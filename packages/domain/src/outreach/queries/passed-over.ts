import type { PassedOverReason } from "@vetsuccess/contract/outreach";
import type { Tx } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import type { DueReminder } from "../rules/patients.ts";
import type { Window } from "../rules/windows.ts";
import { finalOutcomes, mayBeTexted } from "./due-patients.ts";

/** A pet that planning does not look at, though a reminder of it is due. */
export interface PassedOver {
  patientId: string;
  petName: string | null;
  reason: PassedOverReason;
  reminders: DueReminder[];
}

/** The pets with undecided reminders in the windows that `listDuePatients` leaves aside, by id, each with the first reason. */
export function listPassedOver(
  tx: Pick<Tx, "$queryRaw">,
  practiceId: string,
  windows: readonly Window[],
): Promise<PassedOver[]> {
  if (windows.length === 0) return Promise.resolve([]);
  return tx.$queryRaw<PassedOver[]>(Prisma.sql`
    with due as materialized (
      select r.patient_id,
        jsonb_agg(jsonb_build_object(
          'reminderId', r.odu_id, 'dateDue', r.date_due, 'description', r.description)) as reminders
      from unnest(${windows.map(({ from }) => from)}::date[], ${windows.map(({ through }) => through)}::date[])
        as w(from_day, through_day)
      join apps_reminder r on r.date_due between w.from_day and w.through_day
      where r.practice_id = ${practiceId} and r.sms_status is null and r.extractor_removed_at is null
      group by r.patient_id
    )
    select coalesce(p.odu_id, '') as "patientId", p.name as "petName", due.reminders, case
        when p.odu_id is null or p.extractor_removed_at is not null or p.pims_is_deleted is true then 'GONE'
        when p.pims_is_deceased is true or p.is_deceased is true or p.death_date is not null
          or p.euthanasia_date is not null then 'DECEASED'
        when lower(trim(p.outcome)) in (${finalOutcomes}) then 'FINAL_OUTCOME'
        when p.pims_is_inactive is true then 'INACTIVE'
        when p.pims_has_suspended_reminders is true then 'SUSPENDED_REMINDERS'
        else 'UNNAMED'
      end as reason
    from due left join apps_patient p on p.odu_id = due.patient_id
    where (${mayBeTexted}) is not true
    order by 1`);
}
