import type { Tx } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";

/**
 * Closes the follow-ups that an agent's work has settled: a SENT text that speaks of a pet whose outcome was recorded now
 * becomes followed once each of its pets was recorded now or has an outcome at or after the text. A text without a time
 * needs all of its pets now; a reminder without a pet does not count.
 *
 * @param recorded pets whose outcome was recorded in this transaction
 * @returns uuids of the texts that became followed
 */
export async function followOutcomes(tx: Tx, recorded: readonly string[], now: Date): Promise<string[]> {
  if (recorded.length === 0) return [];
  const texts = await tx.$queryRaw<{ uuid: string }[]>(Prisma.sql`
    update apps_smshistory h set is_followed = true, updated_at = ${now}
    where h.status = 'SENT' and not h.is_followed
      and h.uuid in (select r.sms_history_id from apps_reminder r where r.patient_id = any(${[...recorded]}::text[]))
      and not exists (
        select from apps_reminder r join apps_patient p on p.odu_id = r.patient_id
        where r.sms_history_id = h.uuid and p.odu_id <> all(${[...recorded]}::text[])
          and (p.outcome is not null and p.outcome_at >= h.sent_at) is not true)
    returning h.uuid::text`);
  return texts.map(({ uuid }) => uuid);
}
