import type { JobDetail, JobRow, JobState, JobView, Queue } from "@vetsuccess/contract/jobs";
import { formatDay, formatInstant } from "../../lib/format.ts";
import type { Tone } from "../../ui/tones.ts";

/** The one badge of each state of a job. */
export const stateWords: Record<JobState, { label: string; tone: Tone }> = {
  RUNNING: { label: "Running", tone: "busy" },
  WAITING: { label: "Waiting", tone: "info" },
  RETRYING: { label: "Trying again", tone: "warn" },
  FAILED: { label: "Failed", tone: "bad" },
  REJECTED: { label: "Rejected", tone: "bad" },
  DONE: { label: "Done", tone: "good" },
  SKIPPED: { label: "Skipped", tone: "neutral" },
  CANCELED: { label: "Canceled", tone: "neutral" },
};

export const runWords: Record<
  NonNullable<JobDetail["runs"][number]["result"]>,
  { label: string; tone: Tone }
> = {
  DONE: { label: "Done", tone: "good" },
  FAILED: { label: "Failed", tone: "bad" },
  REJECTED: { label: "Rejected: another attempt would not help", tone: "bad" },
  SKIPPED: { label: "Skipped", tone: "neutral" },
  CANCELED: { label: "Canceled", tone: "neutral" },
};

export const viewWords: Record<JobView, { label: string; empty: string; explain: string }> = {
  now: {
    label: "Now",
    empty: "Nothing runs or waits",
    explain: "Jobs appear here as soon as they are queued.",
  },
  trouble: {
    label: "Needs a look",
    empty: "Nothing is in trouble",
    explain: "Jobs that are out of attempts, or can never succeed as they are, would stand here.",
  },
  ended: { label: "Ended", empty: "Nothing has ended yet", explain: "Jobs of the last 30 days stand here." },
};

export const queueWords: Record<Queue, { label: string; explain: string }> = {
  sms: { label: "Texts", explain: "Planning and sending of texts" },
  email: { label: "E-mails", explain: "Daily updates and sign-in mails" },
  low: { label: "Everything else", explain: "Launchers and clean-up" },
};

/** "Create texts for Oak Street, Tue, Nov 24" */
export function jobTitle({ title, practiceName, practiceId, day }: JobRow, today: string): string {
  const practice = practiceName ?? practiceId;
  return [
    practice === null ? title : `${title} for ${practice}`,
    ...(day === null ? [] : [formatDay(day, today)]),
  ].join(", ");
}

/** "in 40 s", "in 3 h"; "now" for what is due. */
export function inWords(at: Date, now: Date): string {
  const seconds = Math.round((at.getTime() - now.getTime()) / 1000);
  if (seconds <= 0) return "now";
  if (seconds < 100) return `in ${seconds} s`;
  if (seconds < 5_400) return `in ${Math.round(seconds / 60)} min`;
  if (seconds < 129_600) return `in ${Math.round(seconds / 3_600)} h`;
  return `in ${Math.round(seconds / 86_400)} days`;
}

/** What a job is at: "attempt 2 of 3, next in 40 s". */
export function progressWords(job: JobRow, now: Date): string {
  const { state, attempt, maxAttempts, runAt, finishedAt } = job;
  const of = maxAttempts === null ? "" : ` of ${maxAttempts}`;
  if (state === "RUNNING") return `attempt ${Math.max(1, attempt)}${of}`;
  if (state === "WAITING") return runAt === null ? "" : `starts ${inWords(runAt, now)}`;
  if (state === "RETRYING") {
    const next = runAt === null ? "" : `, next ${inWords(runAt, now)}`;
    return `attempt ${attempt}${of} failed${next}`;
  }
  return finishedAt === null ? `after ${attempt} attempts` : formatInstant(finishedAt);
}

/** A reason as the job left it, without the code in front of it. */
export const reasonWords = (reason: string): string => reason.replace(/^[A-Z][A-Za-z_]*: /, "");
