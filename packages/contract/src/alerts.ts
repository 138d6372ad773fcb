import { z } from "zod";
import { pageOf, PageInput } from "./page.ts";

/** What a person must look at. Each kind has a heading in docs/errors.md. */
export const alertKinds = [
  "email-updates.bounced",
  "email-updates.files-missing",
  "email-updates.not-arrived",
  "sending.paused",
  "jobs.failing",
  "outreach.batch-missing",
  "data.stale",
] as const;
export const AlertKind = z.enum(alertKinds);
export type AlertKind = z.infer<typeof AlertKind>;

/** Open ones, neither over nor settled, first; newest first. */
export const ListAlertsInput = z.strictObject({
  ...PageInput.shape,
  isOpen: z.boolean().optional(),
  kind: AlertKind.optional(),
});
export type ListAlertsInput = z.infer<typeof ListAlertsInput>;

export const AlertRow = z.object({
  uuid: z.uuid(),
  kind: AlertKind,
  practiceId: z.string().nullable(),
  practiceName: z.string().nullable(),
  message: z.string(),
  raisedAt: z.date(),
  /** When the trouble was over by itself; null: it lasts, or nobody can tell. */
  endedAt: z.date().nullable(),
  settledAt: z.date().nullable(),
  settledBy: z.string().nullable(),
});
export type AlertRow = z.infer<typeof AlertRow>;
export const AlertPage = pageOf(AlertRow).extend({ open: z.int() });
export type AlertPage = z.infer<typeof AlertPage>;

export const SettleAlertInput = z.strictObject({ uuid: z.uuid() });
export type SettleAlertInput = z.infer<typeof SettleAlertInput>;
