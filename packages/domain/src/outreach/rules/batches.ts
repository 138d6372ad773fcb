import type { BatchDecision } from "@vetsuccess/contract/outreach";

interface Held {
  isApprovalRequired: boolean;
  batch: Pick<BatchDecision, "decision" | "day"> | null;
}

/**
 * Why the batch of `day` does not go: somebody holds it or one before it, or the practice's batches wait for approval and
 * nobody has approved this one yet. An approval is good for the days before its own too.
 *
 * @returns null when it goes
 */
export function holdsBatch({ isApprovalRequired, batch }: Held, day: string): "HELD" | "NOT_APPROVED" | null {
  if (batch?.decision === "HELD" && batch.day <= day) return "HELD";
  const isApproved = batch?.decision === "APPROVED" && batch.day >= day;
  return isApprovalRequired && !isApproved ? "NOT_APPROVED" : null;
}

/** Placeholder for a setting that is empty, so that a text can be shown all the same. */
export const placeholders = {
  scheduler: "[scheduler]",
  practiceName: "[practice]",
  phone: "[phone]",
  link: "[link]",
} as const;
