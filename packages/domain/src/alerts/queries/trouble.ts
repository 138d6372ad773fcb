import { Prisma } from "@vetsuccess/db/sql";
import { Cron } from "croner";
import { utcDay } from "../../calendar/rules.ts";
import { systemActor, type Deps } from "../../deps.ts";
import { listServers } from "../../system/queries.ts";
import { lateMs, planningMs, type Trouble } from "../rules/causes.ts";

const dayMs = 24 * 60 * 60_000;
const watcher = systemActor("alerts");

/**
 * What may be trouble at this moment.
 *
 * @param planningJob name of the job that starts the day's planning
 */
export async function readTrouble(deps: Deps, planningJob: string): Promise<Trouble> {
  const planningDueAt = await lastPlanningDueAt(deps, planningJob);
  const [pauses, queuePauses, failing, unplanned, lateTexts, lastSentAt, servers] = await Promise.all([
    listPauses(deps),
    deps.db.queuePause.findMany({ where: { endedAt: null }, select: { queue: true, detail: true } }),
    listFailing(deps),
    planningDueAt ? listUnplanned(deps, planningDueAt) : [],
    listLateTexts(deps),
    readLastSentAt(deps),
    listServers(deps, watcher),
  ]);
  return {
    isSendingEnabled: deps.settings.isSmsSendingEnabled,
    pauses,
    queuePauses,
    failing,
    planningDay: planningDueAt && utcDay(planningDueAt),
    unplanned,
    lateTexts,
    lastSentAt,
    staleServers: servers.filter(({ isStale }) => isStale),
  };
}

function listPauses({ db }: Deps): Promise<Trouble["pauses"]> {
  return db.$queryRaw<Trouble["pauses"]>(Prisma.sql`
    select uuid::text, reason, detail, until from apps_sendingpause
    where ended_at is null and (until is null or until > clock_timestamp()) order by started_at, uuid`);
}

/** By kind: jobs that are not tried any more and that nobody has seen to; and kinds whose last three tries failed. */
function listFailing({ db }: Deps): Promise<Trouble["failing"]> {
  return db.$queryRaw<Trouble["failing"]>(Prisma.sql`
    with ended as (
      select name, count(*) as jobs from apps_jobrun
      where result = 'REJECTED' and settled_at is null and started_at > now() - interval '30 days' group by name
      union all
      select task_identifier, count(*) from graphile_worker.jobs
      where locked_at is null and attempts >= max_attempts group by task_identifier
    ), latest as (
      select name, result, row_number() over (partition by name order by started_at desc) as place from apps_jobrun
      where result in ('DONE', 'FAILED') and started_at > now() - interval '1 day'
    ), repeated as (
      select name from latest where place <= 3 group by name having count(*) = 3 and bool_and(result = 'FAILED')
    )
    select name, sum(jobs)::int as "inTrouble"
    from (select name, jobs from ended union all select name, 0 from repeated) found
    group by name order by name`);
}

/** When the newest planning that should be done by now was started by the clock; null: no worker has said when. */
async function lastPlanningDueAt({ db, now }: Deps, name: string): Promise<Date | null> {
  const schedule = await db.jobSchedule.findUnique({ where: { name } });
  if (!schedule) return null;
  const latest = new Date(now().getTime() - planningMs);
  const dueAt = new Cron(schedule.cron, { timezone: "UTC" }).nextRun(new Date(latest.getTime() - dayMs));
  return dueAt && dueAt <= latest ? dueAt : null;
}

/** Practices that should have been planned; those that somebody holds, or changed since, are left out. */
function listUnplanned({ db }: Deps, dueAt: Date): Promise<Trouble["unplanned"]> {
  const day = utcDay(dueAt);
  return db.$queryRaw<Trouble["unplanned"]>(Prisma.sql`
    select p.odu_id as "practiceId", s.is_approval_required as "isApprovalRequired"
    from apps_practice p
    join apps_practicesettings s on s.practice_id = p.odu_id
    left join apps_outreachwatermark w on w.practice_id = p.odu_id
    left join apps_outreachbatch b on b.practice_id = p.odu_id and b.decision = 'HELD' and b.day <= ${day}::date
    where s.is_sms_mailing_enabled and not p.is_archived and p.extractor_removed_at is null and s.updated_at <= ${dueAt}
      and b.practice_id is null and (w.covered_through is null or w.covered_through < ${day}::date)
    order by p.odu_id limit 500`);
}

function listLateTexts({ db, now }: Deps): Promise<Trouble["lateTexts"]> {
  const since = new Date(now().getTime() - lateMs);
  return db.$queryRaw<Trouble["lateTexts"]>(Prisma.sql`
    select v.time_zone as zone, count(*)::int as texts
    from apps_smsevent e
    join apps_practice p on p.odu_id = e.context->>'practice_id'
    join apps_practicesettings s on s.practice_id = p.odu_id
    left join apps_server v on v.odu_id = p.server_id
    where e.status = 'PENDING' and e.send_at <= ${since} and s.is_sms_mailing_enabled and not p.is_archived
    group by 1`);
}

async function readLastSentAt({ db }: Deps): Promise<Date | null> {
  const [row] = await db.$queryRaw<{ at: Date | null }[]>(
    Prisma.sql`select max(started_at) as at from apps_smsattempt`,
  );
  return row?.at ?? null;
}
