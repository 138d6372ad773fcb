import { DomainError } from "@vetsuccess/contract/errors";
import type { JobIdInput, JobRow } from "@vetsuccess/contract/jobs";
import { inTransaction, type Tx } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import { recordAudit } from "../../audit/commands.ts";
import type { Actor, Deps } from "../../deps.ts";
import { getJob } from "../queries/list-jobs.ts";

/**
 * Runs a job again from its first attempt on: one that is out of attempts, or one that was rejected. Each job is safe to
 * run twice; a send whose outcome is unknown is no job's to repeat.
 *
 * @throws DomainError NOT_FOUND; CONFLICT when it is not in trouble any more, or nobody knows whether its mail was sent
 */
export async function retryJob(deps: Deps, actor: Actor, { jobId }: JobIdInput): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const job = await getJob(tx, actor, jobId);
    if (job.isSendUnknown)
      throw new DomainError(
        "CONFLICT",
        "Nobody knows whether this mail was sent. Decide on the mail itself.",
      );
    if (job.state === "FAILED") await reschedule(tx, jobId);
    else if (job.state === "REJECTED" && (await settleRun(tx, job.runId))) await putBack(tx, job);
    else throw new DomainError("CONFLICT", "Only a job that failed for good can be tried again.");
    await audit(tx, actor, "jobs.retry", job);
  });
}

/**
 * Lets a job that waits run at once.
 *
 * @throws DomainError NOT_FOUND; CONFLICT when it does not wait any more
 */
export async function runJobNow(deps: Deps, actor: Actor, { jobId }: JobIdInput): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const job = await getJob(tx, actor, jobId);
    const isMoved =
      (job.state === "WAITING" || job.state === "RETRYING") &&
      (await tx.$executeRaw(Prisma.sql`
        select from graphile_worker.reschedule_jobs(array[${jobId}::bigint], run_at => now())`)) > 0;
    if (!isMoved) throw new DomainError("CONFLICT", "This job does not wait any more.");
    await audit(tx, actor, "jobs.runNow", job);
  });
}

/**
 * Takes a job out of the queue, or says that a rejected one may stay so. What runs already is not stopped.
 *
 * @throws DomainError NOT_FOUND; CONFLICT when it runs, or has ended
 */
export async function cancelJob(deps: Deps, actor: Actor, { jobId }: JobIdInput): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const job = await getJob(tx, actor, jobId);
    const isDone = job.state === "REJECTED" ? await settleRun(tx, job.runId) : await takeOut(tx, job);
    if (!isDone) throw new DomainError("CONFLICT", "This job runs already, or has ended.");
    await audit(tx, actor, "jobs.cancel", job);
  });
}

async function reschedule(tx: Tx, jobId: string): Promise<void> {
  const moved = await tx.$executeRaw(Prisma.sql`
    select from graphile_worker.reschedule_jobs(array[${jobId}::bigint], run_at => now(), attempts => 0)`);
  if (moved === 0) throw new DomainError("CONFLICT", "This job runs already.");
}

/** @returns false when somebody was quicker */
async function settleRun(tx: Tx, runId: string | null): Promise<boolean> {
  const settled = await tx.$executeRaw(Prisma.sql`
    update apps_jobrun set settled_at = clock_timestamp() where uuid = ${runId}::uuid and settled_at is null`);
  return settled > 0;
}

/** What was rejected has left the queue: the same work is put into it anew. */
async function putBack(tx: Tx, { runId, attempt }: JobRow): Promise<void> {
  await tx.$executeRaw(Prisma.sql`
    select graphile_worker.add_job(identifier => name, payload => (payload - '_cron')::json,
      max_attempts => greatest(${attempt}::int, 3), job_key => key)
    from apps_jobrun where uuid = ${runId}::uuid`);
}

/** @returns false when it runs, or is gone */
async function takeOut(tx: Tx, { id, name, attempt }: JobRow): Promise<boolean> {
  const [removed] = await tx.$queryRaw<{ key: string | null; payload: unknown }[]>(Prisma.sql`
    select key, payload from graphile_worker.complete_jobs(array[${id}::bigint])`);
  if (!removed) return false;
  await tx.$executeRaw(Prisma.sql`
    insert into apps_jobrun (job_id, name, queue, key, payload, attempt, worker_id, started_at, finished_at, result)
    values (${id}::bigint, ${name}, (select queue from apps_jobrun where name = ${name} and queue is not null limit 1),
      ${removed.key}, ${JSON.stringify(removed.payload)}::jsonb, ${attempt}, '', clock_timestamp(), clock_timestamp(),
      'CANCELED')`);
  return true;
}

function audit(
  tx: Tx,
  actor: Actor,
  action: string,
  { id, name, practiceId, day, state }: JobRow,
): Promise<void> {
  return recordAudit(tx, actor, {
    action,
    entity: "Job",
    entityId: id,
    after: { name, state, ...(practiceId === null ? {} : { practiceId }), ...(day === null ? {} : { day }) },
  });
}
