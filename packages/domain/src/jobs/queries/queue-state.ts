import {
  jobTitles,
  type JobStats,
  type JobStatsInput,
  type QueueList,
  queues,
  type QueueState,
  type Schedule,
} from "@vetsuccess/contract/jobs";
import { Prisma } from "@vetsuccess/db/sql";
import { Cron } from "croner";
import type { Deps } from "../../deps.ts";
import { liveWorkers } from "./live-workers.ts";

/** Each queue with what it has to do; a job that never ran counts for the queue its kind was last seen in. */
export async function listQueues({ db }: Pick<Deps, "db">): Promise<QueueList> {
  const rows = await db.$queryRaw<(QueueState & { workersAlive: number })[]>(Prisma.sql`
    with kind as (
      select distinct on (name) name, queue from apps_jobrun where queue is not null order by name, started_at desc
    ), job as (
      select coalesce(kind.queue, 'low') as queue, j.locked_at, j.run_at, j.attempts < j.max_attempts as is_open
      from graphile_worker.jobs j left join kind on kind.name = j.task_identifier
    )
    select q.queue,
      count(*) filter (where job.locked_at is not null)::int as running,
      count(*) filter (where job.locked_at is null and is_open and job.run_at <= now())::int as due,
      count(*) filter (where job.locked_at is null and is_open and job.run_at > now())::int as waiting,
      (count(*) filter (where job.locked_at is null and not is_open)
        + (select count(*) from apps_jobrun r where r.queue = q.queue and r.result = 'REJECTED' and r.settled_at is null
            and r.started_at > now() - interval '30 days'))::int as trouble,
      min(job.run_at) filter (where job.locked_at is null and is_open and job.run_at <= now()) as "dueSince",
      (select jsonb_build_object('detail', p.detail, 'startedAt', (extract(epoch from p.started_at) * 1000)::bigint,
          'startedBy', p.started_by)
        from apps_queuepause p where p.queue = q.queue and p.ended_at is null) as pause,
      (select count(*)::int from (${liveWorkers}) alive) as "workersAlive"
    from unnest(${[...queues]}::text[]) with ordinality as q(queue, place)
    left join job on job.queue = q.queue
    group by q.queue, q.place order by q.place`);
  return {
    queues: rows.map((row) => ({
      ...row,
      pause: row.pause && { ...row.pause, startedAt: new Date(row.pause.startedAt) },
    })),
    workersAlive: rows[0]?.workersAlive ?? 0,
  };
}

/** The queues that no job is taken from. */
export async function listPausedQueues({ db }: Pick<Deps, "db">): Promise<Set<string>> {
  const rows = await db.queuePause.findMany({ where: { endedAt: null }, select: { queue: true } });
  return new Set(rows.map(({ queue }) => queue));
}

/** Whether the clock may start this job; one that no worker has announced may. */
export async function isScheduleOn({ db }: Pick<Deps, "db">, name: string): Promise<boolean> {
  const schedule = await db.jobSchedule.findUnique({ where: { name }, select: { isOn: true } });
  return schedule?.isOn ?? true;
}

/** What the clock starts, with its last and next time. */
export async function listSchedules({ db, now }: Pick<Deps, "db" | "now">): Promise<Schedule[]> {
  const rows = await db.$queryRaw<Omit<Schedule, "title" | "nextRunAt">[]>(Prisma.sql`
    select s.name, s.cron, s.is_on as "isOn", last.started_at as "lastRunAt", last.result as "lastResult"
    from apps_jobschedule s
    left join lateral (
      select started_at, result from apps_jobrun r where r.name = s.name order by started_at desc limit 1) last on true
    order by s.name`);
  return rows.map((row) => ({
    ...row,
    title: jobTitles[row.name] ?? row.name,
    nextRunAt: row.isOn ? new Cron(row.cron, { timezone: "UTC" }).nextRun(now()) : null,
  }));
}

const ranges = {
  "24h": { unit: "hour", length: "23 hours" },
  "30d": { unit: "day", length: "29 days" },
} as const;

/** How attempts ended, hour by hour or day by day (UTC). */
export async function getJobStats(
  { db, now }: Pick<Deps, "db" | "now">,
  input: JobStatsInput,
): Promise<JobStats> {
  const { unit, length } = ranges[input.range];
  const last = Prisma.sql`date_trunc(${unit}, ${now()}::timestamptz, 'UTC')`;
  const buckets = await db.$queryRaw<JobStats["buckets"]>(Prisma.sql`
    select bucket.at, count(r.uuid) filter (where r.result = 'DONE')::int as done,
      count(r.uuid) filter (where r.result = 'FAILED')::int as failed,
      count(r.uuid) filter (where r.result = 'REJECTED')::int as rejected
    from generate_series(${last} - ${length}::interval, ${last}, ${`1 ${unit}`}::interval) as bucket(at)
    left join apps_jobrun r
      on r.started_at >= bucket.at and r.started_at < bucket.at + ${`1 ${unit}`}::interval
    group by bucket.at order by bucket.at`);
  return { buckets };
}
