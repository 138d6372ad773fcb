import type { SmsErrorCode, TextStatus } from "@vetsuccess/contract/texts";
import type { Tx } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";

/** How a text ended. */
export interface Ending {
  status: Exclude<TextStatus, "PENDING">;
  errorCode: SmsErrorCode | null;
  errorMessage: string | null;
  sentAt: Date | null;
  /** The provider's answer. */
  response: unknown;
}

/**
 * Writes how a text ended and takes it out of the outbox, in the caller's transaction. A text that has ended before keeps
 * its first ending. The history comes before the event, as in planning, so that the two never wait for each other.
 */
export async function endText(tx: Tx, historyId: string, ending: Ending): Promise<void> {
  const response = ending.response === null ? null : JSON.stringify(ending.response);
  await tx.$executeRaw(Prisma.sql`
    update apps_smshistory
    set status = ${ending.status}, error_code = ${ending.errorCode}, error_message = ${ending.errorMessage},
      sent_at = ${ending.sentAt}, response = ${response}::jsonb, updated_at = clock_timestamp()
    where uuid = ${historyId}::uuid and status = 'PENDING'`);
  await tx.$executeRaw(Prisma.sql`delete from apps_smsevent where sms_history_id = ${historyId}::uuid`);
}
