import { inTransaction, type Tx } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import type { UpdatesMailingDeps } from "../ports.ts";
import { findUpdatePractice, type UpdatePractice } from "../queries/update-practice.ts";
import { recipientsOf, type Recipients } from "../rules/mail.ts";

/** A mail that is this worker's to send: its attempt is committed. */
export interface ClaimedUpdate {
  eventId: string;
  attemptId: string;
  practiceId: string;
  practiceName: string;
  day: string;
  recipients: Recipients;
  filePaths: string[];
}

interface Waiting {
  eventId: string;
  round: number;
  filePaths: string[];
}

/**
 * Takes the waiting mail of a practice and day, if it may still go out, and commits its attempt.
 *
 * @returns null when there is nothing to send: accepted already, in other hands, called off, or without files
 */
export function claimUpdate(
  deps: UpdatesMailingDeps,
  practiceId: string,
  day: string,
): Promise<ClaimedUpdate | null> {
  return inTransaction(deps.db, async (tx) => {
    const [waiting] = await tx.$queryRaw<Waiting[]>(Prisma.sql`
      select e.uuid::text as "eventId", e.round, e.file_paths as "filePaths"
      from apps_updatesemailevent e
      where e.practice_id = ${practiceId} and e.sent_date = ${day}::date and e.status = 'PENDING'
        and e.file_paths <> '{}' and not exists (
          select from apps_updatesemailattempt a
          where a.event_id = e.uuid and a.round = e.round and (a.result is null or a.result in ('ACCEPTED', 'UNKNOWN')))
      for update of e skip locked`);
    if (!waiting) return null;
    const practice = await findUpdatePractice(tx, practiceId);
    const recipients = recipientsOf(practice ?? { email: "", rdoEmail: "", schedulerEmail: "" });
    const refusal = refusalOf(practice, recipients);
    if (refusal || !practice) {
      await end(tx, deps, waiting.eventId, refusal ?? { status: "CANCELED", why: "The practice is gone." });
      return null;
    }
    const [attempt] = await tx.$queryRaw<{ uuid: string }[]>(Prisma.sql`
      insert into apps_updatesemailattempt (event_id, round, worker_id, to_address, cc_addresses)
      values (${waiting.eventId}::uuid, ${waiting.round}, ${deps.workerId}, ${recipients.to}, ${recipients.cc}::text[])
      returning uuid::text`);
    if (!attempt) throw new Error("an insert returned no row");
    const { eventId, filePaths } = waiting;
    return {
      eventId,
      attemptId: attempt.uuid,
      practiceId,
      practiceName: practice.name,
      day,
      recipients,
      filePaths,
    };
  });
}

interface Refusal {
  status: "CANCELED" | "ERROR";
  why: string;
}

/** What may have changed since the row was made. */
function refusalOf(practice: UpdatePractice | null, { to }: Recipients): Refusal | null {
  if (!practice) return { status: "CANCELED", why: "The practice is gone." };
  if (practice.isArchived) return { status: "CANCELED", why: "The practice is archived." };
  if (!practice.isEnabled)
    return { status: "CANCELED", why: "E-mail updates of the practice are switched off." };
  return to === "" ? { status: "ERROR", why: "The practice has no e-mail address." } : null;
}

async function end(
  tx: Tx,
  deps: UpdatesMailingDeps,
  eventId: string,
  { status, why }: Refusal,
): Promise<void> {
  await tx.$executeRaw(Prisma.sql`
    update apps_updatesemailevent set status = ${status}, error_message = ${why}, updated_at = ${deps.now()}
    where uuid = ${eventId}::uuid`);
}

/**
 * Commits that the provider is about to be called.
 *
 * @returns false when the attempt was taken back meanwhile: the call must not be made
 */
export async function beginCall(
  { db }: UpdatesMailingDeps,
  attemptId: string,
  bytes: number,
): Promise<boolean> {
  const begun = await db.$executeRaw(Prisma.sql`
    update apps_updatesemailattempt set called_at = clock_timestamp(), bytes = ${bytes}
    where uuid = ${attemptId}::uuid and finished_at is null`);
  return begun === 1;
}
