import type { OutreachSummaryRow, SmsStatus } from "@vetsuccess/contract/outreach";
import { HoldReason, type TextStatus } from "@vetsuccess/contract/texts";
import type { Tone } from "../../ui/tones.ts";
import { holdWords, stateWords } from "../texts/words.ts";

/** What planning decided for a reminder, in words for people. */
export const decisionWords = {
  EVENT_CREATED: { label: "In a text", tone: "good" },
  CHECKED: { label: "Joined to that text", tone: "good" },
  APPOINTMENT_EXISTS: { label: "Has an appointment", tone: "neutral" },
  NO_ACTIVE_CLIENT: { label: "No active client", tone: "neutral" },
  NO_PHONE: { label: "No usable number", tone: "warn" },
  EXCLUDED_PHONE_TYPE: { label: "Number not for texts", tone: "warn" },
  OPTED_OUT: { label: "Opted out", tone: "neutral" },
  LEFT_OUT: { label: "Taken out by hand", tone: "neutral" },
} as const satisfies Record<SmsStatus, { label: string; tone: Tone }>;

type Counts = OutreachSummaryRow["texts"];
type Part = Exclude<keyof Counts, "planned">;

/** The parts that a day's texts fall into, in the order of the bar, and the status that shows them in the table. */
export const textParts = [
  { key: "sent", status: "SENT", ...stateWords.SENT },
  { key: "sending", status: "PENDING", ...stateWords.SENDING },
  { key: "waiting", status: "PENDING", ...stateWords.PENDING },
  { key: "held", status: "PENDING", ...stateWords.HELD },
  { key: "unknown", status: "UNKNOWN", ...stateWords.UNKNOWN },
  { key: "failed", status: "ERROR", ...stateWords.ERROR },
  { key: "canceled", status: "CANCELED", ...stateWords.CANCELED },
] as const satisfies readonly { key: Part; status: TextStatus; label: string; tone: Tone }[];

/** Why texts of a practice are held, in words. */
export function heldWords(heldBecause: string | null): string | null {
  const reason = HoldReason.safeParse(heldBecause);
  return reason.success ? holdWords[reason.data].explain : null;
}

/**
 * Why a practice cannot be planned on a day; undefined: it can.
 *
 * @param day YYYY-MM-DD
 * @param today YYYY-MM-DD
 */
export function whyNotPlan(practice: OutreachSummaryRow, day: string, today: string): string | undefined {
  if (practice.isArchived) return "The practice is archived.";
  if (!practice.isMailingEnabled) return "Texts are switched off in the practice's settings.";
  if (day > today) return "This day is still to come.";
  if (practice.coveredThrough !== null && practice.coveredThrough >= day)
    return "This day has been planned already.";
  return undefined;
}
