import type { Tx } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";

type Reader = Pick<Tx, "$queryRaw">;

/** What mailing knows of a practice, as it is now. */
export interface UpdatePractice {
  practiceId: string;
  name: string;
  /** Digits; null: it belongs to no server, so that no file can be its own. */
  serverId: string | null;
  isArchived: boolean;
  isEnabled: boolean;
  isChangesWorkbookEnabled: boolean;
  email: string;
  rdoEmail: string;
  schedulerEmail: string;
}

const columns = Prisma.sql`p.odu_id as "practiceId", coalesce(p.name, '') as name, p.server_id::text as "serverId",
  p.is_archived or p.extractor_removed_at is not null as "isArchived",
  coalesce(s.is_email_updates_enabled, false) as "isEnabled",
  coalesce(s.is_changes_workbook_enabled, false) as "isChangesWorkbookEnabled", coalesce(s.email, '') as email,
  coalesce(s.rdo_email, '') as "rdoEmail", coalesce(s.scheduler_email, '') as "schedulerEmail"`;
const tables = Prisma.sql`apps_practice p left join apps_practicesettings s on s.practice_id = p.odu_id`;

/** The practice; null when there is none. */
export async function findUpdatePractice(tx: Reader, practiceId: string): Promise<UpdatePractice | null> {
  const [row] = await tx.$queryRaw<UpdatePractice[]>(
    Prisma.sql`select ${columns} from ${tables} where p.odu_id = ${practiceId}`,
  );
  return row ?? null;
}

/** Practices that are mailed: updates on, not archived, by name. */
export function listUpdatePractices(
  tx: Reader,
  practiceIds: readonly string[] | null = null,
): Promise<UpdatePractice[]> {
  return tx.$queryRaw<UpdatePractice[]>(Prisma.sql`
    select ${columns} from ${tables}
    where s.is_email_updates_enabled and not p.is_archived and p.extractor_removed_at is null
      and (${practiceIds}::text[] is null or p.odu_id = any(${practiceIds}::text[]))
    order by p.name, p.odu_id`);
}
