import type { Queue } from "@vetsuccess/contract/jobs";
import { inTransaction, type Tx } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import type { z } from "zod";
import type { Deps } from "../deps.ts";
import { liveWorkers } from "./queries/live-workers.ts";
import { silentWorkerMs, type JobContract, type QueuedJob } from "./rules.ts";

/**
 * Puts a job into the queue in the caller's transaction: it exists exactly when the transaction commits.
 * A waiting job with the same key is replaced; one that already runs is left alone and a new one is added.
 *
 * @throws ZodError when the payload does not fit the contract
 */
export async function enqueue<Payload extends z.ZodType>(
  tx: Pick<Tx, "$queryRaw">,
  job: JobContract<Payload>,
  payload: z.input<Payload>,
  options: { runAt?: Date } = {},
): Promise<void> {
  const parsed = job.payload.parse(payload);
  const key = job.key?.(parsed) ?? null;
  await tx.$queryRaw(Prisma.sql`
    select (graphile_worker.add_job(
      identifier => ${job.name}::text,
      payload => ${JSON.stringify(parsed)}::json,
      run_at => ${options.runAt ?? null}::timestamptz,
      max_attempts => ${job.maxAttempts}::int,
      job_key => ${key}::text
    )).id`);
}

/** Whether a job with the key that this payload gives waits or runs; a job that ended is not in the queue any more. */
export async function isQueued<Payload extends z.ZodType>(
  tx: Pick<Tx, "$queryRaw">,
  job: JobContract<Payload>,
  payload: z.input<Payload>,
): Promise<boolean> {
  const key = job.key?.(job.payload.parse(payload)) ?? null;
  const [found] = await tx.$queryRaw<{ isQueued: boolean }[]>(Prisma.sql`
    select exists (select from graphile_worker.jobs where key = ${key} and attempts < max_attempts) as "isQueued"`);
  return found?.isQueued ?? false;
}

/** A worker process as it shows itself to the others. */
export interface WorkerIdentity {
  id: string;
  host: string;
  pid: number;
  version: string;
  queues: readonly Queue[];
  /** Names under which its runners lock jobs. */
  pools: readonly string[];
}

/** Says that the worker lives; its first beat makes it known. A worker that was thought dead lives again. */
export async function beat({ db }: Pick<Deps, "db">, worker: WorkerIdentity): Promise<void> {
  await db.$executeRaw(Prisma.sql`
    insert into apps_worker (id, host, pid, version, queues, pools, started_at, heartbeat_at)
    values (${worker.id}, ${worker.host}, ${worker.pid}, ${worker.version}, ${worker.queues}::text[],
      ${worker.pools}::text[], clock_timestamp(), clock_timestamp())
    on conflict (id) do update set heartbeat_at = excluded.heartbeat_at, pools = excluded.pools, stopped_at = null`);
}

/** Says that the worker has stopped in good order. */
export async function retireWorker({ db }: Pick<Deps, "db">, workerId: string): Promise<void> {
  await db.$executeRaw(Prisma.sql`
    update apps_worker set stopped_at = clock_timestamp() where id = ${workerId}`);
}

/** Records that an attempt of a job begins. */
export async function startJobRun(
  { db, workerId }: Pick<Deps, "db"> & { workerId: string },
  contract: Pick<JobContract, "name" | "queue">,
  job: QueuedJob,
): Promise<string> {
  const [run] = await db.$queryRaw<{ uuid: string }[]>(Prisma.sql`
    insert into apps_jobrun (job_id, name, queue, key, payload, attempt, worker_id, started_at)
    values (${job.id}::bigint, ${contract.name}, ${contract.queue}, ${job.key}, ${JSON.stringify(job.payload ?? null)}::jsonb,
      ${job.attempt}, ${workerId}, clock_timestamp())
    returning uuid::text`);
  if (!run) throw new Error("an insert returned no row");
  return run.uuid;
}

/** Records how an attempt of a job ended. */
export async function finishJobRun(
  { db }: Pick<Deps, "db">,
  uuid: string,
  result: "DONE" | "FAILED" | "REJECTED" | "SKIPPED",
  reason: string | null,
): Promise<void> {
  await db.$executeRaw(Prisma.sql`
    update apps_jobrun set finished_at = clock_timestamp(), result = ${result}, reason = left(${reason}, 1000)
    where uuid = ${uuid}::uuid and finished_at is null`);
}

/** A job of a name that no worker knows is given up when it has been due for so long: a newer worker may know it. */
const unknownJobPatienceMs = 300_000;

/**
 * Puts the queue in order: jobs of dead workers are free again, and jobs that no contract knows leave the queue with a
 * reason.
 *
 * @param known names of all contracts
 */
export async function recoverJobs(
  deps: Deps & { workerId: string },
  known: readonly string[],
): Promise<void> {
  const recovered = await inTransaction(deps.db, async (tx) => {
    const dead = await tx.$queryRaw<{ pool: string }[]>(Prisma.sql`
      select distinct locked_by as pool from graphile_worker.jobs
      where locked_at < clock_timestamp() - ${silentWorkerMs} * interval '1 millisecond'
        and locked_by not in (select unnest(pools) from apps_worker where id in (${liveWorkers}))`);
    const pools = dead.map((row) => row.pool);
    if (pools.length > 0)
      await tx.$executeRaw(Prisma.sql`select graphile_worker.force_unlock_workers(${pools}::text[])`);
    const runs = await tx.$executeRaw(Prisma.sql`
      update apps_jobrun set finished_at = clock_timestamp(), result = 'FAILED', reason = 'its worker died'
      where finished_at is null and worker_id not in (${liveWorkers})`);
    const unknown = await tx.$executeRaw(Prisma.sql`
      with stray as materialized (
        select id, task_identifier, key, attempts from graphile_worker.jobs
        where task_identifier <> all(${known}::text[]) and locked_at is null
          and run_at < clock_timestamp() - ${unknownJobPatienceMs} * interval '1 millisecond'
      ), removed as materialized (
        select graphile_worker.complete_jobs(array(select id from stray))
      )
      insert into apps_jobrun (job_id, name, key, attempt, worker_id, started_at, finished_at, result, reason)
      select id, left(task_identifier, 128), key, attempts, ${deps.workerId}, clock_timestamp(), clock_timestamp(),
        'REJECTED', 'no job has this name'
      from stray where (select count(*) from removed) >= 0`);
    return { pools: pools.length, runs, unknown };
  });
  if (recovered.pools + recovered.runs + recovered.unknown > 0)
    deps.log.warn(recovered, "queue put in order");
}
