import type { RunUpdatesInput } from "@vetsuccess/contract/email-updates";
import { DomainError } from "@vetsuccess/contract/errors";
import { inTransaction, type Tx } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import { recordAudit } from "../../audit/commands.ts";
import { addDays, isWorkingDay, utcDay } from "../../calendar/rules.ts";
import type { Actor, Deps } from "../../deps.ts";
import { enqueue, isQueued } from "../../jobs/commands.ts";
import { sendUpdate } from "../jobs.ts";
import { listUpdatePractices } from "../queries/update-practice.ts";

/** A day further back than this is not mailed any more: whoever needs its files takes them from the app. */
const oldestRunDays = 14;

/**
 * Adds the mail of today (UTC) for each practice with updates on.
 *
 * @returns how many; 0 when today is no working day
 */
export async function requestTodaysUpdates(deps: Deps): Promise<number> {
  const day = utcDay(deps.now());
  if (!isWorkingDay(day)) return 0;
  const practices = await inTransaction(deps.db, (tx) => enqueueMissing(tx, day, null));
  deps.log.info({ day, practices }, "e-mail updates launched");
  return practices;
}

/**
 * Adds the mail of today (UTC), once for each practice that the actor may see however often it is asked for: not for one
 * that was listed today already, or whose job waits or runs.
 *
 * @returns how many; 0 when today is no working day
 */
export async function requestUpdatesOnce(deps: Deps, actor: Actor): Promise<number> {
  const day = utcDay(deps.now());
  if (!isWorkingDay(day)) return 0;
  const practices = await inTransaction(deps.db, async (tx) => {
    const begun = await tx.$queryRaw<{ practiceId: string }[]>(Prisma.sql`
      select practice_id as "practiceId" from apps_updatesemailevent where sent_date = ${day}::date`);
    const done = new Set(begun.map(({ practiceId }) => practiceId));
    let added = 0;
    for (const { practiceId } of await listUpdatePractices(tx, actor.practiceIds)) {
      if (done.has(practiceId) || (await isQueued(tx, sendUpdate, { practiceId, day }))) continue;
      await enqueue(tx, sendUpdate, { practiceId, day });
      added += 1;
    }
    if (added > 0)
      await recordAudit(tx, actor, {
        action: "emailUpdates.trigger",
        entity: "UpdatesEmailDay",
        entityId: day,
      });
    return added;
  });
  deps.log.info({ day, practices, actorId: actor.id }, "e-mail updates of today requested");
  return practices;
}

/**
 * Runs a day by hand. Only what is missing goes out: no mail that was accepted, or may have been, is touched; what failed,
 * was called off or had no files is tried anew.
 *
 * @returns for how many practices there was something missing
 * @throws DomainError INVALID_INPUT for a day off, one that is to come, or one long past
 */
export async function runUpdates(
  deps: Deps,
  actor: Actor,
  { day }: RunUpdatesInput,
): Promise<{ practices: number }> {
  const today = utcDay(deps.now());
  const refuse = (why: string) => new DomainError("INVALID_INPUT", why, { field: "day" });
  if (!isWorkingDay(day)) throw refuse(`${day} is not a working day: nothing is mailed on it`);
  if (day > today) throw refuse(`${day} is still to come`);
  if (day < addDays(today, -oldestRunDays)) throw refuse(`${day} is more than ${oldestRunDays} days ago`);
  const { practiceIds } = actor;
  const practices = await inTransaction(deps.db, async (tx) => {
    await tx.$executeRaw(Prisma.sql`
      update apps_updatesemailevent
      set status = 'PENDING', round = round + 1, updated_at = ${deps.now()},
        listed_at = case when status = 'ERROR' and file_paths <> '{}' then listed_at end
      where sent_date = ${day}::date and status in ('ERROR', 'NO_FILES', 'CANCELED')
        and (${practiceIds}::text[] is null or practice_id = any(${practiceIds}::text[]))`);
    const entity = { entity: "UpdatesEmailDay", entityId: day };
    await recordAudit(tx, actor, { action: "emailUpdates.run", ...entity });
    return enqueueMissing(tx, day, practiceIds);
  });
  deps.log.info({ day, practices, actorId: actor.id }, "e-mail updates run by hand");
  return { practices };
}

/** Adds the mail of each practice, but for those whose mail was accepted or may have been. */
async function enqueueMissing(tx: Tx, day: string, practiceIds: readonly string[] | null): Promise<number> {
  const settled = await tx.$queryRaw<{ practiceId: string }[]>(Prisma.sql`
    select practice_id as "practiceId" from apps_updatesemailevent
    where sent_date = ${day}::date and status in ('SENT', 'UNKNOWN')`);
  const done = new Set(settled.map(({ practiceId }) => practiceId));
  const missing = (await listUpdatePractices(tx, practiceIds)).filter(
    ({ practiceId }) => !done.has(practiceId),
  );
  for (const { practiceId } of missing) await enqueue(tx, sendUpdate, { practiceId, day });
  return missing.length;
}
