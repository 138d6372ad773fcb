import { z } from "zod";
import { pageOf, PageInput } from "./page.ts";
import { Day, GivenDay, PracticeId } from "./outreach.ts";

/** How far a text (an SMS) is. UNKNOWN: it may have gone out; only a person or a delivery report decides. */
export const textStatuses = ["PENDING", "SENT", "ERROR", "UNKNOWN", "CANCELED"] as const;
export const TextStatus = z.enum(textStatuses);
export type TextStatus = z.infer<typeof TextStatus>;

/** Why a text ended as ERROR, UNKNOWN or CANCELED. Each has a heading in docs/errors.md. */
export const smsErrorCodes = [
  "AUTH_FAILED",
  "REJECTED",
  "NOT_REACHED",
  "TIMED_OUT",
  "CONNECTION_LOST",
  "PROVIDER_ERROR",
  "WORKER_DIED",
  "INVALID_CONTEXT",
  "OPTED_OUT",
  "APPOINTMENT_EXISTS",
  "FINAL_OUTCOME",
  "NOT_CONTACTABLE",
  "PHONE_CHANGED",
] as const;
export const SmsErrorCode = z.enum(smsErrorCodes);
export type SmsErrorCode = z.infer<typeof SmsErrorCode>;

/** How one call of the provider ended. */
export const attemptResults = [
  "ACCEPTED",
  "RATE_LIMITED",
  "AUTH_FAILED",
  "REJECTED",
  "NOT_SENT",
  "UNKNOWN",
] as const;
export const AttemptResult = z.enum(attemptResults);
export type AttemptResult = z.infer<typeof AttemptResult>;

/** Why a text whose time has come does not go out yet. */
export const holdReasons = [
  "SENDING_OFF",
  "PAUSED",
  "PRACTICE_ARCHIVED",
  "MAILING_OFF",
  "NO_SENDER",
  "OUTSIDE_HOURS",
] as const;
export const HoldReason = z.enum(holdReasons);
export type HoldReason = z.infer<typeof HoldReason>;

export const ListTextsInput = z.strictObject({
  ...PageInput.shape,
  practiceId: PracticeId.optional(),
  /** The outreach day that planned them. */
  plannedOn: GivenDay.optional(),
  /** Outreach days that planned them, both included. */
  plannedFrom: GivenDay.optional(),
  plannedThrough: GivenDay.optional(),
  status: TextStatus.optional(),
  errorCode: SmsErrorCode.optional(),
  /** UTC days on which they were sent, both included. */
  sentFrom: GivenDay.optional(),
  sentThrough: GivenDay.optional(),
  isFollowed: z.boolean().optional(),
  /** Sent, and an appointment of one of its pets was made within 14 days after it. */
  isBooked: z.literal(true).optional(),
  /** Sent, and this was recorded since for one of its pets, whose outcome it still is. */
  outcome: z.string().min(1).max(255).optional(),
  /** Part of the client's name, or digits of the number. */
  search: z.string().trim().min(1).max(100).optional(),
  sort: z.enum(["sendAt", "sentAt", "client", "status"]).default("sendAt"),
  direction: z.enum(["asc", "desc"]).default("desc"),
});
export type ListTextsInput = z.infer<typeof ListTextsInput>;

export const TextRow = z.object({
  uuid: z.uuid(),
  practiceId: z.string().nullable(),
  practiceName: z.string().nullable(),
  clientId: z.string().nullable(),
  clientName: z.string().nullable(),
  pets: z.array(z.string()),
  /** Ten digits, as the provider is asked to reach it. */
  numberTo: z.string().nullable(),
  status: TextStatus,
  /** A worker is sending it at this moment. */
  isSending: z.boolean(),
  errorCode: SmsErrorCode.nullable(),
  /** When it is due; null once it has ended. */
  sendAt: z.date().nullable(),
  sentAt: z.date().nullable(),
  heldBecause: HoldReason.nullable(),
  isFollowed: z.boolean(),
});
export type TextRow = z.infer<typeof TextRow>;
export const TextPage = pageOf(TextRow);
export type TextPage = z.infer<typeof TextPage>;

/** What a person says of a text whose fate is unknown. NOT_SENT: it waits again, for the next working day. */
export const textDecisions = ["SENT", "NOT_SENT"] as const;

export const GetTextInput = z.strictObject({ uuid: z.uuid() });
export const TextDetail = TextRow.extend({
  text: z.string(),
  numberFrom: z.string().nullable(),
  plannedOn: Day.nullable(),
  createdAt: z.date(),
  errorMessage: z.string().nullable(),
  practiceTimeZone: z.string().nullable(),
  reminders: z.array(
    z.object({
      oduId: z.string(),
      petName: z.string().nullable(),
      description: z.string().nullable(),
      dateDue: Day.nullable(),
      smsStatus: z.string().nullable(),
    }),
  ),
  attempts: z.array(
    z.object({
      uuid: z.uuid(),
      workerId: z.string(),
      startedAt: z.date(),
      finishedAt: z.date().nullable(),
      result: AttemptResult.nullable(),
      httpStatus: z.int().nullable(),
      providerId: z.string().nullable(),
      error: z.string().nullable(),
    }),
  ),
  /** What persons said became of it while that was unknown, oldest first. */
  decisions: z.array(
    z.object({ at: z.date(), by: z.string(), decision: z.enum(textDecisions), reason: z.string() }),
  ),
});
export type TextDetail = z.infer<typeof TextDetail>;

export const DecideTextInput = z.strictObject({
  uuid: z.uuid(),
  decision: z.enum(textDecisions),
  /** The evidence, e.g. what the provider's own log shows. */
  reason: z
    .string()
    .trim()
    .min(3)
    .max(500)
    .refine((text) => !text.includes("\0")),
});
export type DecideTextInput = z.infer<typeof DecideTextInput>;

export const pauseReasons = ["RATE_LIMITED", "AUTH_FAILED", "MANUAL"] as const;
export const PauseReason = z.enum(pauseReasons);
export type PauseReason = z.infer<typeof PauseReason>;

/** What the sending line does now. */
export const SendingState = z.object({
  /** SEND_DIALPAD_SMS: false keeps every text waiting. */
  isSendingEnabled: z.boolean(),
  /** The provider is the sandbox: "deliver now" exists. */
  isSandbox: z.boolean(),
  /** Where the sandbox shows the texts as a phone would; null with a real provider. */
  sandboxPhoneUrl: z.url().nullable(),
  isInsideSendingHours: z.boolean(),
  limitPerMinute: z.int(),
  /** Calls in the last 60 seconds, those running included. */
  usedInLastMinute: z.int(),
  due: z.int(),
  waiting: z.int(),
  pauses: z.array(
    z.object({
      uuid: z.uuid(),
      reason: PauseReason,
      detail: z.string().nullable(),
      startedAt: z.date(),
      startedBy: z.string().nullable(),
      /** null: until somebody resumes. */
      until: z.date().nullable(),
    }),
  ),
});
export type SendingState = z.infer<typeof SendingState>;

export const PauseSendingInput = z.strictObject({ detail: z.string().trim().min(1).max(500) });
export const ResumeSendingInput = z.strictObject({});
/** Sandbox only: texts of this practice (or of all) that wait for their time become due at once. */
export const DeliverNowInput = z.strictObject({ practiceId: PracticeId.optional() });
export const DeliverNowResult = z.object({ texts: z.int() });
