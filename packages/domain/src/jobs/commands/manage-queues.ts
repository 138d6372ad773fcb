import { DomainError } from "@vetsuccess/contract/errors";
import type {
  PauseQueueInput,
  ResumeQueueInput,
  ScheduleNameInput,
  SwitchScheduleInput,
} from "@vetsuccess/contract/jobs";
import { inTransaction } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import { recordAudit } from "../../audit/commands.ts";
import type { Actor, Deps } from "../../deps.ts";
import { requireAllPractices } from "../../identity/rules.ts";

/**
 * Lets no worker take a job of the queue, within seconds, until somebody resumes it. What runs already is finished.
 *
 * @throws DomainError CONFLICT when it is paused already; NOT_ALLOWED for those who are limited to some practices
 */
export async function pauseQueue(
  deps: Deps,
  actor: Actor,
  { queue, detail }: PauseQueueInput,
): Promise<void> {
  requireAllPractices(actor);
  await inTransaction(deps.db, async (tx) => {
    const paused = await tx.$executeRaw(Prisma.sql`
      insert into apps_queuepause (queue, detail, started_by) values (${queue}, ${detail}, left(${actor.label}, 255))
      on conflict (queue) where ended_at is null do nothing`);
    if (paused === 0) throw new DomainError("CONFLICT", "This queue is paused already.", { field: "queue" });
    await recordAudit(tx, actor, {
      action: "jobs.pauseQueue",
      entity: "Queue",
      entityId: queue,
      before: { isPaused: false },
      after: { isPaused: true, detail },
    });
  });
  deps.log.warn({ actorId: actor.id, queue }, "queue paused");
}

/** @throws DomainError CONFLICT when it is not paused; NOT_ALLOWED for those who are limited to some practices */
export async function resumeQueue(deps: Deps, actor: Actor, { queue }: ResumeQueueInput): Promise<void> {
  requireAllPractices(actor);
  await inTransaction(deps.db, async (tx) => {
    const resumed = await tx.$executeRaw(Prisma.sql`
      update apps_queuepause set ended_at = clock_timestamp(), ended_by = left(${actor.label}, 255)
      where queue = ${queue} and ended_at is null`);
    if (resumed === 0) throw new DomainError("CONFLICT", "This queue is not paused.", { field: "queue" });
    await recordAudit(tx, actor, {
      action: "jobs.resumeQueue",
      entity: "Queue",
      entityId: queue,
      before: { isPaused: true },
      after: { isPaused: false },
    });
  });
  deps.log.warn({ actorId: actor.id, queue }, "queue resumed");
}

/**
 * Switches a schedule. While it is off its ticks are recorded as SKIPPED, and not made up for later.
 *
 * @throws DomainError NOT_FOUND; NOT_ALLOWED for those who are limited to some practices
 */
export async function switchSchedule(
  deps: Deps,
  actor: Actor,
  { name, isOn }: SwitchScheduleInput,
): Promise<void> {
  requireAllPractices(actor);
  await inTransaction(deps.db, async (tx) => {
    const switched = await tx.$executeRaw(Prisma.sql`
      update apps_jobschedule set is_on = ${isOn}, updated_at = clock_timestamp() where name = ${name}`);
    if (switched === 0) throw new DomainError("NOT_FOUND", "There is no such schedule.", { field: "name" });
    await recordAudit(tx, actor, {
      action: "jobs.switchSchedule",
      entity: "JobSchedule",
      entityId: name,
      before: { isOn: !isOn },
      after: { isOn },
    });
  });
  deps.log.warn({ actorId: actor.id, schedule: name, isOn }, "schedule switched");
}

/**
 * Starts a scheduled job now, whether its schedule is on or off.
 *
 * @throws DomainError NOT_FOUND; NOT_ALLOWED for those who are limited to some practices
 */
export async function runSchedule(deps: Deps, actor: Actor, { name }: ScheduleNameInput): Promise<void> {
  requireAllPractices(actor);
  await inTransaction(deps.db, async (tx) => {
    const added = await tx.$executeRaw(Prisma.sql`
      select graphile_worker.add_job(identifier => name, payload => '{}'::json, max_attempts => 1, job_key => name)
      from apps_jobschedule where name = ${name}`);
    if (added === 0) throw new DomainError("NOT_FOUND", "There is no such schedule.", { field: "name" });
    await recordAudit(tx, actor, { action: "jobs.runSchedule", entity: "JobSchedule", entityId: name });
  });
}

/** Makes the worker's schedules known to the screens; whether they are on is left alone. Those that are gone are forgotten. */
export async function announceSchedules(
  { db }: Pick<Deps, "db">,
  schedules: readonly { name: string; cron: string }[],
): Promise<void> {
  await inTransaction(db, async (tx) => {
    await tx.$executeRaw(Prisma.sql`
      insert into apps_jobschedule (name, cron)
      select name, cron from jsonb_to_recordset(${JSON.stringify(schedules)}::jsonb) as s(name text, cron text)
      order by name
      on conflict (name) do update set cron = excluded.cron, updated_at = clock_timestamp()
      where apps_jobschedule.cron <> excluded.cron`);
    await tx.jobSchedule.deleteMany({ where: { name: { notIn: schedules.map(({ name }) => name) } } });
  });
}

/** Records of jobs are kept for so many days. */
const keptDays = 90;

/** Removes old records of jobs, and workers that stopped long ago. */
export async function forgetOldRuns({ db }: Pick<Deps, "db">): Promise<void> {
  await db.$executeRaw(Prisma.sql`
    delete from apps_jobrun where started_at < clock_timestamp() - ${keptDays} * interval '1 day'`);
  await db.$executeRaw(Prisma.sql`
    delete from apps_worker where heartbeat_at < clock_timestamp() - ${keptDays} * interval '1 day'`);
}
