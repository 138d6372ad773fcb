import type { SkipReason } from "@vetsuccess/contract/outreach";
import { staleAfterHours, type PracticeSettings } from "@vetsuccess/contract/practices";

/** Whether data is too old to text with. */
export const isStale = (at: Date, now = new Date()): boolean =>
  now.getTime() - at.getTime() > staleAfterHours * 3_600_000;

/** Why a pet gets no text. */
export const skipWords = {
  APPOINTMENT_EXISTS: "Has an appointment",
  NO_ACTIVE_CLIENT: "No owner to text",
  NO_PHONE: "No usable number",
  EXCLUDED_PHONE_TYPE: "Number not for texts",
  OPTED_OUT: "Opted out",
  LEFT_OUT: "Taken out by hand",
  FINAL_OUTCOME: "Final outcome recorded",
  DECEASED: "Deceased",
  INACTIVE: "Inactive",
  SUSPENDED_REMINDERS: "Reminders suspended",
  UNNAMED: "Pet without a name",
  GONE: "Deleted in the PIMS",
} as const satisfies Record<SkipReason, string>;

/** What the settings are called on the screen. */
export const settingNames = {
  isSmsMailingEnabled: "SMS mailing",
  smsSendersPhone: "Sender's phone",
  smsScheduler: "Scheduler",
  smsPracticeName: "Practice's name",
  smsPhone: "Practice's phone",
  smsLink: "Link",
  dailySmsCap: "Most texts a day",
  isApprovalRequired: "Batches wait for approval",
  launchDate: "Launch day",
  startDateForLaunch: "Due from",
  endDateForLaunch: "Due through",
  isEmailUpdatesEnabled: "E-mail updates",
  isChangesWorkbookEnabled: "Workbook of changes",
  email: "E-mail address",
  schedulerEmail: "Scheduler's e-mail",
  rdoName: "RDO's name",
  rdoEmail: "RDO's e-mail",
} as const satisfies Record<keyof PracticeSettings, string>;

/** A setting's value in words. */
export function settingValue(value: unknown): string {
  if (value === null || value === undefined || value === "") return "empty";
  if (typeof value === "boolean") return value ? "on" : "off";
  return typeof value === "string" || typeof value === "number" ? String(value) : JSON.stringify(value);
}
