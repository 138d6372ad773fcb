import type {
  AttemptResult,
  DecideTextInput,
  HoldReason,
  SmsErrorCode,
  TextRow,
} from "@vetsuccess/contract/texts";
import type { Tone } from "../../ui/tones.ts";

interface Word {
  label: string;
  tone: Tone;
}

/** The one badge of each state of a text. */
export const stateWords = {
  PENDING: { label: "Waiting", tone: "info" },
  HELD: { label: "Held", tone: "warn" },
  SENDING: { label: "Sending", tone: "busy" },
  SENT: { label: "Sent", tone: "good" },
  ERROR: { label: "Failed", tone: "bad" },
  UNKNOWN: { label: "Unknown", tone: "odd" },
  CANCELED: { label: "Canceled", tone: "neutral" },
} as const satisfies Record<TextRow["status"] | "HELD" | "SENDING", Word>;

/** A waiting text may be held, or on its way at this moment. */
export function stateOf(text: Pick<TextRow, "status" | "isSending" | "heldBecause">): Word {
  if (text.isSending) return stateWords.SENDING;
  if (text.status === "PENDING" && text.heldBecause !== null) return stateWords.HELD;
  return stateWords[text.status];
}

interface Reason {
  /** For a cell. */
  label: string;
  /** For a person who wonders. */
  explain: string;
}

/** Why a text whose time has come does not go out. */
export const holdWords = {
  SENDING_OFF: {
    label: "Sending is off",
    explain: "Sending is switched off for the whole system. The text goes out once it is switched on.",
  },
  PAUSED: {
    label: "Sending is paused",
    explain: "Somebody, or the provider, paused sending. It goes on after Resume.",
  },
  PRACTICE_ARCHIVED: {
    label: "Practice archived",
    explain: "The practice is archived; nothing is sent in its name.",
  },
  MAILING_OFF: {
    label: "Texts off",
    explain: "The practice has its texts switched off. Switch them on in its settings to let this one go.",
  },
  NO_SENDER: {
    label: "No sender's number",
    explain: "The practice has no number to send from. Fill it in in its settings.",
  },
  OUTSIDE_HOURS: {
    label: "Outside hours",
    explain:
      "Texts go out on working days, and never before 8 AM or after 8 PM where the practice is. It waits for that.",
  },
} as const satisfies Record<HoldReason, Reason>;

/** Why a text ended without having been sent, or without our knowing. */
export const errorWords = {
  AUTH_FAILED: {
    label: "Provider refused us",
    explain: "Dialpad did not accept our key. Sending pauses until somebody puts the key right and resumes.",
  },
  REJECTED: { label: "Rejected", explain: "Dialpad refused this text for good, for the reason below." },
  NOT_REACHED: {
    label: "Provider not reached",
    explain: "Dialpad could not be reached after several tries. Nothing was sent.",
  },
  TIMED_OUT: {
    label: "No answer in time",
    explain:
      "Dialpad did not answer in time. It may have sent the text, so it is never sent again by itself.",
  },
  CONNECTION_LOST: {
    label: "Connection lost",
    explain:
      "The connection broke after the text had left. It may have been sent, so it is never sent again by itself.",
  },
  PROVIDER_ERROR: {
    label: "Provider's fault",
    explain:
      "Dialpad had a fault of its own. It may have sent the text, so it is never sent again by itself.",
  },
  WORKER_DIED: {
    label: "Interrupted",
    explain:
      "Our program stopped while it was sending. The text may have gone out, so it is never sent again by itself.",
  },
  INVALID_CONTEXT: {
    label: "Incomplete",
    explain: "What the text needs, a number or its words, is missing. Nothing was sent.",
  },
  OPTED_OUT: { label: "Opted out", explain: "The owner or the pet opted out after the text was planned." },
  APPOINTMENT_EXISTS: {
    label: "Has an appointment",
    explain: "An appointment was made after the text was planned, so there is nothing left to remind of.",
  },
  FINAL_OUTCOME: {
    label: "Outcome recorded",
    explain: "An outcome was recorded that ends the outreach, after the text was planned.",
  },
  NOT_CONTACTABLE: {
    label: "Not contactable",
    explain: "The client or the pet became inactive, deleted or deceased after the text was planned.",
  },
  PHONE_CHANGED: {
    label: "Number changed",
    explain: "The client's number changed after the text was planned.",
  },
} as const satisfies Record<SmsErrorCode, Reason>;

/** How one call of the provider ended. */
export const attemptWords = {
  ACCEPTED: { label: "Accepted by Dialpad", tone: "good" },
  RATE_LIMITED: { label: "Dialpad asked to slow down", tone: "warn" },
  AUTH_FAILED: { label: "Dialpad refused our key", tone: "bad" },
  REJECTED: { label: "Rejected by Dialpad", tone: "bad" },
  NOT_SENT: { label: "Dialpad was not reached", tone: "warn" },
  UNKNOWN: { label: "No certain answer", tone: "odd" },
} as const satisfies Record<AttemptResult, Word>;

/** What a person decided about a text whose fate was unknown. */
export const decisionWords: Record<DecideTextInput["decision"], { title: string; tone: Tone }> = {
  SENT: { title: "Decided: it was sent", tone: "good" },
  NOT_SENT: { title: "Decided: not sent, planned again", tone: "info" },
};
