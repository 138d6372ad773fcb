import type { Tx } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import { DomainError } from "@vetsuccess/contract/errors";
import type { Template } from "../rules/templates.ts";
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
}

interface Row {
  isArchived: boolean;
  isMailingEnabled: boolean | null;
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
  const [row] = await tx.$queryRaw<Row[]>(Prisma.sql`
    select p.is_archived as "isArchived", s.is_sms_mailing_enabled as "isMailingEnabled",
      s.sms_senders_phone as "senderNumber", s.sms_scheduler as scheduler, s.sms_practice_name as "practiceName",
      s.sms_phone as phone, s.sms_link as link, server.time_zone as "timeZone",
      s.launch_date::text as "launchDate", s.start_date_for_launch::text as "startDate",
      s.end_date_for_launch::text as "endDate", w.covered_through::text as "coveredThrough"
    from apps_practice p
    left join apps_practicesettings s on s.practice_id = p.odu_id
    left join apps_server server on server.odu_id = p.server_id
    left join apps_outreachwatermark w on w.practice_id = p.odu_id
    where p.odu_id = ${practiceId} and p.extractor_removed_at is null`);
  if (!row) throw new DomainError("NOT_FOUND", `there is no practice ${practiceId}`, { field: "practiceId" });
  if (row.isArchived)
    throw new DomainError("PRACTICE_ARCHIVED", `practice ${practiceId} is archived`, { field: "practiceId" });
  if (row.isMailingEnabled !== true)
    throw new DomainError("MAILING_OFF", `SMS mailing of practice ${practiceId} is off`, {
      field: "practiceId",
    });
  const { senderNumber, scheduler, practiceName, phone, link, timeZone, coveredThrough, ...rest } = row;
  const launch = { launchDate: rest.launchDate, startDate: rest.startDate, endDate: rest.endDate };
  const sender = { scheduler, practiceName, phone, link };
  return { practiceId, senderNumber, sender, timeZone, launch, coveredThrough };
}

/** Practices that get texts planned: mailing on, not archived, by id. */
export async function listOutreachPractices(tx: Reader): Promise<string[]> {
  const rows = await tx.$queryRaw<{ practiceId: string }[]>(Prisma.sql`
    select p.odu_id as "practiceId"
    from apps_practice p join apps_practicesettings s on s.practice_id = p.odu_id
    where s.is_sms_mailing_enabled and not p.is_archived and p.extractor_removed_at is null
    order by 1`);
  return rows.map((row) => row.practiceId);
}

/** Templates in the order of matching. */
export function listTemplates(tx: Reader): Promise<Template[]> {
  return tx.$queryRaw<Template[]>(Prisma.sql`
    select uuid::text, key_words as "keyWords", template from apps_smstemplate order by position, uuid`);
}

/** Phone types that an admin excluded, trimmed and in lower case. */
export async function listExcludedPhoneTypes(tx: Reader): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ type: string }[]>(
    Prisma.sql`select lower(trim(type)) as type from apps_excludedphonetype`,
  );
  return new Set(rows.map((row) => row.type));
}

/** Waiting texts of all practices that are due at `from` or later. */
export async function countTextsFrom(tx: Reader, from: Date): Promise<number> {
  const [row] = await tx.$queryRaw<{ texts: number }[]>(Prisma.sql`
    select count(*)::int as texts from apps_smsevent where status = 'PENDING' and send_at >= ${from}`);
  return row?.texts ?? 0;
}
