import type { SystemState } from "@vetsuccess/contract/system";
import { formatCount, plural } from "../../lib/format.ts";
import type { Tone } from "../../ui/tones.ts";
import { queueWords } from "../jobs/words.ts";

/** A job that has been due for longer is late. */
const lateMs = 5 * 60_000;

/** "12 s", "3 min", "5 h", "4 days" */
export function ageWords(at: Date, now: Date): string {
  const seconds = Math.max(0, Math.round((now.getTime() - at.getTime()) / 1000));
  if (seconds < 100) return `${seconds} s`;
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`;
  if (seconds < 129_600) return `${Math.round(seconds / 3_600)} h`;
  return plural(Math.round(seconds / 86_400), "day");
}

/** "12 MB", "3.4 GB" */
export function sizeWords(bytes: number): string {
  const megabytes = bytes / 1024 ** 2;
  return megabytes < 1024
    ? `${formatCount(Math.round(megabytes))} MB`
    : `${(megabytes / 1024).toFixed(1)} GB`;
}

/** What is not as it should be, worst first; one good word when all is well. */
export function healthOf(state: SystemState, now: Date): { tone: Tone; words: string }[] {
  const { workers, sending, queues, servers } = state;
  const stale = servers.filter(({ isStale }) => isStale).length;
  const found: { tone: Tone; words: string }[] = [
    ...(workers.some(({ isAlive }) => isAlive)
      ? []
      : [{ tone: "bad" as const, words: "No worker is alive: nothing is planned or sent." }]),
    ...sending.pauses.map(({ detail, reason }) => ({
      tone: "bad" as const,
      words: `Sending is paused: ${detail ?? reason}`,
    })),
    ...queues.flatMap(({ queue, trouble, dueSince, pause }) => [
      ...(pause === null
        ? []
        : [{ tone: "warn" as const, words: `“${queueWords[queue].label}” is paused: ${pause.detail}` }]),
      ...(trouble === 0
        ? []
        : [
            {
              tone: "bad" as const,
              words: `“${queueWords[queue].label}”: ${plural(trouble, "job")} in trouble.`,
            },
          ]),
      ...(pause !== null || dueSince === null || now.getTime() - dueSince.getTime() < lateMs
        ? []
        : [
            {
              tone: "warn" as const,
              words: `“${queueWords[queue].label}” is ${ageWords(dueSince, now)} late.`,
            },
          ]),
    ]),
    ...(stale === 0
      ? []
      : [{ tone: "warn" as const, words: `The data of ${plural(stale, "server")} is older than 36 hours.` }]),
    ...(sending.isSendingEnabled
      ? []
      : [{ tone: "warn" as const, words: "Texts do not go out: SEND_DIALPAD_SMS is false." }]),
  ];
  if (found.length === 0) return [{ tone: "good", words: "Everything is as it should be." }];
  return found.toSorted((a, b) => Number(b.tone === "bad") - Number(a.tone === "bad"));
}
