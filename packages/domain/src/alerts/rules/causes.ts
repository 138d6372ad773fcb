import type { AlertKind } from "@vetsuccess/contract/alerts";
import { jobTitles } from "@vetsuccess/contract/jobs";
import type { SystemState } from "@vetsuccess/contract/system";
import { mayGoOut } from "../../texts/rules.ts";

/** What is looked at each minute; each begins and ends by itself. */
export const watchedKinds = [
  "sending.paused",
  "jobs.failing",
  "outreach.batch-missing",
  "data.stale",
] as const satisfies AlertKind[];

/** A trouble that lasts at this moment. */
export interface Cause {
  kind: (typeof watchedKinds)[number];
  /** The same for as long as it lasts. */
  subject: string;
  practiceId: string | null;
  /** In words, without personal data. */
  message: string;
}

/** What may be trouble. */
export interface Trouble {
  isSendingEnabled: boolean;
  /** Of all sending of texts; those that end by themselves are no trouble. */
  pauses: { uuid: string; reason: string; detail: string | null; until: Date | null }[];
  /** Queues that somebody paused. */
  queuePauses: { queue: string; detail: string }[];
  /** Kinds of jobs that failed for good, or keep failing. */
  failing: { name: string; inTrouble: number }[];
  /** null: planning was not due yet. */
  planningDay: string | null;
  /** Practices whose day was not planned. */
  unplanned: { practiceId: string; isApprovalRequired: boolean }[];
  /** Texts that have been due for `lateMs`, by the time zone of their practice. */
  lateTexts: { zone: string | null; texts: number }[];
  lastSentAt: Date | null;
  staleServers: Pick<SystemState["servers"][number], "serverId" | "name" | "practices" | "updatedAt">[];
}

/** A day is expected to be planned so long after its planning is started. */
export const planningMs = 2 * 60 * 60_000;
/** Texts that could go out are expected to within this time. */
export const lateMs = 30 * 60_000;

/** The causes of alerts that last now. */
export function causesOf(trouble: Trouble, now: Date): Cause[] {
  return [
    ...pausesOf(trouble),
    ...failuresOf(trouble),
    ...missingBatchesOf(trouble),
    ...unsentOf(trouble, now),
    ...staleDataOf(trouble),
  ];
}

function pausesOf({ pauses, queuePauses }: Trouble): Cause[] {
  const lasting = pauses.filter(({ until }) => until === null);
  return [
    ...lasting.map(({ uuid, reason, detail }) =>
      cause(
        "sending.paused",
        uuid,
        `Sending of texts is paused until somebody resumes it: ${detail ?? reason}`,
      ),
    ),
    ...queuePauses.map(({ queue, detail }) =>
      cause("sending.paused", `queue:${queue}`, `The queue “${queue}” is paused: ${detail}`),
    ),
  ];
}

function failuresOf({ failing }: Trouble): Cause[] {
  return failing.map(({ name, inTrouble }) => {
    const title = `“${jobTitles[name] ?? name}”`;
    const what =
      inTrouble > 0
        ? `${title} failed for good, ${inTrouble === 1 ? "one job" : `${inTrouble} jobs`} of it`
        : `${title} failed three times in a row and is tried again`;
    return cause("jobs.failing", name, `${what}. The page of the jobs says why.`);
  });
}

function missingBatchesOf({ planningDay, unplanned }: Trouble): Cause[] {
  if (planningDay === null) return [];
  return unplanned.map(({ practiceId, isApprovalRequired }) => ({
    kind: "outreach.batch-missing",
    subject: `outreach.batch-missing:${planningDay}:${practiceId}`,
    practiceId,
    message: isApprovalRequired
      ? `The texts of ${planningDay} are not planned: the batch waits for approval.`
      : `The texts of ${planningDay} are not planned, though they should have been two hours ago.`,
  }));
}

/** Nothing was sent for a while, though texts were due and could have gone out all the time. */
function unsentOf(
  { isSendingEnabled, pauses, queuePauses, lateTexts, lastSentAt }: Trouble,
  now: Date,
): Cause[] {
  const isPaused = pauses.length > 0 || queuePauses.some(({ queue }) => queue === "sms");
  const since = new Date(now.getTime() - lateMs);
  if (!isSendingEnabled || isPaused || (lastSentAt !== null && lastSentAt > since)) return [];
  const texts = lateTexts
    .filter(({ zone }) => mayGoOut(now, zone) && mayGoOut(since, zone))
    .reduce((sum, late) => sum + late.texts, 0);
  if (texts === 0) return [];
  const words = `${texts === 1 ? "One text is" : `${texts} texts are`} due and nothing has gone out for half an hour.`;
  return [cause("outreach.batch-missing", "sending", words)];
}

function staleDataOf({ staleServers }: Trouble): Cause[] {
  return staleServers.map(({ serverId, name, practices, updatedAt }) => {
    const since =
      updatedAt === null
        ? "were never read"
        : `are of ${updatedAt.toISOString().slice(0, 16)}Z, older than 36 hours`;
    const whose = practices === 1 ? "one practice" : `${practices} practices`;
    return cause(
      "data.stale",
      serverId,
      `The data of the server ${name ?? serverId} (${whose}) ${since}. Texts go by what is known.`,
    );
  });
}

const cause = (kind: Cause["kind"], what: string, message: string): Cause => ({
  kind,
  subject: `${kind}:${what}`,
  practiceId: null,
  message,
});
