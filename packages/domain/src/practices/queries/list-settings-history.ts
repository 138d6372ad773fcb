import type {
  ListSettingsHistoryInput,
  SettingsChange,
  SettingsHistoryPage,
} from "@vetsuccess/contract/practices";
import type { Tx } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import type { Actor, Deps } from "../../deps.ts";
import { requireInScope } from "../../identity/rules.ts";

const ofPractice = (practiceId: string) =>
  Prisma.sql`a.entity = 'PracticeSettings' and a.entity_id = ${practiceId}`;
const columns = Prisma.sql`a.id::text as id, a.at, a.actor_label as by, a.action, a.changes - 'version' as changes`;

/**
 * Who changed the settings of a practice, archived or restored it, and when; newest first, from the audit trail.
 *
 * @throws DomainError NOT_FOUND for a practice that the actor may not see
 */
export async function listSettingsHistory(
  { db }: Pick<Deps, "db">,
  actor: Actor,
  { practiceId, offset, limit }: ListSettingsHistoryInput,
): Promise<SettingsHistoryPage> {
  requireInScope(actor, practiceId);
  const rows = await db.$queryRaw<SettingsChange[]>(Prisma.sql`
    select ${columns} from apps_auditevent a where ${ofPractice(practiceId)}
    order by a.id desc limit ${limit} offset ${offset}`);
  const [count] = await db.$queryRaw<{ total: number }[]>(Prisma.sql`
    select count(*)::int as total from apps_auditevent a where ${ofPractice(practiceId)}`);
  return { rows, total: count?.total ?? 0 };
}

/** One of them; null when it is none of the practice's. */
export async function findSettingsChange(
  tx: Pick<Tx, "$queryRaw">,
  practiceId: string,
  changeId: string,
): Promise<SettingsChange | null> {
  const [row] = await tx.$queryRaw<SettingsChange[]>(Prisma.sql`
    select ${columns} from apps_auditevent a where ${ofPractice(practiceId)} and a.id = ${changeId}::bigint`);
  return row ?? null;
}
