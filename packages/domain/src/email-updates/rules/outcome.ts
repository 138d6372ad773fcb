import type { DeliveryState } from "@vetsuccess/contract/email-updates";
import type { MailAnswer } from "../../mails/ports.ts";

/** Pauses before the second, third and last try, in milliseconds. */
const retryPausesMs = [60_000, 5 * 60_000, 25 * 60_000];

/** What becomes of a mail after an attempt. */
export type AfterAttempt =
  | { status: "SENT" }
  | { status: "UNKNOWN" | "ERROR"; errorMessage: string }
  | { status: "PENDING"; errorMessage: string; pauseMs: number };

/**
 * Accepted is the end, so is "nobody knows" and a refusal of the mail as it is. What was surely not accepted is tried again
 * up to three times, with growing pauses.
 *
 * @param tries attempts of this round, this one included
 */
export function afterAttempt(answer: MailAnswer, tries: number): AfterAttempt {
  if (answer.result === "ACCEPTED") return { status: "SENT" };
  const errorMessage = answer.error;
  if (answer.result === "UNKNOWN") return { status: "UNKNOWN", errorMessage };
  const pauseMs = retryPausesMs[tries - 1];
  if (answer.result === "REJECTED" || pauseMs === undefined) return { status: "ERROR", errorMessage };
  const askedForMs = answer.result === "RATE_LIMITED" ? answer.retryAfterMs : 0;
  return { status: "PENDING", errorMessage, pauseMs: Math.max(pauseMs, askedForMs) };
}

/** A report of the provider about one address of a mail. */
export interface DeliveryReport {
  address: string;
  kind: string;
  at: Date;
}

const finalStates: Record<string, DeliveryState> = {
  delivered: "DELIVERED",
  bounce: "BOUNCED",
  blocked: "BOUNCED",
  dropped: "DROPPED",
};

/**
 * What became of a mail at the practice's own address: the newest of delivered, bounced and dropped, for a mail server may
 * accept a mail and send it back later. Reports about those in copy do not count; where mails are redirected, every other
 * address is the practice's.
 */
export function deliveryOf(
  reports: readonly DeliveryReport[],
  ccAddresses: readonly string[],
): { delivery: DeliveryState; deliveryAt: Date } | null {
  const inCopy = new Set(ccAddresses.map((address) => address.toLowerCase()));
  const own = reports
    .filter(({ address }) => !inCopy.has(address.toLowerCase()))
    .toSorted((a, b) => a.at.getTime() - b.at.getTime());
  const last = own.findLast(({ kind }) => finalStates[kind] !== undefined);
  const state = last && finalStates[last.kind];
  if (last && state) return { delivery: state, deliveryAt: last.at };
  const deferred = own.findLast(({ kind }) => kind === "deferred");
  return deferred ? { delivery: "DEFERRED", deliveryAt: deferred.at } : null;
}

/** How many of a practice's last mailing days are looked at, and on how many of them files make the next ones expected. */
const habit = { days: 5, withFiles: 3 };

/**
 * Whether a practice usually has files, so that none of them is worth an alert.
 *
 * @param hadFiles of its last mailing days, newest first
 */
export function expectsFiles(hadFiles: readonly boolean[]): boolean {
  return hadFiles.slice(0, habit.days).filter(Boolean).length >= habit.withFiles;
}
