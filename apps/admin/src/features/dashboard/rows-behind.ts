import type { OutreachReport } from "@vetsuccess/contract/outreach";
import { paths } from "../../lib/paths.ts";
import type { Number } from "./words.ts";

/** Where the rows behind a number stand. */
export interface Rows {
  path: string;
  search: Record<string, string>;
}

/**
 * Where the rows behind a number of the report are, as many as the number says.
 *
 * @param practiceId of the practice; absent: the sum over all
 */
export function rowsBehind(
  number: Number | { outcome: string },
  { from, through }: Pick<OutreachReport, "from" | "through">,
  practiceId?: string,
): Rows {
  const practice: { practice?: string } = practiceId === undefined ? {} : { practice: practiceId };
  const sent = { ...practice, status: "SENT", sentFrom: from, sentThrough: through };
  const planned = { ...practice, plannedFrom: from, plannedThrough: through };
  if (typeof number === "object") return { path: paths.messages, search: { ...sent, ...number } };
  switch (number) {
    case "due":
      return { path: paths.decisions, search: { ...practice, from, through } };
    case "sent":
      return { path: paths.messages, search: sent };
    case "followed":
      return { path: paths.messages, search: { ...sent, followed: "yes" } };
    case "booked":
      return { path: paths.messages, search: { ...sent, booked: "yes" } };
    case "failed":
      return { path: paths.messages, search: { ...planned, status: "ERROR" } };
    case "unknown":
      return { path: paths.messages, search: { ...planned, status: "UNKNOWN" } };
  }
}
