import { z } from "zod";
import { pageOf, PageInput } from "./page.ts";

/** What planning decided for a reminder, once and for all. */
export const smsStatuses = [
  "EVENT_CREATED",
  "CHECKED",
  "APPOINTMENT_EXISTS",
  "NO_ACTIVE_CLIENT",
  "NO_PHONE",
  "EXCLUDED_PHONE_TYPE",
  "OPTED_OUT",
  "LEFT_OUT",
] as const;
export const SmsStatus = z.enum(smsStatuses);
export type SmsStatus = z.infer<typeof SmsStatus>;

/** Key of a practice as the extractor gives it. */
export const PracticeId = z.string().min(1).max(50);
/** Calendar day, YYYY-MM-DD, as it stands in a row: what practices type may be of any year. */
export const Day = z.iso.date();
/** A day that somebody asks for or sets. What is further away is a slip, and PostgreSQL knows no year 0. */
export const GivenDay = z.iso
  .date({ abort: true })
  .refine((day) => day >= "1900-01-01" && day < "2200-01-01", "must be a day of the years 1900 to 2199");

const Counts = z.record(SmsStatus, z.int());
export type SmsStatusCounts = z.infer<typeof Counts>;

export const OutreachSummaryInput = z.strictObject({ day: GivenDay, practiceId: PracticeId.optional() });
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

export const PlanInput = z.strictObject({ practiceId: PracticeId, day: GivenDay });
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
  day: GivenDay,
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
      /** Of those sent: what was recorded since for a pet of it, and after how many texts; most frequent first. */
      outcomes: z.array(z.object({ outcome: z.string(), texts: z.int() })),
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

export const ListDecisionsInput = z.strictObject({
  ...PageInput.shape,
  practiceId: PracticeId.optional(),
  decision: SmsStatus.optional(),
  /** UTC days on which planning decided, both included. */
  decidedFrom: GivenDay,
  decidedThrough: GivenDay,
});
export type ListDecisionsInput = z.infer<typeof ListDecisionsInput>;

/** A reminder that planning has decided. */
export const DecisionRow = z.object({
  reminderId: z.string(),
  decision: SmsStatus,
  decidedOn: Day,
  dateDue: Day.nullable(),
  description: z.string().nullable(),
  petName: z.string().nullable(),
  clientId: z.string().nullable(),
  clientName: z.string().nullable(),
  practiceId: z.string(),
  practiceName: z.string(),
  /** The text that speaks of it. */
  smsHistoryId: z.uuid().nullable(),
});
export type DecisionRow = z.infer<typeof DecisionRow>;
export const DecisionPage = pageOf(DecisionRow);
export type DecisionPage = z.infer<typeof DecisionPage>;

/** Why a pet with a due reminder is not looked at; nothing is decided for it. */
export const passedOverReasons = [
  "FINAL_OUTCOME",
  "DECEASED",
  "INACTIVE",
  "SUSPENDED_REMINDERS",
  "UNNAMED",
  "GONE",
] as const;
export const PassedOverReason = z.enum(passedOverReasons);
export type PassedOverReason = z.infer<typeof PassedOverReason>;

/** Why a pet gets no text: planning's decision, or that it is not even looked at. */
export const SkipReason = z.enum([
  ...smsStatuses.filter((status) => status !== "EVENT_CREATED" && status !== "CHECKED"),
  ...passedOverReasons,
]);
export type SkipReason = z.infer<typeof SkipReason>;

const batch = {
  practiceId: PracticeId,
  /** May lie ahead. */
  day: GivenDay,
  /** Instead of the saved launch: to see the effect before saving. */
  launch: z
    .strictObject({
      launchDate: GivenDay.nullable(),
      startDateForLaunch: GivenDay.nullable(),
      endDateForLaunch: GivenDay.nullable(),
    })
    .optional(),
  /** Instead of the saved one; null: none. */
  dailySmsCap: z.int().min(1).max(100_000).nullable().optional(),
};
export const PreviewBatchInput = z.strictObject(batch);
export type PreviewBatchInput = z.infer<typeof PreviewBatchInput>;

export const batchDecisions = ["HELD", "APPROVED"] as const;
export const BatchDecision = z.object({
  decision: z.enum(batchDecisions),
  day: Day,
  /** So many texts on one day, the others on the working days after it; null: not trimmed. */
  mostTexts: z.int().nullable(),
  /** Clients who get no text from it. */
  leftOutClientIds: z.array(z.string()),
  decidedAt: z.date(),
  decidedBy: z.string(),
});
export type BatchDecision = z.infer<typeof BatchDecision>;

export const BatchText = z.object({
  clientId: z.string(),
  clientName: z.string().nullable(),
  /** Ten digits. */
  number: z.string(),
  pets: z.array(z.string()),
  text: z.string(),
  sendAt: z.date(),
  segments: z.int(),
  encoding: z.enum(["GSM-7", "UCS-2"]),
});
export type BatchText = z.infer<typeof BatchText>;

/** What planning the day would do with the practice as it stands, or with the launch that is not saved yet. */
export const BatchPreview = z.object({
  practiceId: z.string(),
  day: Day,
  windows: z.array(z.object({ from: Day, through: Day })),
  reminders: z.int(),
  /** One for each client. */
  texts: z.int(),
  /** Pets that the texts speak of. */
  pets: z.int(),
  skipped: z.array(z.object({ reason: SkipReason, pets: z.int(), reminders: z.int() })),
  segments: z.int(),
  /** null: no price is set. */
  costCents: z.number().nullable(),
  /** By the day on which they go out. */
  days: z.array(z.object({ day: Day, texts: z.int() })),
  samples: z.array(BatchText),
  /** The day was planned already: what is shown is what was left. */
  isCovered: z.boolean(),
  /** Why nothing would be planned; null: it goes. */
  stoppedBecause: z.enum(["PRACTICE_ARCHIVED", "MAILING_OFF", "HELD", "NOT_APPROVED"]).nullable(),
  /** Settings that are empty: the texts show their names instead. */
  missing: z.array(z.string()),
  batch: BatchDecision.nullable(),
});
export type BatchPreview = z.infer<typeof BatchPreview>;

/** Without a reason the texts. */
export const ListBatchRowsInput = z.strictObject({
  ...batch,
  ...PageInput.shape,
  reason: SkipReason.optional(),
});
export type ListBatchRowsInput = z.infer<typeof ListBatchRowsInput>;
export const SkippedPet = z.object({
  patientId: z.string(),
  petName: z.string().nullable(),
  reason: SkipReason,
  reminders: z.array(z.object({ description: z.string().nullable(), dateDue: Day })),
});
export type SkippedPet = z.infer<typeof SkippedPet>;
export const BatchRows = z.object({
  texts: z.array(BatchText),
  skipped: z.array(SkippedPet),
  total: z.int(),
});
export type BatchRows = z.infer<typeof BatchRows>;

/** `decision` null takes a decision back. */
export const DecideBatchInput = z.strictObject({
  practiceId: PracticeId,
  day: GivenDay,
  decision: z.enum(batchDecisions).nullable(),
  mostTexts: z.int().min(1).max(100_000).nullable().default(null),
  leftOutClientIds: z.array(z.string().min(1).max(255)).max(5000).default([]),
});
export type DecideBatchInput = z.infer<typeof DecideBatchInput>;
export const DecideBatchResult = z.object({ batch: BatchDecision.nullable() });
