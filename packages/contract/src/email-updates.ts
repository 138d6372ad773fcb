import { z } from "zod";
import { Day, GivenDay, PracticeId } from "./outreach.ts";
import { pageOf, PageInput } from "./page.ts";
import { attemptResults } from "./texts.ts";

/**
 * How far the mail of a practice and day is. UNKNOWN: it may have been accepted; a report of the provider or a person
 * decides. CANCELED: updates were switched off, or the practice was archived.
 */
export const updateStatuses = ["NO_FILES", "PENDING", "SENT", "ERROR", "UNKNOWN", "CANCELED"] as const;
export const UpdateStatus = z.enum(updateStatuses);
export type UpdateStatus = z.infer<typeof UpdateStatus>;

/** What became of an accepted mail at the practice's own address. */
export const deliveryStates = ["DELIVERED", "DEFERRED", "BOUNCED", "DROPPED"] as const;
export const DeliveryState = z.enum(deliveryStates);
export type DeliveryState = z.infer<typeof DeliveryState>;

export const ListUpdatesInput = z.strictObject({
  ...PageInput.shape,
  /** The UTC day of the mailing. */
  day: GivenDay,
  practiceId: PracticeId.optional(),
  status: UpdateStatus.optional(),
  delivery: DeliveryState.optional(),
  /** Part of the practice's name. */
  search: z.string().trim().min(1).max(100).optional(),
});
export type ListUpdatesInput = z.infer<typeof ListUpdatesInput>;

export const UpdateRow = z.object({
  uuid: z.uuid(),
  practiceId: z.string().nullable(),
  practiceName: z.string().nullable(),
  day: Day,
  status: UpdateStatus,
  /** A worker is sending it at this moment. */
  isSending: z.boolean(),
  files: z.int(),
  toAddress: z.string().nullable(),
  ccAddresses: z.array(z.string()),
  sentAt: z.date().nullable(),
  delivery: DeliveryState.nullable(),
  deliveryAt: z.date().nullable(),
  errorMessage: z.string().nullable(),
});
export type UpdateRow = z.infer<typeof UpdateRow>;
/** The page, and how many mails of the day are in each state, whatever the filters. */
export const UpdatePage = pageOf(UpdateRow).extend({
  isWorkingDay: z.boolean(),
  counts: z.partialRecord(UpdateStatus, z.int()),
  deliveries: z.partialRecord(DeliveryState, z.int()),
});
export type UpdatePage = z.infer<typeof UpdatePage>;

export const GetUpdateInput = z.strictObject({ uuid: z.uuid() });
export type GetUpdateInput = z.infer<typeof GetUpdateInput>;
export const UpdateDetail = UpdateRow.extend({
  createdAt: z.date(),
  /** Why it cannot be sent again now; null: it can. */
  cannotSendAgain: z.string().nullable(),
  fileList: z.array(z.object({ path: z.string(), attachmentName: z.string() })),
  attempts: z.array(
    z.object({
      uuid: z.uuid(),
      round: z.int(),
      toAddress: z.string(),
      ccAddresses: z.array(z.string()),
      startedAt: z.date(),
      finishedAt: z.date().nullable(),
      bytes: z.int().nullable(),
      result: z.enum(attemptResults).nullable(),
      httpStatus: z.int().nullable(),
      providerId: z.string().nullable(),
      error: z.string().nullable(),
    }),
  ),
  deliveries: z.array(
    z.object({
      id: z.string(),
      address: z.string(),
      kind: z.string(),
      reason: z.string().nullable(),
      at: z.date(),
    }),
  ),
});
export type UpdateDetail = z.infer<typeof UpdateDetail>;

const Reason = z.string().trim().min(3).max(500);
export const SendUpdateAgainInput = z.strictObject({ uuid: z.uuid(), reason: Reason });
export type SendUpdateAgainInput = z.infer<typeof SendUpdateAgainInput>;
export const RunUpdatesInput = z.strictObject({ day: GivenDay });
export type RunUpdatesInput = z.infer<typeof RunUpdatesInput>;
/** For how many practices something was missing, and is tried now. */
export const RunUpdatesResult = z.object({ practices: z.int() });

export const PreviewUpdatesInput = z.strictObject({ day: GivenDay });
export type PreviewUpdatesInput = z.infer<typeof PreviewUpdatesInput>;
/** What a mailing on the day would send now. */
export const UpdatesPreview = z.object({
  isWorkingDay: z.boolean(),
  days: z.array(Day),
  practices: z.array(
    z.object({
      practiceId: z.string(),
      practiceName: z.string().nullable(),
      toAddress: z.string(),
      ccAddresses: z.array(z.string()),
      files: z.array(z.object({ path: z.string(), bytes: z.int() })),
      /** Why nothing could go out; null: it could. */
      problem: z.string().nullable(),
    }),
  ),
});
export type UpdatesPreview = z.infer<typeof UpdatesPreview>;

export const PreviewWorkbookInput = z.strictObject({ practiceId: PracticeId, day: GivenDay });
export type PreviewWorkbookInput = z.infer<typeof PreviewWorkbookInput>;
/** One change that an agent made. */
export const WorkbookRow = z.object({
  at: z.date(),
  agent: z.string(),
  client: z.string(),
  pet: z.string().nullable(),
  field: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});
export type WorkbookRow = z.infer<typeof WorkbookRow>;
/** The first rows of the workbook. */
export const WorkbookPreview = z.object({
  /** Whether the workbook goes along with the practice's mail. */
  isEnabled: z.boolean(),
  rows: z.array(WorkbookRow),
  hasMore: z.boolean(),
});
export type WorkbookPreview = z.infer<typeof WorkbookPreview>;
