import type { ContactedFilter } from "@vetsuccess/contract/contacted";
import { likeLiteral, Prisma } from "@vetsuccess/db/sql";
import type { Actor } from "../../deps.ts";
import { isInScope } from "./listed.ts";

/** Which texts are meant, and by whose days. */
export interface ContactedQuestion extends ContactedFilter {
  /** IANA name: the viewer's. */
  timeZone: string;
  sentUntil?: Date | undefined;
}

/** Of patients `p` and texts `h`: the outcome was recorded since the text was sent. */
export const isRecordedSince = Prisma.sql`
  (p.outcome is not null and (h.sent_at is null or p.outcome_at >= h.sent_at))`;

/**
 * A pet that the text `h` speaks of, with this condition on patients `p`. That there is a text is said twice: the index
 * `reminder_of_text` holds such reminders alone.
 */
const hasPet = (condition: Prisma.Sql) => Prisma.sql`
  exists (select from apps_reminder r join apps_patient p on p.odu_id = r.patient_id
    where r.sms_history_id = h.uuid and r.sms_history_id is not null and ${condition})`;

/** The text `h` speaks of several pets. Found at once for all texts, from an index alone. */
const hasSeveralPets = Prisma.sql`
  h.uuid in (select r.sms_history_id from apps_reminder r where r.sms_history_id is not null
    group by r.sms_history_id having min(r.patient_id) < max(r.patient_id))`;

const hasRecorded = hasPet(isRecordedSince);
const hasUnrecorded = hasPet(Prisma.sql`not ${isRecordedSince}`);

const outcomeStates = {
  none: Prisma.sql`not ${hasRecorded}`,
  some: Prisma.sql`${hasSeveralPets} and ${hasRecorded} and ${hasUnrecorded}`,
  all: Prisma.sql`${hasRecorded} and not ${hasUnrecorded}`,
} satisfies Record<NonNullable<ContactedFilter["outcomeState"]>, Prisma.Sql>;

/**
 * Conditions on practices `practice` and on SENT texts `h` (with clients `c` when there is a name).
 *
 * @param now instant; "today" is its day in the question's zone
 * @param isPage texts are looked at one by one until a page is full; as a join, which the planner would make of it, all are
 *   looked at first
 */
export function contactedTexts(
  actor: Actor,
  question: ContactedQuestion,
  now: Date,
  isPage = false,
): { practices: Prisma.Sql; texts: Prisma.Sql } {
  const { practiceIds, scheduler, isFollowed, name, outcomeState, outcome } = question;
  const { sentFrom, sentThrough, sentInLastDays, sentUntil, timeZone } = question;
  const startOf = (day: Prisma.Sql, plus: number) =>
    Prisma.sql`((${day} + ${plus}::int)::timestamp at time zone ${timeZone})`;
  const day = (value: string) => Prisma.sql`${value}::date`;
  const today = Prisma.sql`(${now}::timestamptz at time zone ${timeZone})::date`;
  const practices = [
    Prisma.sql`not practice.is_archived and ${isInScope(actor, Prisma.sql`practice.odu_id`)}`,
    ...(practiceIds === undefined ? [] : [Prisma.sql`practice.odu_id = any(${practiceIds}::text[])`]),
    ...(scheduler === undefined
      ? []
      : [
          Prisma.sql`practice.odu_id in (
            select s.practice_id from apps_practicesettings s where s.sms_scheduler = ${scheduler})`,
        ]),
  ];
  const texts = [
    Prisma.sql`h.status = 'SENT'`,
    ...(isFollowed === undefined ? [] : [Prisma.sql`h.is_followed = ${isFollowed}`]),
    ...(sentFrom === undefined ? [] : [Prisma.sql`h.sent_at >= ${startOf(day(sentFrom), 0)}`]),
    ...(sentThrough === undefined ? [] : [Prisma.sql`h.sent_at < ${startOf(day(sentThrough), 1)}`]),
    ...(sentInLastDays === undefined ? [] : [Prisma.sql`h.sent_at >= ${startOf(today, 1 - sentInLastDays)}`]),
    ...(sentUntil === undefined ? [] : [Prisma.sql`(h.sent_at is null or h.sent_at <= ${sentUntil})`]),
    ...(outcomeState === undefined
      ? []
      : [isPage ? Prisma.sql`(${outcomeStates[outcomeState]}) is true` : outcomeStates[outcomeState]]),
    ...(outcome === undefined ? [] : [hasPet(Prisma.sql`${isRecordedSince} and p.outcome = ${outcome}`)]),
    ...(name === undefined ? [] : [Prisma.sql`c.full_name ilike ${`%${likeLiteral(name)}%`}`]),
  ];
  return { practices: Prisma.join(practices, " and "), texts: Prisma.join(texts, " and ") };
}
