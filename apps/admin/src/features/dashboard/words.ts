import type { OutreachReport } from "@vetsuccess/contract/outreach";

/** The numbers of a report. */
export type Number = "due" | "sent" | "failed" | "unknown" | "followed" | "booked";

/** The sum of a number over all practices. */
export function totalOf({ practices }: OutreachReport, key: Number): number {
  return practices.reduce((sum, practice) => sum + practice[key], 0);
}

/** "42 %"; "—" of nothing. */
export function percent(part: number, whole: number): string {
  return whole === 0 ? "—" : `${Math.round((100 * part) / whole)} %`;
}
