import { EventEmitter } from "node:events";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { beat, retireWorker } from "@vetsuccess/domain/jobs/commands";
import { runJob } from "@vetsuccess/domain/jobs/handlers";
import { watchTrouble } from "@vetsuccess/domain/alerts/jobs";
import { queues, type Queue } from "@vetsuccess/contract/jobs";
import {
  checkArrivals,
  checkFiles,
  launchUpdates,
  launchWorkbooks,
} from "@vetsuccess/domain/email-updates/jobs";
import { forgetExpired } from "@vetsuccess/domain/identity/jobs";
import { announceSchedules } from "@vetsuccess/domain/jobs/commands/manage-queues";
import { forgetOldJobs } from "@vetsuccess/domain/jobs/jobs";
import { heartbeatMs, type BoundJob } from "@vetsuccess/domain/jobs/rules";
import { launchOutreach } from "@vetsuccess/domain/outreach/jobs";
import { recoverTexts, sendDueTexts } from "@vetsuccess/domain/texts/jobs";
import {
  Logger,
  parseCronItems,
  run,
  type CronItem,
  type Runner,
  type TaskList,
  type WorkerEvents,
} from "graphile-worker";
import type pg from "pg";
import { PausedQueues } from "./paused-queues.ts";
import { bindJobs, type WorkerDeps } from "./tasks.ts";

export interface WorkerSettings {
  version: string;
  /** Places per queue; a queue with none is left to other workers. */
  concurrency: Record<Queue, number>;
  /** Cron patterns, UTC. */
  crontab: {
    launchOutreach: string;
    sendDueTexts: string;
    recoverTexts: string;
    forgetExpired: string;
    launchUpdates: string;
    checkUpdateFiles: string;
    checkUpdateArrivals: string;
    makeWorkbooks: string;
    watchTrouble: string;
  };
}

export interface Worker {
  /** Takes nothing new, waits for what runs, and says that the worker has stopped. May be called twice. */
  stop(): Promise<void>;
}

/** How soon a runner that ended by itself is started again. */
const restartMs = 2_000;
/** How often a runner looks for jobs that nobody announced: those that were planned for a time. */
const pollMs = 1_000;

/**
 * Runs the jobs of the product: one runner per queue, each with places of its own, all on the pool of the process. Lives on
 * through an outage of the database.
 *
 * @param pool the pool below `deps.db`
 */
export async function startWorker(
  deps: WorkerDeps,
  pool: pg.Pool,
  settings: WorkerSettings,
): Promise<Worker> {
  const stopping = new AbortController();
  const pools = new Map<Queue, string>();
  const jobs = bindJobs(deps);
  const served = queues.filter(
    (queue) => settings.concurrency[queue] > 0 && jobs.some(({ contract }) => contract.queue === queue),
  );

  const say = () =>
    beat(deps, {
      id: deps.workerId,
      host: hostname(),
      pid: process.pid,
      version: settings.version,
      queues: served,
      pools: [...pools.values()],
    }).catch((error: unknown) => deps.log.warn({ error: nameOf(error) }, "heartbeat failed"));
  await say();
  const heartbeat = setInterval(() => void say(), heartbeatMs);
  const schedule = served.map((queue) => cronItems(settings.crontab, jobs, queue));
  await announceSchedules(
    deps,
    schedule.flat().map(({ task, match }) => ({ name: task, cron: String(match) })),
  );
  const paused = new PausedQueues(deps);
  await paused.look(deps);

  const runners = served.map((queue, at) => {
    const parsedCronItems = parseCronItems(schedule[at] ?? []);
    const events: WorkerEvents = new EventEmitter();
    events.on("pool:create", ({ workerPool }) => {
      pools.set(queue, workerPool.id);
      void say();
    });
    return keepRunning(deps, queue, paused, stopping.signal, () =>
      run({
        pgPool: pool,
        events,
        logger: quietLogger(deps),
        concurrency: settings.concurrency[queue],
        pollInterval: pollMs,
        noHandleSignals: true,
        taskList: taskListOf(deps, jobs, queue, stopping.signal),
        parsedCronItems,
        // A result that the database does not take at once is kept and tried again.
        preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
      }),
    );
  });
  deps.log.info({ workerId: deps.workerId, queues: served }, "worker started");

  let stopped: Promise<void> | undefined;
  const stop = async () => {
    stopping.abort();
    await Promise.all(runners);
    clearInterval(heartbeat);
    paused.stop();
    await retireWorker(deps, deps.workerId).catch(() => undefined);
    deps.log.info({ workerId: deps.workerId }, "worker stopped");
  };
  return { stop: () => (stopped ??= stop()) };
}

