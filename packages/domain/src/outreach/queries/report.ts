import type { OutreachReport, OutreachReportInput } from "@vetsuccess/contract/outreach";
import { Prisma } from "@vetsuccess/db/sql";
import { addDays } from "../../calendar/rules.ts";
import type { Actor, Deps } from "../../deps.ts";
import { isBooked, isRecordedSince } from "../../texts/queries/fruit-of-texts.ts";
import { isDecided } from "./list-decisions.ts";

/** More practices than any group has; keeps the answer bounded. */
const maxPractices = 1000;

/** The start of a UTC day. */
const startOf = (day: string) => Prisma.sql`${day}::date::timestamp at time zone 'UTC'`;

interface Span {
  from: string;
  through: string;
}

/**
 * The texts of the days, with what became of each. The day of a text that was sent is the day it was sent, else the day it was
 * planned, both UTC.
 */
function textsOf(actor: Actor, { from, through }: Span, practiceId: string | undefined): Prisma.Sql {
  const seen =
    actor.practiceIds === null
      ? Prisma.sql`true`
      : Prisma.sql`h.practice_id = any(${[...actor.practiceIds]}::text[])`;
  const only = practiceId === undefined ? Prisma.sql`true` : Prisma.sql`h.practice_id = ${practiceId}`;
  return Prisma.sql`
    select h.uuid, h.practice_id, h.status, h.is_followed, h.sent_at, (h.sent_at at time zone 'UTC')::date as day
    from apps_smshistory h
    where h.status = 'SENT' and h.sent_at >= ${startOf(from)} and h.sent_at < ${startOf(addDays(through, 1))}
      and ${seen} and ${only}
    union all
    select h.uuid, h.practice_id, h.status, false, null, h.planned_on
    from apps_smshistory h
    where h.status in ('ERROR', 'UNKNOWN') and h.planned_on between ${from}::date and ${through}::date
      and ${seen} and ${only}`;
}

const counts = Prisma.sql`
  count(*) filter (where t.status = 'SENT')::int as sent,
  count(*) filter (where t.status = 'ERROR')::int as failed,
  count(*) filter (where t.status = 'UNKNOWN')::int as unknown,
  count(*) filter (where t.is_followed)::int as followed,
  count(*) filter (where t.is_booked)::int as booked`;

/**
 * What outreach came to on the days, per practice by name, and day by day. A practice that was archived or is gone appears for
 * as long as there is something to count. Two statements.
 */
export async function outreachReport(
  { db }: Pick<Deps, "db">,
  actor: Actor,
  input: OutreachReportInput,
): Promise<OutreachReport> {
  const span = { from: addDays(input.day, 1 - input.days), through: input.day };
  const texts = Prisma.sql`
    select h.*, ${isBooked} as is_booked from (${textsOf(actor, span, input.practiceId)}) h`;
  const practices = await db.$queryRaw<OutreachReport["practices"]>(Prisma.sql`
    with t as materialized (${texts}),
    outcome as (
      select h.practice_id, p.outcome, count(distinct h.uuid)::int as texts
      from t h join apps_reminder r on r.sms_history_id = h.uuid join apps_patient p on p.odu_id = r.patient_id
      where ${isRecordedSince}
      group by 1, 2
    )
    select p.odu_id as "practiceId", coalesce(p.name, p.odu_id) as "practiceName", number.*, decided.due,
      coalesce((
        select jsonb_agg(jsonb_build_object('outcome', o.outcome, 'texts', o.texts) order by o.texts desc, o.outcome)
        from outcome o where o.practice_id = p.odu_id and o.outcome is not null), '[]') as outcomes
    from apps_practice p
    cross join lateral (select ${counts} from t where t.practice_id = p.odu_id) number
    cross join lateral (
      select count(*)::int as due from apps_reminder r where r.practice_id = p.odu_id and ${isDecided(span)}
    ) decided
    where (p.extractor_removed_at is null and not p.is_archived or decided.due > 0
        or exists (select from t where t.practice_id = p.odu_id))
      and ${actor.practiceIds === null ? Prisma.sql`true` : Prisma.sql`p.odu_id = any(${[...actor.practiceIds]}::text[])`}
      and ${input.practiceId === undefined ? Prisma.sql`true` : Prisma.sql`p.odu_id = ${input.practiceId}`}
    order by 2, 1 limit ${maxPractices}`);
  const days = await db.$queryRaw<OutreachReport["days"]>(Prisma.sql`
    with t as materialized (${texts})
    select d.day::date::text as day, ${counts}
    from generate_series(${span.from}::date, ${span.through}::date, interval '1 day') as d(day)
    left join t on t.day = d.day::date
    group by d.day order by d.day`);
  return { ...span, practices, days };
}
