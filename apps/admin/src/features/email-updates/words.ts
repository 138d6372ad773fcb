import type { DeliveryState, UpdateRow } from "@vetsuccess/contract/email-updates";
import type { Tone } from "../../ui/tones.ts";

interface Word {
  label: string;
  tone: Tone;
}

/** The one badge of each state of a mail. */
export const stateWords = {
  PENDING: { label: "Waiting", tone: "info" },
  SENDING: { label: "Sending", tone: "busy" },
  SENT: { label: "Sent", tone: "good" },
  NO_FILES: { label: "No files", tone: "neutral" },
  ERROR: { label: "Failed", tone: "bad" },
  UNKNOWN: { label: "Unknown", tone: "odd" },
  CANCELED: { label: "Canceled", tone: "neutral" },
} as const satisfies Record<UpdateRow["status"] | "SENDING", Word>;

/** A waiting mail may be on its way at this moment. */
export const stateOf = ({ status, isSending }: Pick<UpdateRow, "status" | "isSending">): Word =>
  isSending ? stateWords.SENDING : stateWords[status];

/** What became of an accepted mail at the practice's own address. */
export const deliveryWords = {
  DELIVERED: { label: "Delivered", tone: "good" },
  DEFERRED: { label: "Put off", tone: "warn" },
  BOUNCED: { label: "Came back", tone: "bad" },
  DROPPED: { label: "Dropped", tone: "bad" },
} as const satisfies Record<DeliveryState, Word>;
