import type { ContactedRow, OutcomeState } from "@vetsuccess/contract/contacted";
import { formatDate } from "../../lib/format.ts";

export const outcomeStateWords: Record<OutcomeState, string> = {
  none: "No outcome yet",
  some: "Outcome for some pets",
  all: "Outcome for all pets",
};

/** Days that are offered by name. */
export const dayChoices = [
  { days: 1, label: "Sent today" },
  { days: 7, label: "Sent in the last 7 days" },
  { days: 30, label: "Sent in the last 30 days" },
  { days: 90, label: "Sent in the last 90 days" },
] as const;

/** The newest outcome that was recorded since the text, and how many of its pets have none yet. */
export function outcomeOf({ patients }: Pick<ContactedRow, "patients">): {
  latest: { outcome: string; at: Date } | null;
  open: number;
} {
  const recorded = patients.flatMap(({ outcome, outcomeAt }) =>
    outcome !== null && outcomeAt !== null ? [{ outcome, at: outcomeAt }] : [],
  );
  const latest = recorded.toSorted((a, b) => b.at.getTime() - a.at.getTime())[0] ?? null;
  return { latest, open: patients.length - recorded.length };
}

/** "2 min ago", "3 h ago", "5 d ago"; days beyond thirty as a date. */
export function ago(instant: Date, now: Date): string {
  const minutes = Math.floor((now.getTime() - instant.getTime()) / 60_000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ago`;
  const days = Math.floor(minutes / (24 * 60));
  if (days <= 30) return `${days} d ago`;
  return formatDate(instant);
}
