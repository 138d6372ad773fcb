import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import type { Tx } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import { liveWorkers } from "../../jobs/queries/live-workers.ts";
import { lockSending } from "./claim-text.ts";

/** As long as a call to the provider takes at most, unless its time-out is set higher. */
const longestCallMs = 10_000;
const pollMs = 20;

/**
 * For whoever is about to opt out a client or its pets: waits until no text to them is being sent, and lets no worker begin
 * another text before `tx` ends. So nothing is accepted by the provider after the opt-out is committed. To be called first
 * in the transaction, as the lock of sending comes before all others. A call that takes longer than ten seconds is not
 * waited for.
 */
export async function letCallsEnd(
  tx: Tx,
  { clientId, patientIds }: { clientId: string; patientIds: readonly string[] },
): Promise<void> {
  const giveUpAt = performance.now() + longestCallMs;
  await tx.$executeRaw(Prisma.sql`savepoint before_lock`);
  for (;;) {
    await lockSending(tx);
    if (!(await isBeingTexted(tx, clientId, patientIds)) || performance.now() > giveUpAt) return;
    // Others may send meanwhile.
    await tx.$executeRaw(Prisma.sql`rollback to savepoint before_lock`);
    await sleep(pollMs);
  }
}

async function isBeingTexted(tx: Tx, clientId: string, patientIds: readonly string[]): Promise<boolean> {
  const running = await tx.$queryRaw<unknown[]>(Prisma.sql`
    select 1 as "call" from apps_smsattempt a join apps_smshistory h on h.uuid = a.sms_history_id
    where a.finished_at is null and a.worker_id in (${liveWorkers}) and (
      h.client_id = ${clientId}
      or a.number_to in (select '+1' || p.app_number from apps_phone p where p.client_id = ${clientId})
      or exists (
        select from apps_reminder r where r.sms_history_id = h.uuid and r.patient_id = any(${[...patientIds]}::text[])))
    limit 1`);
  return running.length > 0;
}
