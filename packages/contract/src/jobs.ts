import { z } from "zod";
import { pageOf, PageInput } from "./page.ts";
import { Day } from "./outreach.ts";

/** A queue is a pool of places in the worker: a flood in one never takes the places of another. */
export const queues = ["sms", "email", "low"] as const;
export const Queue = z.enum(queues);
export type Queue = z.infer<typeof Queue>;

/** What each job does, in the words of the business. Ends with the practice where there is one. */
export const jobTitles: Readonly<Record<string, string>> = {
  "outreach.launch": "Start the day's planning",
  "outreach.create-sms-events": "Create texts",
  "texts.send-due": "Send due texts",
  "texts.recover": "Take back the work of dead workers",
  "identity.mail-link": "Mail a sign-in link",
  "identity.forget-expired": "Remove expired sessions and links",
  "email-updates.launch": "Start the day's e-mail updates",
  "email-updates.send": "Send an e-mail update",
  "email-updates.check-files": "Look for missing files",
  "email-updates.check-arrivals": "Look for e-mail updates that have not arrived",
  "email-updates.launch-workbooks": "Start the workbooks of yesterday's changes",
  "email-updates.make-workbook": "Write a workbook of changes",
  "alerts.mail": "Mail new alerts",
  "alerts.watch": "Look for trouble",
  "jobs.forget-old": "Remove old records of jobs",
};

/**
 * WAITING: not begun. RETRYING: failed, and is tried again by itself. FAILED: out of attempts. REJECTED: can never succeed as it
 * is. SKIPPED: its schedule was off. CANCELED: by a person.
 */
export const jobStates = [
  "RUNNING",
  "WAITING",
  "RETRYING",
  "FAILED",
  "REJECTED",
  "DONE",
  "SKIPPED",
  "CANCELED",
] as const;
export const JobState = z.enum(jobStates);
export type JobState = z.infer<typeof JobState>;

/** "now": runs or waits. "trouble": out of attempts or rejected, and nobody has settled it. "ended": of the last 30 days. */
export const jobViews = ["now", "trouble", "ended"] as const;
export const JobView = z.enum(jobViews);
export type JobView = z.infer<typeof JobView>;

export const ListJobsInput = z.strictObject({
  ...PageInput.shape,
  view: JobView.default("now"),
  queue: Queue.optional(),
  /** `noun.verb` */
  name: z.string().min(1).max(128).optional(),
  /** Part of a practice's name, its id, or part of the kind. */
  search: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .refine((text) => !text.includes("\0"))
    .optional(),
});
export type ListJobsInput = z.infer<typeof ListJobsInput>;

export const JobRow = z.object({
  /** Of the queue; each attempt has the same. */
  id: z.string(),
  name: z.string(),
  title: z.string(),
  queue: Queue.nullable(),
  state: JobState,
  practiceId: z.string().nullable(),
  practiceName: z.string().nullable(),
  /** The day it is for. */
  day: Day.nullable(),
  /** Begun so far. */
  attempt: z.int(),
  maxAttempts: z.int().nullable(),
  /** When it runs next; null once it has ended. */
  runAt: z.date().nullable(),
  startedAt: z.date().nullable(),
  finishedAt: z.date().nullable(),
  /** Why the last attempt did not succeed. */
  reason: z.string().nullable(),
  /** The record of a run that is rejected: it has left the queue. */
  runId: z.uuid().nullable(),
});
export type JobRow = z.infer<typeof JobRow>;
export const JobPage = pageOf(JobRow).extend({ counts: z.record(JobView, z.int()) });
export type JobPage = z.infer<typeof JobPage>;

const JobId = z.string().regex(/^\d{1,18}$/, "is not the id of a job");
export const JobIdInput = z.strictObject({ jobId: JobId });
export type JobIdInput = z.infer<typeof JobIdInput>;

/** A job with every attempt, newest first. */
export const JobDetail = JobRow.extend({
  /** Its mail may have been sent, nobody knows: it is not tried again, somebody decides on the mail. */
  isSendUnknown: z.boolean(),
  runs: z.array(
    z.object({
      uuid: z.uuid(),
      attempt: z.int(),
      workerId: z.string(),
      startedAt: z.date(),
      finishedAt: z.date().nullable(),
      result: z.enum(["DONE", "FAILED", "REJECTED", "SKIPPED", "CANCELED"]).nullable(),
      reason: z.string().nullable(),
    }),
  ),
});
export type JobDetail = z.infer<typeof JobDetail>;

/** A job that the clock starts. */
export const Schedule = z.object({
  name: z.string(),
  title: z.string(),
  /** Five fields, UTC. */
  cron: z.string(),
  isOn: z.boolean(),
  /** null: it has not run yet. */
  lastRunAt: z.date().nullable(),
  lastResult: z.string().nullable(),
  /** null: switched off, or its pattern never comes. */
  nextRunAt: z.date().nullable(),
});
export type Schedule = z.infer<typeof Schedule>;
export const ScheduleList = z.object({ schedules: z.array(Schedule) });
export const ScheduleNameInput = z.strictObject({ name: z.string().min(1).max(128) });
export type ScheduleNameInput = z.infer<typeof ScheduleNameInput>;
export const SwitchScheduleInput = ScheduleNameInput.extend({ isOn: z.boolean() });
export type SwitchScheduleInput = z.infer<typeof SwitchScheduleInput>;

export const QueueState = z.object({
  queue: Queue,
  running: z.int(),
  /** Due and not begun. */
  due: z.int(),
  waiting: z.int(),
  trouble: z.int(),
  /** Since when the job that has been due for longest waits. */
  dueSince: z.date().nullable(),
  pause: z.object({ detail: z.string(), startedAt: z.date(), startedBy: z.string() }).nullable(),
});
export type QueueState = z.infer<typeof QueueState>;
export const QueueList = z.object({ queues: z.array(QueueState), workersAlive: z.int() });
export type QueueList = z.infer<typeof QueueList>;
export const PauseQueueInput = z.strictObject({
  queue: Queue,
  detail: z
    .string()
    .trim()
    .min(1)
    .max(500)
    .refine((text) => !text.includes("\0")),
});
export type PauseQueueInput = z.infer<typeof PauseQueueInput>;
export const ResumeQueueInput = z.strictObject({ queue: Queue });
export type ResumeQueueInput = z.infer<typeof ResumeQueueInput>;

export const JobStatsInput = z.strictObject({ range: z.enum(["24h", "30d"]).default("24h") });
export type JobStatsInput = z.infer<typeof JobStatsInput>;
/** Attempts that ended in each hour (24h) or day (30d, UTC), oldest first, empty ones included. */
export const JobStats = z.object({
  buckets: z.array(z.object({ at: z.date(), done: z.int(), failed: z.int(), rejected: z.int() })),
});
export type JobStats = z.infer<typeof JobStats>;
