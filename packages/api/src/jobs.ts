import {
  JobDetail,
  JobIdInput,
  JobPage,
  JobStats,
  JobStatsInput,
  ListJobsInput,
  PauseQueueInput,
  QueueList,
  ResumeQueueInput,
  ScheduleList,
  ScheduleNameInput,
  SwitchScheduleInput,
} from "@vetsuccess/contract/jobs";
import { cancelJob, retryJob, runJobNow } from "@vetsuccess/domain/jobs/commands/manage-jobs";
import {
  pauseQueue,
  resumeQueue,
  runSchedule,
  switchSchedule,
} from "@vetsuccess/domain/jobs/commands/manage-queues";
import { getJob, listJobs } from "@vetsuccess/domain/jobs/queries/list-jobs";
import { getJobStats, listQueues, listSchedules } from "@vetsuccess/domain/jobs/queries/queue-state";
import { z } from "zod";
import { procedure, router } from "./procedures.ts";

/** What runs in the background, and what people may do about it. */
export const jobsRouter = router({
  list: procedure
    .input(ListJobsInput)
    .output(JobPage)
    .query(({ ctx, input }) => listJobs(ctx.deps, ctx.actor, input)),

  get: procedure
    .input(JobIdInput)
    .output(JobDetail)
    .query(({ ctx, input }) => getJob(ctx.deps.db, ctx.actor, input.jobId)),

  queues: procedure
    .input(z.strictObject({}).optional())
    .output(QueueList)
    .query(({ ctx }) => listQueues(ctx.deps)),

  schedules: procedure
    .input(z.strictObject({}).optional())
    .output(ScheduleList)
    .query(async ({ ctx }) => ({ schedules: await listSchedules(ctx.deps) })),

  stats: procedure
    .input(JobStatsInput)
    .output(JobStats)
    .query(({ ctx, input }) => getJobStats(ctx.deps, input)),

  retry: procedure
    .input(JobIdInput)
    .output(z.void())
    .mutation(({ ctx, input }) => retryJob(ctx.deps, ctx.actor, input)),

  runNow: procedure
    .input(JobIdInput)
    .output(z.void())
    .mutation(({ ctx, input }) => runJobNow(ctx.deps, ctx.actor, input)),

  cancel: procedure
    .input(JobIdInput)
    .output(z.void())
    .mutation(({ ctx, input }) => cancelJob(ctx.deps, ctx.actor, input)),

  pauseQueue: procedure
    .input(PauseQueueInput)
    .output(z.void())
    .mutation(({ ctx, input }) => pauseQueue(ctx.deps, ctx.actor, input)),

  resumeQueue: procedure
    .input(ResumeQueueInput)
    .output(z.void())
    .mutation(({ ctx, input }) => resumeQueue(ctx.deps, ctx.actor, input)),

  switchSchedule: procedure
    .input(SwitchScheduleInput)
    .output(z.void())
    .mutation(({ ctx, input }) => switchSchedule(ctx.deps, ctx.actor, input)),

  runSchedule: procedure
    .input(ScheduleNameInput)
    .output(z.void())
    .mutation(({ ctx, input }) => runSchedule(ctx.deps, ctx.actor, input)),
});
