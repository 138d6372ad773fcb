import type { Tx } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import { DomainError } from "@vetsuccess/contract/errors";
import type { BatchDecision } from "@vetsuccess/contract/outreach";
import type { Load } from "../rules/plan.ts";
import type { Template, Wording } from "../rules/templates.ts";
import type { Sender } from "../rules/texts.ts";
import type { Launch } from "../rules/windows.ts";

type Reader = Pick<Tx, "$queryRaw">;

/** What planning knows of its practice. Days are YYYY-MM-DD. */
export interface OutreachPractice {
  practiceId: string;
  /** Ten digits. */
  senderNumber: string;
  sender: Sender;
  /** IANA name as the server has it, perhaps none or a wrong one. */
  timeZone: string | null;
  launch: Launch;
  /** Last outreach day that planning has covered. */
  coveredThrough: string | null;
  /** Most of its texts on one day. */
  dailySmsCap: number | null;
  /** Each batch waits until somebody approves it. */
  isApprovalRequired: boolean;
  /** What somebody decided on the next batch. */
  batch: BatchDecision | null;
}

interface Row {
  isArchived: boolean;
  isMailingEnabled: boolean | null;
  dailySmsCap: number | null;
  isApprovalRequired: boolean | null;
  batch: (Omit<BatchDecision, "decidedAt"> & { decidedAt: string }) | null;
  senderNumber: string;
  scheduler: string;
  practiceName: string;
  phone: string;
  link: string;
  timeZone: string | null;
  launchDate: string | null;
  startDate: string | null;
  endDate: string | null;
  coveredThrough: string | null;
}

/**
 * The practice with its settings and watermark.
 *
 * @throws DomainError NOT_FOUND, PRACTICE_ARCHIVED or MAILING_OFF when it cannot be planned for
 */
export async function getOutreachPractice(tx: Reader, practiceId: string): Promise<OutreachPractice> {
  const { isArchived, isMailingEnabled, ...practice } = await findOutreachPractice(tx, practiceId);
  if (isArchived)
    throw new DomainError("PRACTICE_ARCHIVED", `practice ${practiceId} is archived`, { field: "practiceId" });
  if (!isMailingEnabled)
    throw new DomainError("MAILING_OFF", `SMS mailing of practice ${practiceId} is off`, {
      field: "practiceId",
    });
  return practice;
}

/**
 * As `getOutreachPractice`, for one that may be archived, switched off or without settings too.
 *
 * @throws DomainError NOT_FOUND
 */
export async function findOutreachPractice(
  tx: Reader,
  practiceId: string,
): Promise<OutreachPractice & { isArchived: boolean; isMailingEnabled: boolean }> {
  const [row] = await tx.$queryRaw<Row[]>(Prisma.sql`
    select p.is_archived as "isArchived", s.is_sms_mailing_enabled as "isMailingEnabled",
      s.daily_sms_cap as "dailySmsCap", s.is_approval_required as "isApprovalRequired", (
        select json_build_object('decision', b.decision, 'day', b.day, 'mostTexts', b.most_texts,
          'leftOutClientIds', b.left_out_client_ids, 'decidedAt', b.decided_at, 'decidedBy', b.decided_by)
        from apps_outreachbatch b where b.practice_id = p.odu_id
      ) as batch,
      coalesce(s.sms_senders_phone, '') as "senderNumber", coalesce(s.sms_scheduler, '') as scheduler,
      coalesce(s.sms_practice_name, '') as "practiceName", coalesce(s.sms_phone, '') as phone,
      coalesce(s.sms_link, '') as link, server.time_zone as "timeZone",
      s.launch_date::text as "launchDate", s.start_date_for_launch::text as "startDate",
      s.end_date_for_launch::text as "endDate", w.covered_through::text as "coveredThrough"
    from apps_practice p
    left join apps_practicesettings s on s.practice_id = p.odu_id
    left join apps_server server on server.odu_id = p.server_id
    left join apps_outreachwatermark w on w.practice_id = p.odu_id
    where p.odu_id = ${practiceId} and p.extractor_removed_at is null`);
  if (!row) throw new DomainError("NOT_FOUND", `there is no practice ${practiceId}`, { field: "practiceId" });
  const { scheduler, practiceName, phone, link, launchDate, startDate, endDate, batch, ...rest } = row;
  return {
    ...rest,
    practiceId,
    isMailingEnabled: row.isMailingEnabled === true,
    isApprovalRequired: row.isApprovalRequired === true,
    launch: { launchDate, startDate, endDate },
    sender: { scheduler, practiceName, phone, link },
    batch: batch && { ...batch, decidedAt: new Date(batch.decidedAt) },
  };
}

