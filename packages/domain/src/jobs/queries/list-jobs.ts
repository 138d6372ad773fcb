import { DomainError } from "@vetsuccess/contract/errors";
import {
  jobTitles,
  type JobDetail,
  type JobPage,
  type JobRow,
  type ListJobsInput,
} from "@vetsuccess/contract/jobs";
import type { Tx } from "@vetsuccess/db/client";
import { likeLiteral, Prisma } from "@vetsuccess/db/sql";
import type { Actor, Deps } from "../../deps.ts";

/** Ended jobs are shown for so long. */
const shownFor = Prisma.sql`interval '30 days'`;

/**
 * Every job that waits, runs or has ended, one row each. Of what is in the queue graphile-worker's own table is asked, for the
 * payload (ids only); of what has left it the last record of `apps_jobrun`.
 */
const allJobs = Prisma.sql`
  select j.id, t.identifier as name, null::text as queue,
    case when j.locked_at is not null then 'RUNNING' when j.attempts >= j.max_attempts then 'FAILED'
      when j.attempts > 0 then 'RETRYING' else 'WAITING' end as state,
    j.payload ->> 'practiceId' as practice_id, j.payload ->> 'day' as day, j.attempts::int as attempt,
    j.max_attempts::int as max_attempts, case when j.attempts < j.max_attempts then j.run_at end as run_at,
    j.locked_at as started_at, null::timestamptz as finished_at, null::uuid as run_id, null::text as reason
  from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
  union all
  select r.job_id, r.name, r.queue, r.result, r.payload ->> 'practiceId', r.payload ->> 'day', r.attempt, null, null,
    r.started_at, r.finished_at, r.uuid, r.reason
  from apps_jobrun r
  where r.result in ('DONE', 'REJECTED', 'SKIPPED', 'CANCELED') and r.started_at > now() - ${shownFor}`;

const inView = {
  now: Prisma.sql`state in ('RUNNING', 'WAITING', 'RETRYING')`,
  trouble: Prisma.sql`(state = 'FAILED' or state = 'REJECTED' and not is_settled)`,
  ended: Prisma.sql`(state in ('DONE', 'SKIPPED', 'CANCELED') or state = 'REJECTED' and is_settled)`,
} satisfies Record<ListJobsInput["view"], Prisma.Sql>;

const order = {
  now: Prisma.sql`state <> 'RUNNING', run_at, id`,
  trouble: Prisma.sql`coalesce(finished_at, last_finished_at) desc nulls last, id desc`,
  ended: Prisma.sql`finished_at desc, id desc`,
} satisfies Record<ListJobsInput["view"], Prisma.Sql>;

const columns = Prisma.sql`
  id::text, name, coalesce(queue, last_queue) as queue, state, practice_id as "practiceId", practice_name as "practiceName", day,
  attempt, max_attempts as "maxAttempts", run_at as "runAt", started_at as "startedAt",
  coalesce(finished_at, case when state = 'FAILED' then last_finished_at end) as "finishedAt",
  coalesce(reason, last_reason) as reason, case when state = 'REJECTED' then run_id::text end as "runId"`;

/** No machine repeats a mail of unknown fate. Texts are not sent by jobs of their own: the fate of each is its own. */
const isSendUnknown = Prisma.sql`name = 'email-updates.send' and exists (
  select from apps_updatesemailevent e
  where e.practice_id = job.practice_id and e.sent_date::text = job.day and e.status = 'UNKNOWN')`;

/** Jobs of practices that the actor may see; of no practice in particular only for those who see all of them. */
function visibleTo({ practiceIds }: Actor): Prisma.Sql {
  return practiceIds === null ? Prisma.sql`true` : Prisma.sql`practice_id = any(${[...practiceIds]}::text[])`;
}

function jobsMatching(where: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    select job.*, practice.name as practice_name, last.reason as last_reason, last.finished_at as last_finished_at,
      last.queue as last_queue, coalesce(own.settled_at is not null, false) as is_settled
    from (${allJobs}) job
    left join apps_practice practice on practice.odu_id = job.practice_id
    left join apps_jobrun own on own.uuid = job.run_id
    left join lateral (
      select r.reason, r.finished_at, r.queue from apps_jobrun r
      where r.job_id = job.id and job.run_id is null order by r.started_at desc limit 1) last on true
    where ${where}`;
}

function filterOf(actor: Actor, { queue, name, search }: ListJobsInput): Prisma.Sql {
  const part = search === undefined ? "" : `%${likeLiteral(search)}%`;
  const kinds = Object.entries(jobTitles)
    .filter(([, title]) => title.toLowerCase().includes((search ?? "").toLowerCase()))
    .map(([kind]) => kind);
  return Prisma.join(
    [
      visibleTo(actor),
      ...(queue === undefined ? [] : [Prisma.sql`coalesce(job.queue, last.queue) = ${queue}`]),
      ...(name === undefined ? [] : [Prisma.sql`job.name = ${name}`]),
      ...(search === undefined
        ? []
        : [
            Prisma.sql`(practice.name ilike ${part} or job.practice_id = ${search} or job.name ilike ${part}
              or job.name = any(${kinds}::text[]))`,
          ]),
    ],
    " and ",
  );
}

/** One page of a view of the jobs, with the number of rows in each view. One statement. */
export async function listJobs(
  { db }: Pick<Deps, "db">,
  actor: Actor,
  input: ListJobsInput,
): Promise<JobPage> {
  type Found = Omit<JobRow, "title"> | { id: null };
  type Counts = JobPage["counts"];
  const rows = await db.$queryRaw<({ counts: Counts } & Found)[]>(Prisma.sql`
    with job as materialized (${jobsMatching(filterOf(actor, input))}),
    page as (
      select ${columns}, row_number() over (order by ${order[input.view]}) as place
      from job where ${inView[input.view]}
      order by ${order[input.view]} limit ${input.limit} offset ${input.offset}
    )
    select (select jsonb_build_object('now', count(*) filter (where ${inView.now}),
        'trouble', count(*) filter (where ${inView.trouble}), 'ended', count(*) filter (where ${inView.ended}))
      from job) as counts, page.*
    from (select) one left join page on true order by page.place`);
  const counts = rows[0]?.counts ?? { now: 0, trouble: 0, ended: 0 };
  return {
    rows: rows.flatMap((row) => (row.id === null ? [] : [withTitle(row)])),
    total: counts[input.view] ?? 0,
    counts,
  };
}

/** @throws DomainError NOT_FOUND, also for a job of a practice that the actor may not see */
export async function getJob(db: Pick<Tx, "$queryRaw">, actor: Actor, jobId: string): Promise<JobDetail> {
  const [row] = await db.$queryRaw<Omit<JobDetail, "title" | "runs">[]>(Prisma.sql`
    select ${columns}, ${isSendUnknown} as "isSendUnknown" from (${jobsMatching(Prisma.sql`job.id = ${jobId}::bigint and ${visibleTo(actor)}`)}) job
    order by run_id is null desc, started_at desc limit 1`);
  if (!row) throw new DomainError("NOT_FOUND", "There is no such job.", { field: "jobId" });
  const runs = await db.$queryRaw<JobDetail["runs"]>(Prisma.sql`
    select uuid::text, attempt, worker_id as "workerId", started_at as "startedAt", finished_at as "finishedAt", result, reason
    from apps_jobrun where job_id = ${jobId}::bigint order by started_at desc limit 100`);
  return { ...withTitle(row), runs };
}

function withTitle<T extends { name: string }>(row: T): T & { title: string } {
  return { ...row, title: jobTitles[row.name] ?? row.name };
}
