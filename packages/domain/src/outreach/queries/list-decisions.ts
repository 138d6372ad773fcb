import type { DecisionPage, DecisionRow, ListDecisionsInput } from "@vetsuccess/contract/outreach";
import { Prisma } from "@vetsuccess/db/sql";
import type { Actor, Deps } from "../../deps.ts";

/** Of reminders `r`: planning decided it on these UTC days, both included. */
export const isDecided = ({ from, through }: { from: string; through: string }) => Prisma.sql`
  r.sms_decided_on between ${from}::date and ${through}::date and r.sms_status is not null`;

/**
 * One page of the reminders that planning decided on the days, the newest decision first, with the number of all of them: the
 * rows behind "reminders decided" of the report. The client is the one who was texted, else the reminder's own. One statement.
 */
export async function listDecisions(
  { db }: Pick<Deps, "db">,
  actor: Actor,
  input: ListDecisionsInput,
): Promise<DecisionPage> {
  const seen =
    actor.practiceIds === null
      ? Prisma.sql`true`
      : Prisma.sql`r.practice_id = any(${[...actor.practiceIds]}::text[])`;
  const filter = Prisma.sql`
    ${isDecided({ from: input.decidedFrom, through: input.decidedThrough })} and ${seen}
    and ${input.practiceId === undefined ? Prisma.sql`true` : Prisma.sql`r.practice_id = ${input.practiceId}`}
    and ${input.decision === undefined ? Prisma.sql`true` : Prisma.sql`r.sms_status = ${input.decision}`}`;
  const rows = await db.$queryRaw<({ total: number } & (DecisionRow | { reminderId: null }))[]>(Prisma.sql`
    with total as (
      select count(*)::int as total from apps_reminder r join apps_practice p on p.odu_id = r.practice_id where ${filter}
    ), page as (
      select r.odu_id as "reminderId", r.sms_status as decision, r.sms_decided_on::text as "decidedOn",
        r.date_due::text as "dateDue", r.description, pet.name as "petName", c.odu_id as "clientId",
        c.full_name as "clientName", p.odu_id as "practiceId", coalesce(p.name, p.odu_id) as "practiceName",
        h.uuid::text as "smsHistoryId",
        row_number() over (order by r.sms_decided_on desc, coalesce(p.name, p.odu_id), r.odu_id) as place
      from apps_reminder r
      join apps_practice p on p.odu_id = r.practice_id
      left join apps_smshistory h on h.uuid = r.sms_history_id
      left join apps_patient pet on pet.odu_id = r.patient_id
      left join apps_client c on c.odu_id = coalesce(h.client_id, r.client_id)
      where ${filter}
      order by place limit ${input.limit} offset ${input.offset}
    )
    select total.total, page.* from total left join page on true order by page.place`);
  const found = rows.filter((row): row is { total: number } & DecisionRow => row.reminderId !== null);
  return { rows: found, total: rows[0]?.total ?? 0 };
}
