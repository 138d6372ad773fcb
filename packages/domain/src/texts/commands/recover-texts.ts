import { inTransaction } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import type { Deps } from "../../deps.ts";
import { liveWorkers } from "../../jobs/queries/live-workers.ts";
import { lockSending } from "./claim-text.ts";

/**
 * Takes back what dead workers had in hand. A call that was running may have gone out: its text ends as UNKNOWN and is
 * never sent again by a machine. A claim without a call waits again.
 */
export async function recoverTexts(deps: Deps): Promise<{ unknown: number; released: number }> {
  const recovered = await inTransaction(deps.db, async (tx) => {
    await lockSending(tx);
    const attempts = await tx.$queryRaw<{ historyId: string }[]>(Prisma.sql`
      update apps_smsattempt
      set finished_at = clock_timestamp(), result = 'UNKNOWN', error = 'its worker died during the call'
      where finished_at is null and worker_id not in (${liveWorkers})
      returning sms_history_id::text as "historyId"`);
    const histories = attempts.map(({ historyId }) => historyId);
    await tx.$executeRaw(Prisma.sql`
      update apps_smshistory
      set status = 'UNKNOWN', error_code = 'WORKER_DIED', error_message = 'its worker died during the call',
        updated_at = clock_timestamp()
      where uuid = any(${histories}::uuid[]) and status = 'PENDING'`);
    await tx.$executeRaw(
      Prisma.sql`delete from apps_smsevent where sms_history_id = any(${histories}::uuid[])`,
    );
    const released = await tx.$executeRaw(Prisma.sql`
      update apps_smsevent
      set status = 'PENDING', claimed_by = null, claimed_at = null, updated_at = clock_timestamp()
      where status = 'IN_PROGRESS' and (claimed_by is null or claimed_by not in (${liveWorkers}))`);
    return { unknown: histories.length, released };
  });
  if (recovered.unknown + recovered.released > 0)
    deps.log.warn(recovered, "texts of dead workers taken back");
  return recovered;
}
