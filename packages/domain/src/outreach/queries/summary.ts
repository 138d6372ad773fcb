import type { OutreachSummary, OutreachSummaryInput, SmsStatusCounts } from "@vetsuccess/contract/outreach";
import { smsStatuses } from "@vetsuccess/contract/outreach";
import { Prisma } from "@vetsuccess/db/sql";
import type { Actor, Deps } from "../../deps.ts";
import { holdReason } from "../../texts/rules.ts";
import { mayBeTexted } from "./due-patients.ts";
import { windowsToCover, type Launch } from "../rules/windows.ts";

/** More practices than any group has; keeps the answer bounded. */
const maxPractices = 1000;

interface Row extends Launch {
  practiceId: string;
  practiceName: string;
  timeZone: string | null;
  isMailingEnabled: boolean;
  isArchived: boolean;
  hasSender: boolean;
  isPaused: boolean;
  coveredThrough: string | null;
  decisions: Partial<SmsStatusCounts> | null;
  planned: number;
  sending: number;
  sent: number;
  failed: number;
  unknown: number;
  canceled: number;
  /** Waiting texts that the hours bind, by whether their time has come; `free` ones go out at any hour. */
  dueBound: number;
  dueFree: number;
  waiting: number;
}

/**
 * One outreach day in numbers, per practice, by name. Archived practices appear on days that have texts. Two statements,
 * however many practices.
 */
export async function outreachSummary(
  deps: Deps,
  actor: Actor,
  input: OutreachSummaryInput,
): Promise<OutreachSummary> {
  const now = deps.now();
  const rows = await listDays(deps, actor, input, now);
  const due = await countDue(deps, input.day, rows);
  return {
    day: input.day,
    practices: rows.map((row) => {
      const reasonFor = (ignoresHours: boolean) =>
        holdReason({ ...row, isSendingEnabled: deps.settings.isSmsSendingEnabled, ignoresHours }, now);
      const boundReason = row.dueBound > 0 ? reasonFor(false) : null;
      const freeReason = row.dueFree > 0 ? reasonFor(true) : null;
      const held = (boundReason ? row.dueBound : 0) + (freeReason ? row.dueFree : 0);
      const { practiceId, practiceName, timeZone, isMailingEnabled, isArchived, coveredThrough } = row;
      const { planned, sending, sent, failed, unknown, canceled } = row;
      const waiting = row.waiting + row.dueBound + row.dueFree - held;
      return {
        practiceId,
        practiceName,
        timeZone,
        isMailingEnabled,
        isArchived,
        coveredThrough,
        due: due.get(practiceId) ?? 0,
        decisions: countsOf(row.decisions ?? {}),
        texts: {
          planned,
          waiting,
          held,
          sending,
          sent,
          failed,
          unknown,
          canceled,
        },
        heldBecause: boundReason ?? freeReason,
      };
    }),
  };
}

function countsOf(found: Partial<SmsStatusCounts>): SmsStatusCounts {
  return Object.fromEntries(smsStatuses.map((status) => [status, found[status] ?? 0])) as SmsStatusCounts;
}

function listDays(deps: Deps, actor: Actor, input: OutreachSummaryInput, now: Date): Promise<Row[]> {
  const only = input.practiceId === undefined ? Prisma.sql`true` : Prisma.sql`p.odu_id = ${input.practiceId}`;
  const seen =
    actor.practiceIds === null
      ? Prisma.sql`true`
      : Prisma.sql`p.odu_id = any(${[...actor.practiceIds]}::text[])`;
  return deps.db.$queryRaw<Row[]>(Prisma.sql`
    select p.odu_id as "practiceId", coalesce(p.name, p.odu_id) as "practiceName", server.time_zone as "timeZone",
      coalesce(s.is_sms_mailing_enabled, false) as "isMailingEnabled", p.is_archived as "isArchived",
      coalesce(s.sms_senders_phone, '') <> '' as "hasSender", exists (
        select from apps_sendingpause where ended_at is null and (until is null or until > clock_timestamp())
      ) as "isPaused",
      w.covered_through::text as "coveredThrough", s.launch_date::text as "launchDate",
      s.start_date_for_launch::text as "startDate", s.end_date_for_launch::text as "endDate", (
        select jsonb_object_agg(d.sms_status, d.reminders) from (
          select r.sms_status, count(*)::int as reminders from apps_reminder r
          where r.practice_id = p.odu_id and r.sms_decided_on = ${input.day}::date and r.sms_status is not null
          group by 1) d
      ) as decisions,
      texts.*
    from apps_practice p
    left join apps_server server on server.odu_id = p.server_id
    left join apps_practicesettings s on s.practice_id = p.odu_id
    left join apps_outreachwatermark w on w.practice_id = p.odu_id
    cross join lateral (
      select count(*)::int as planned,
        count(*) filter (where h.status = 'PENDING' and e.status = 'IN_PROGRESS')::int as sending,
        count(*) filter (where h.status = 'SENT')::int as sent,
        count(*) filter (where h.status = 'ERROR')::int as failed,
        count(*) filter (where h.status = 'UNKNOWN')::int as unknown,
        count(*) filter (where h.status = 'CANCELED')::int as canceled,
        count(*) filter (where e.status = 'PENDING' and e.send_at <= ${now} and not e.ignores_hours)::int as "dueBound",
        count(*) filter (where e.status = 'PENDING' and e.send_at <= ${now} and e.ignores_hours)::int as "dueFree",
        count(*) filter (where e.status = 'PENDING' and e.send_at > ${now})::int as waiting
      from apps_smshistory h left join apps_smsevent e on e.sms_history_id = h.uuid
      where h.practice_id = p.odu_id and h.planned_on = ${input.day}::date
    ) texts
    where p.extractor_removed_at is null and ${only} and ${seen} and (not p.is_archived or texts.planned > 0)
    order by 2, 1 limit ${maxPractices}`);
}

/** Reminders that planning the day would decide, by practice; window by window, since few of the reminders are in any. */
async function countDue(deps: Deps, day: string, practices: readonly Row[]): Promise<Map<string, number>> {
  const windows = practices
    .filter(({ isArchived }) => !isArchived)
    .flatMap(({ practiceId, coveredThrough, ...launch }) =>
      windowsToCover(day, coveredThrough, launch).map((window) => ({ practiceId, ...window })),
    );
  if (windows.length === 0) return new Map();
  const counts = await deps.db.$queryRaw<{ practiceId: string; due: number }[]>(Prisma.sql`
    select w.practice_id as "practiceId", sum(found.due)::int as due
    from unnest(${windows.map((window) => window.practiceId)}::text[], ${windows.map((window) => window.from)}::date[],
      ${windows.map((window) => window.through)}::date[]) as w(practice_id, from_day, through_day)
    cross join lateral (
      select count(*) as due from apps_reminder r join apps_patient p on p.odu_id = r.patient_id
      where r.practice_id = w.practice_id and r.date_due between w.from_day and w.through_day
        and r.sms_status is null and r.extractor_removed_at is null and ${mayBeTexted}
    ) found
    group by 1`);
  return new Map(counts.map(({ practiceId, due }) => [practiceId, due]));
}