/** Keeps a runner going until the signal comes, but for the time of pauses; resolves when its last job has ended. */
async function keepRunning(
  deps: WorkerDeps,
  queue: Queue,
  paused: PausedQueues,
  signal: AbortSignal,
  start: () => Promise<Runner>,
): Promise<void> {
  while (!signal.aborted) {
    try {
      if (!paused.has(queue)) {
        const runner = await start();
        const stop = () => void runner.stop().catch(() => undefined);
        signal.addEventListener("abort", stop, { once: true });
        paused.once(queue, stop);
        if (signal.aborted || paused.has(queue)) stop();
        await runner.promise.finally(() => {
          signal.removeEventListener("abort", stop);
          paused.off(queue, stop);
        });
      }
    } catch (error) {
      deps.log.error({ error: nameOf(error) }, "runner ended: starting it again");
    }
    await sleep(paused.has(queue) ? pollMs : restartMs, undefined, { signal }).catch(() => undefined);
  }
}

function taskListOf(
  deps: WorkerDeps,
  jobs: readonly BoundJob[],
  queue: Queue,
  signal: AbortSignal,
): TaskList {
  const ofQueue = jobs.filter(({ contract }) => contract.queue === queue);
  return Object.fromEntries(
    ofQueue.map((job) => [
      job.contract.name,
      (payload: unknown, { job: { id, key, attempts } }) =>
        runJob(deps, job, { id, payload, key, attempt: attempts }, signal),
    ]),
  );
}

/**
 * A daily tick that nobody was there for is made up for within a day, one that speaks of "today" while it is the same day;
 * those of every minute are not.
 */
const backfillMs = { daily: 24 * 60 * 60_000, sameDay: 9 * 60 * 60_000, everyMinute: 0 };

/**
 * The schedule of a queue. Identifiers are fixed: the database keeps the last tick of each, so that a tick runs once,
 * however many workers there are. A waiting job of the same kind is replaced.
 */
function cronItems(crontab: WorkerSettings["crontab"], jobs: readonly BoundJob[], queue: Queue): CronItem[] {
  const schedule: Record<string, { match: string; backfillPeriod: number }> = {
    [launchOutreach.name]: { match: crontab.launchOutreach, backfillPeriod: backfillMs.daily },
    [sendDueTexts.name]: { match: crontab.sendDueTexts, backfillPeriod: backfillMs.everyMinute },
    [forgetOldJobs.name]: { match: crontab.forgetExpired, backfillPeriod: backfillMs.daily },
    [forgetExpired.name]: { match: crontab.forgetExpired, backfillPeriod: backfillMs.daily },
    [recoverTexts.name]: { match: crontab.recoverTexts, backfillPeriod: backfillMs.everyMinute },
    [launchUpdates.name]: { match: crontab.launchUpdates, backfillPeriod: backfillMs.sameDay },
    [checkFiles.name]: { match: crontab.checkUpdateFiles, backfillPeriod: backfillMs.everyMinute },
    [launchWorkbooks.name]: { match: crontab.makeWorkbooks, backfillPeriod: backfillMs.sameDay },
    [watchTrouble.name]: { match: crontab.watchTrouble, backfillPeriod: backfillMs.everyMinute },
    [checkArrivals.name]: { match: crontab.checkUpdateArrivals, backfillPeriod: backfillMs.sameDay },
  };
  return jobs.flatMap(({ contract: { name, maxAttempts, queue: own } }) => {
    const entry = schedule[name];
    if (entry === undefined || own !== queue) return [];
    const { match, backfillPeriod } = entry;
    const options = { maxAttempts, backfillPeriod, jobKey: name, jobKeyMode: "replace" } as const;
    return [{ task: name, match, identifier: name, options }];
  });
}

/** The queue's own log lines may quote what a failed job threw: of them only warnings get through, without the quote. */
function quietLogger(deps: WorkerDeps): Logger {
  return new Logger(() => (level, message) => {
    if (level === "error" || level === "warning")
      deps.log.warn({ queue: message.split(" with error")[0]?.slice(0, 120) }, "queue");
  });
}

const nameOf = (error: unknown) => (error instanceof Error ? error.name : typeof error);
