import { z } from "zod";

/** What planning decided for a reminder, once and for all. */
export const smsStatuses = [
  "EVENT_CREATED",
  "CHECKED",
  "APPOINTMENT_EXISTS",
  "NO_ACTIVE_CLIENT",
  "NO_PHONE",
  "EXCLUDED_PHONE_TYPE",
  "OPTED_OUT",
] as const;
export const SmsStatus = z.enum(smsStatuses);
export type SmsStatus = z.infer<typeof SmsStatus>;

/** Key of a practice as the extractor gives it. */
export const PracticeId = z.string().min(1).max(50);
/** Calendar day, YYYY-MM-DD. */
export const Day = z.iso.date();

const Counts = z.record(SmsStatus, z.int());
export type SmsStatusCounts = z.infer<typeof Counts>;

export const OutreachSummaryInput = z.strictObject({ day: Day, practiceId: PracticeId.optional() });
export type OutreachSummaryInput = z.infer<typeof OutreachSummaryInput>;

/** One practice on one outreach day. Reminders are counted by decision, texts by how they ended. */
export const OutreachSummaryRow = z.object({
  practiceId: z.string(),
  practiceName: z.string(),
  timeZone: z.string().nullable(),
  isMailingEnabled: z.boolean(),
  isArchived: z.boolean(),
  /** Last outreach day that planning has covered. */
  coveredThrough: Day.nullable(),
  /** Reminders in the day's window that are not decided yet. */
  due: z.int(),
  decisions: Counts,
  texts: z.object({
    planned: z.int(),
    /** Waiting for its time. */
    waiting: z.int(),
    /** Its time has come, but something holds it: `heldBecause`. */
    held: z.int(),
    sending: z.int(),
    sent: z.int(),
    failed: z.int(),
    unknown: z.int(),
    canceled: z.int(),
  }),
  heldBecause: z.string().nullable(),
});
export type OutreachSummaryRow = z.infer<typeof OutreachSummaryRow>;
export const OutreachSummary = z.object({ day: Day, practices: z.array(OutreachSummaryRow) });
export type OutreachSummary = z.infer<typeof OutreachSummary>;

export const PlanInput = z.strictObject({ practiceId: PracticeId, day: Day });
export type PlanInput = z.infer<typeof PlanInput>;

/** What planning would do, or did: reminders by decision, texts, and up to three samples. */
export const PlanResult = z.object({
  practiceId: z.string(),
  day: Day,
  /** Due dates covered, both ends included, oldest range first; empty when the day was covered before. */
  windows: z.array(z.object({ from: Day, through: Day })),
  reminders: z.int(),
  decisions: Counts,
  texts: z.int(),
  samples: z.array(
    z.object({ clientId: z.string(), text: z.string(), pets: z.array(z.string()), sendAt: z.iso.datetime() }),
  ),
});
export type PlanResult = z.infer<typeof PlanResult>;

/** Planning runs as a job; this is its key, the same for the same practice and day. */
export const PlanQueued = z.object({ jobKey: z.string() });

export const OutreachReportInput = z.strictObject({
  /** The last day of the report, UTC. */
  day: Day,
  /** 1: that day alone. */
  days: z.int().min(1).max(92).default(30),
  practiceId: PracticeId.optional(),
});
export type OutreachReportInput = z.infer<typeof OutreachReportInput>;

const ReportNumbers = {
  /** Reminders that were decided on these days. */
  due: z.int(),
  sent: z.int(),
  /** Of the texts planned on these days. */
  failed: z.int(),
  unknown: z.int(),
  /** Of those sent. */
  followed: z.int(),
  /** Of those sent: an appointment of one of its pets was made within 14 days after it. */
  booked: z.int(),
};
/** What outreach came to, per practice and per day. */
export const OutreachReport = z.object({
  from: Day,
  through: Day,
  practices: z.array(
    z.object({
      practiceId: z.string(),
      practiceName: z.string(),
      ...ReportNumbers,
      /** Of the pets in texts sent on these days: what was recorded since, most frequent first. */
      outcomes: z.array(z.object({ outcome: z.string(), pets: z.int() })),
    }),
  ),
  /** Oldest first, days without anything included. */
  days: z.array(
    z.object({
      day: Day,
      sent: z.int(),
      failed: z.int(),
      unknown: z.int(),
      followed: z.int(),
      booked: z.int(),
    }),
  ),
});
export type OutreachReport = z.infer<typeof OutreachReport>;
