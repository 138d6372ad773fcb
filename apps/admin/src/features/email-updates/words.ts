import type { DeliveryState, UpdateDetail, UpdateRow } from "@vetsuccess/contract/email-updates";
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

/** How one call of the mail provider ended. */
export const attemptWords = {
  ACCEPTED: { label: "Accepted by the mail provider", tone: "good" },
  RATE_LIMITED: { label: "The provider asked to slow down", tone: "warn" },
  AUTH_FAILED: { label: "The provider refused our key", tone: "bad" },
  REJECTED: { label: "Refused: the mail stays as it is", tone: "bad" },
  NOT_SENT: { label: "Surely not sent", tone: "warn" },
  UNKNOWN: { label: "No certain answer", tone: "odd" },
} as const satisfies Record<NonNullable<UpdateDetail["attempts"][number]["result"]>, Word>;

/** What running the day again would do, of its mails so far. */
export function runAgainWords(counts: Partial<Record<UpdateRow["status"], number>>): {
  kept: number;
  tried: number;
} {
  const of = (...statuses: UpdateRow["status"][]) =>
    statuses.reduce((sum, status) => sum + (counts[status] ?? 0), 0);
  return { kept: of("SENT", "UNKNOWN"), tried: of("ERROR", "NO_FILES", "CANCELED", "PENDING") };
}

/** "820 kB", "1.4 MB" */
export const fileSize = (bytes: number): string =>
  bytes < 999_500 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
