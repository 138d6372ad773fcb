import { inTransaction, type Tx } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import type { Deps } from "../../deps.ts";
import { enqueue } from "../../jobs/commands.ts";
import { liveWorkers } from "../../jobs/queries/live-workers.ts";
import type { MailAnswer } from "../../mails/ports.ts";
import { sendUpdate } from "../jobs.ts";
import { afterAttempt } from "../rules/outcome.ts";
import { settleDelivery } from "./record-deliveries.ts";

/**
 * Commits how an attempt ended, with all that follows from it. May be called again after a lost connection: an attempt that
 * is finished, by whomever, stays as it is.
 */
export async function recordAttempt(deps: Deps, attemptId: string, answer: MailAnswer): Promise<void> {
  const isRecorded = await inTransaction(deps.db, async (tx) => {
    const attempt = await finishAttempt(tx, attemptId, answer);
    if (!attempt) return false;
    await moveOn(deps, tx, attempt, answer);
    return true;
  });
  const fields = { attemptId, result: answer.result, httpStatus: answer.httpStatus };
  if (isRecorded) deps.log.info(fields, "mail provider called");
  else deps.log.warn(fields, "answer came after the attempt was taken back");
}

interface FinishedAttempt {
  eventId: string;
  practiceId: string | null;
  day: string;
  tries: number;
}

async function finishAttempt(tx: Tx, attemptId: string, answer: MailAnswer): Promise<FinishedAttempt | null> {
  const isAccepted = answer.result === "ACCEPTED";
  const [attempt] = await tx.$queryRaw<FinishedAttempt[]>(Prisma.sql`
    with finished as (
      update apps_updatesemailattempt
      set finished_at = clock_timestamp(), result = ${answer.result}, http_status = ${answer.httpStatus}::int,
        provider_id = left(${isAccepted ? answer.providerId : null}, 255),
        error = left(${isAccepted ? null : answer.error}, 1000)
      where uuid = ${attemptId}::uuid and finished_at is null
      returning event_id, round
    )
    select e.uuid::text as "eventId", e.practice_id as "practiceId", e.sent_date::text as day,
      (select count(*)::int from apps_updatesemailattempt a where a.event_id = f.event_id and a.round = f.round) as tries
    from finished f join apps_updatesemailevent e on e.uuid = f.event_id for update of e`);
  return attempt ?? null;
}

async function moveOn(deps: Deps, tx: Tx, attempt: FinishedAttempt, answer: MailAnswer): Promise<void> {
  const { eventId, practiceId, day, tries } = attempt;
  const next = afterAttempt(answer, tries);
  const now = deps.now();
  const errorMessage = next.status === "SENT" ? null : next.errorMessage;
  await tx.$executeRaw(Prisma.sql`
    update apps_updatesemailevent
    set status = ${next.status}, error_message = ${errorMessage}, updated_at = ${now},
      sent_at = case when ${next.status === "SENT"} then ${now}::timestamptz else sent_at end
    where uuid = ${eventId}::uuid`);
  if (next.status === "PENDING" && practiceId !== null)
    await enqueue(tx, sendUpdate, { practiceId, day }, { runAt: new Date(now.getTime() + next.pauseMs) });
  // A report may have overtaken the answer.
  else await settleDelivery(deps, tx, eventId);
}

/**
 * Takes back what dead workers had in hand. A mail whose call had begun may have been accepted: UNKNOWN, and no machine
 * sends it again. One whose call had not begun was surely not accepted, and waits again.
 */
export async function recoverUpdates(deps: Deps): Promise<void> {
  const orphans = await deps.db.$queryRaw<{ attemptId: string; wasCalled: boolean }[]>(Prisma.sql`
    select uuid::text as "attemptId", called_at is not null as "wasCalled" from apps_updatesemailattempt
    where finished_at is null and worker_id not in (${liveWorkers})`);
  for (const { attemptId, wasCalled } of orphans) {
    const error = wasCalled ? "its worker died during the call" : "its worker died before the call";
    await recordAttempt(
      deps,
      attemptId,
      wasCalled
        ? { result: "UNKNOWN", cause: "CONNECTION_LOST", httpStatus: null, error }
        : { result: "NOT_SENT", httpStatus: null, error },
    );
  }
}