/**
 * Keeps the day from being lost for the practices whose batch waits for a decision: one that was never planned begins to
 * count its missed days now.
 */
export async function startWatermarks(
  tx: Pick<Tx, "$executeRaw">,
  practiceIds: readonly string[],
  day: string,
): Promise<void> {
  if (practiceIds.length === 0) return;
  await tx.$executeRaw(Prisma.sql`
    insert into apps_outreachwatermark as w (practice_id, covered_through)
    select unnest(${[...practiceIds]}::text[]), ${day}::date - 1
    on conflict (practice_id) do update set covered_through = excluded.covered_through
    where w.covered_through is null`);
}

/** Practices that get texts planned: mailing on, not archived, by id; and what was decided on their next batch. */
export function listOutreachPractices(tx: Reader): Promise<
  (Pick<OutreachPractice, "practiceId" | "isApprovalRequired"> & {
    batch: Pick<BatchDecision, "decision" | "day"> | null;
  })[]
> {
  return tx.$queryRaw(Prisma.sql`
    select p.odu_id as "practiceId", s.is_approval_required as "isApprovalRequired", (
      select json_build_object('decision', b.decision, 'day', b.day)
      from apps_outreachbatch b where b.practice_id = p.odu_id) as batch
    from apps_practice p join apps_practicesettings s on s.practice_id = p.odu_id
    where s.is_sms_mailing_enabled and not p.is_archived and p.extractor_removed_at is null
    order by 1`);
}

/** Templates in the order of matching, and the default texts. */
export async function getWording(tx: Reader): Promise<Wording> {
  const [row] = await tx.$queryRaw<
    { templates: Template[]; withLink: string; withPhone: string }[]
  >(Prisma.sql`
    select coalesce((
        select json_agg(json_build_object('uuid', uuid, 'keyWords', key_words, 'template', template)
          order by position, uuid) from apps_smstemplate), '[]') as templates,
      max(template) filter (where key = 'WITH_LINK') as "withLink",
      max(template) filter (where key = 'WITH_PHONE') as "withPhone"
    from apps_defaulttext`);
  const { templates = [], withLink = "", withPhone = "" } = row ?? {};
  return { templates, defaultTexts: { withLink, withPhone } };
}

/** Phone types that an admin excluded, trimmed and in lower case. */
export async function listExcludedPhoneTypes(tx: Reader): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ type: string }[]>(
    Prisma.sql`select lower(trim(type)) as type from apps_excludedphonetype`,
  );
  return new Set(rows.map((row) => row.type));
}

/** Per day in New York, from that of `from` on: texts of all practices that wait for `from` or later, and the practice's own. */
export function listLoad(tx: Reader, practiceId: string, from: Date): Promise<Load[]> {
  const zone = Prisma.sql`'America/New_York'`;
  const dayStart = Prisma.sql`date_trunc('day', ${from}::timestamptz, ${zone})`;
  return tx.$queryRaw<Load[]>(Prisma.sql`
    select (at at time zone ${zone})::date::text as day, count(*) filter (where waits and at >= ${from})::int as waiting,
      count(*) filter (where is_own)::int as own
    from (
      select e.send_at as at, true as waits, e.context ->> 'practice_id' = ${practiceId} as is_own
      from apps_smsevent e where e.status = 'PENDING' and e.send_at >= ${dayStart}
      union all
      select h.sent_at, false, true from apps_smshistory h
      where h.practice_id = ${practiceId} and h.status = 'SENT' and h.sent_at >= ${dayStart}
    ) texts
    group by 1`);
}
