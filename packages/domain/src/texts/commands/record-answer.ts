import { inTransaction, type Tx } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import type { SendingDeps } from "../../deps.ts";
import type { SmsAnswer } from "../ports.ts";
import { afterCall } from "../rules.ts";
import { lockSending, type ClaimedText } from "./claim-text.ts";
import { endText } from "./end-text.ts";

/**
 * Commits how a call ended, with all that follows from it. May be called again after a lost connection: an attempt that
 * is finished, by whomever, stays as it is.
 */
export async function recordAnswer(deps: SendingDeps, text: ClaimedText, answer: SmsAnswer): Promise<void> {
  const { attemptId, historyId } = text;
  const isRecorded = await inTransaction(deps.db, async (tx) => {
    const pauses = answer.result === "RATE_LIMITED" || answer.result === "AUTH_FAILED";
    if (pauses) await lockSending(tx);
    if (!(await finishAttempt(tx, attemptId, answer))) return false;
    if (pauses) await pauseFor(tx, answer);
    const next = afterCall(answer, deps.now(), await countUnreached(tx, historyId));
    if (next.ends) {
      const sentAt = next.status === "SENT" ? deps.now() : null;
      await endText(tx, historyId, { ...next, sentAt, response: answer.response ?? null });
    } else await waitAgain(tx, historyId, next.sendAt);
    return true;
  });
  const fields = { historyId, attemptId, result: answer.result, httpStatus: answer.httpStatus };
  if (!isRecorded) deps.log.warn(fields, "answer came after the attempt was taken back");
  else if (answer.result === "AUTH_FAILED")
    deps.log.error(fields, "the SMS provider refuses us: all sending is paused");
  else deps.log.info(fields, "provider called");
}

/**
 * Takes back a claim that was not followed by a call: the text waits again. Does nothing if the claim was never committed.
 */
export async function withdrawClaim(deps: SendingDeps, attemptId: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const answer = {
      result: "NOT_SENT",
      httpStatus: null,
      response: null,
      error: "the call was not made",
    } as const;
    const historyId = await finishAttempt(tx, attemptId, answer);
    if (historyId) await waitAgain(tx, historyId, deps.now());
  });
}

/** @returns the history of the attempt; null when it is finished already, or does not exist */
async function finishAttempt(tx: Tx, attemptId: string, answer: SmsAnswer): Promise<string | null> {
  const providerId = answer.result === "ACCEPTED" ? answer.providerId : null;
  const error = answer.result === "ACCEPTED" ? null : answer.error;
  const [attempt] = await tx.$queryRaw<{ historyId: string }[]>(Prisma.sql`
    update apps_smsattempt
    set finished_at = clock_timestamp(), result = ${answer.result}, http_status = ${answer.httpStatus}::int,
      provider_id = left(${providerId}, 255), error = left(${error}, 1000)
    where uuid = ${attemptId}::uuid and finished_at is null
    returning sms_history_id::text as "historyId"`);
  return attempt?.historyId ?? null;
}

async function countUnreached(tx: Tx, historyId: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ times: number }[]>(Prisma.sql`
    select count(*)::int as times from apps_smsattempt
    where sms_history_id = ${historyId}::uuid and result = 'NOT_SENT'`);
  return row?.times ?? 0;
}

async function waitAgain(tx: Tx, historyId: string, sendAt: Date): Promise<void> {
  await tx.$executeRaw(Prisma.sql`
    update apps_smsevent
    set status = 'PENDING', claimed_by = null, claimed_at = null, send_at = ${sendAt}, updated_at = clock_timestamp()
    where sms_history_id = ${historyId}::uuid`);
}

/** Stops everybody: for the time the provider asks for, or until a person resumes. One pause per reason is enough. */
async function pauseFor(
  tx: Tx,
  answer: Extract<SmsAnswer, { result: "RATE_LIMITED" | "AUTH_FAILED" }>,
): Promise<void> {
  const pauseMs = answer.result === "RATE_LIMITED" ? answer.retryAfterMs : null;
  await tx.$executeRaw(Prisma.sql`
    with wanted as (select clock_timestamp() + ${pauseMs}::bigint * interval '1 millisecond' as until),
    longer as (
      update apps_sendingpause p
      set until = greatest(p.until, w.until) from wanted w
      where p.reason = ${answer.result} and p.ended_at is null and (p.until is null or p.until > clock_timestamp())
      returning p.uuid
    )
    insert into apps_sendingpause (reason, detail, until)
    select ${answer.result}, left(${answer.error}, 1000), w.until from wanted w where not exists (select from longer)`);
}
