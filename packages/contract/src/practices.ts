import { z } from "zod";
import { AuditChanges } from "./audit.ts";
import { Day, GivenDay, PracticeId } from "./outreach.ts";
import { pageOf, PageInput } from "./page.ts";

/** A practice to choose from. */
export const PracticeOption = z.object({
  oduId: z.string(),
  name: z.string().nullable(),
  /** The remote scheduler who serves it, as its texts name him; null without settings. */
  scheduler: z.string().nullable(),
  timeZone: z.string().nullable(),
  /** A text was planned for it at some time. */
  hasTexts: z.boolean(),
});
export type PracticeOption = z.infer<typeof PracticeOption>;

/** Practices by name, and those of each scheduler by his. Archived ones are not among them. */
export const PracticeList = z.object({
  practices: z.array(PracticeOption),
  schedulers: z.array(z.object({ name: z.string(), practiceIds: z.array(z.string()) })),
});
export type PracticeList = z.infer<typeof PracticeList>;

/** How old a practice's data is: at most 36 hours, older, or never imported. */
export const dataAges = ["fresh", "stale", "never"] as const;
/** Data older than this many hours is stale: no texts are turned on with it. */
export const staleAfterHours = 36;

export const practiceSorts = ["name", "city", "state", "dataAt", "launchDate"] as const;
export const SearchPracticesInput = z.strictObject({
  ...PageInput.shape,
  /** Part of name, id, city, state or zip code, or digits of the phone number; each word must be found. */
  search: z.string().trim().min(1).max(100).optional(),
  hasSettings: z.boolean().optional(),
  isSmsMailingEnabled: z.boolean().optional(),
  isEmailUpdatesEnabled: z.boolean().optional(),
  isArchived: z.boolean().optional(),
  dataAge: z.enum(dataAges).optional(),
  sort: z.enum(practiceSorts).default("name"),
  direction: z.enum(["asc", "desc"]).default("asc"),
});
export type SearchPracticesInput = z.infer<typeof SearchPracticesInput>;

export const PracticeRow = z.object({
  oduId: z.string(),
  name: z.string().nullable(),
  city: z.string().nullable(),
  state: z.string().nullable(),
  zipCode: z.string().nullable(),
  phoneNumber: z.string().nullable(),
  hasSettings: z.boolean(),
  isSmsMailingEnabled: z.boolean(),
  isEmailUpdatesEnabled: z.boolean(),
  isArchived: z.boolean(),
  launchDate: Day.nullable(),
  /** When the extractor last brought data of it; null: never. */
  dataAt: z.date().nullable(),
});
export type PracticeRow = z.infer<typeof PracticeRow>;
export const PracticePage = pageOf(PracticeRow);
export type PracticePage = z.infer<typeof PracticePage>;

const line = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .regex(/^[^\p{Cc}]*$/u, "must be one line");
const MailAddress = z.union([z.literal(""), z.string().trim().max(254).pipe(z.email())]);

/** Whether a link has the form of an address that a phone can open: a host with a dot, no blanks. */
export function isLink(link: string): boolean {
  return /^(https?:\/\/)?[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+(:\d{1,5})?([/?#]\S*)?$/i.test(
    link,
  );
}

const settings = z.strictObject({
  isSmsMailingEnabled: z.boolean(),
  /** Ten digits; typed with blanks, brackets, hyphens, or +1 in front. */
  smsSendersPhone: z
    .string()
    .max(30)
    .transform((typed) => typed.replaceAll(/[\s().-]/g, "").replace(/^\+?1(?=\d{10}$)/, ""))
    .pipe(z.string().regex(/^([0-9]{10})?$/, "must be ten digits")),
  smsScheduler: line(100),
  smsPracticeName: line(100),
  smsPhone: line(20),
  smsLink: line(150).refine(
    (link) => link === "" || isLink(link),
    "must be a link, like https://example.com/book",
  ),
  /** Most texts on one day; null: as many as are due. */
  dailySmsCap: z.int().min(1).max(100_000).nullable(),
  /** Each batch waits until somebody approves it. */
  isApprovalRequired: z.boolean(),
  launchDate: GivenDay.nullable(),
  startDateForLaunch: GivenDay.nullable(),
  endDateForLaunch: GivenDay.nullable(),
  isEmailUpdatesEnabled: z.boolean(),
  /** A workbook of what agents changed goes along with the daily e-mail. */
  isChangesWorkbookEnabled: z.boolean(),
  email: MailAddress,
  schedulerEmail: MailAddress,
  rdoName: line(100),
  rdoEmail: MailAddress,
});
type Settings = z.infer<typeof settings>;

/** What SMS mailing needs, by what it is called in a sentence. */
export const smsNeeds = {
  smsSendersPhone: "the sender's phone",
  smsScheduler: "the scheduler's name",
  smsPracticeName: "the practice's name",
  smsLink: "the link",
} as const satisfies Partial<Record<keyof Settings, string>>;

const weeksBack = 7;
const daysBefore = (day: string, days: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10);

/**
 * What is wrong with settings as a whole, field by field. The CHECKs of apps_practicesettings say the same.
 */
export function settingsProblems(given: Settings): { field: keyof Settings; message: string }[] {
  const problems: { field: keyof Settings; message: string }[] = [];
  for (const [field, name] of Object.entries(smsNeeds) as [keyof typeof smsNeeds, string][])
    if (given.isSmsMailingEnabled && given[field].trim() === "")
      problems.push({ field, message: `SMS mailing needs ${name}` });
  if (given.isEmailUpdatesEnabled && given.email.trim() === "")
    problems.push({ field: "email", message: "E-mail updates need an address" });
  const { launchDate, startDateForLaunch: start, endDateForLaunch: end } = given;
  if (end !== null && start === null)
    problems.push({ field: "startDateForLaunch", message: "An end needs a start" });
  if (start !== null && end !== null && start >= end)
    problems.push({ field: "endDateForLaunch", message: "must be after the start" });
  if (start !== null && launchDate !== null && start >= daysBefore(launchDate, weeksBack * 7))
    problems.push({
      field: "startDateForLaunch",
      message: `must be before ${daysBefore(launchDate, weeksBack * 7)}, seven weeks before the launch`,
    });
  return problems;
}

/** The settings of a practice as they may be saved: by the form, by the API, and (as CHECKs) by SQL. */
export const PracticeSettings = settings.superRefine((given, ctx) => {
  for (const { field, message } of settingsProblems(given))
    ctx.addIssue({ code: "custom", path: [field], message });
});
export type PracticeSettings = z.infer<typeof PracticeSettings>;

/** What a practice without settings has. */
export const emptySettings: PracticeSettings = {
  isSmsMailingEnabled: false,
  smsSendersPhone: "",
  smsScheduler: "",
  smsPracticeName: "",
  smsPhone: "",
  smsLink: "",
  dailySmsCap: null,
  isApprovalRequired: false,
  launchDate: null,
  startDateForLaunch: null,
  endDateForLaunch: null,
  isEmailUpdatesEnabled: false,
  isChangesWorkbookEnabled: false,
  email: "",
  schedulerEmail: "",
  rdoName: "",
  rdoEmail: "",
};

export const PracticeIdInput = z.strictObject({ practiceId: PracticeId });
export type PracticeIdInput = z.infer<typeof PracticeIdInput>;

/** Facts are the PIMS's, settings ours. */
export const PracticeDetail = PracticeRow.omit({ hasSettings: true, launchDate: true }).extend({
  serverId: z.string().nullable(),
  serverName: z.string().nullable(),
  address1: z.string().nullable(),
  address2: z.string().nullable(),
  country: z.string().nullable(),
  timeZone: z.string().nullable(),
  pims: z.string().nullable(),
  hasPimsConnection: z.boolean().nullable(),
  scheduler: z.string().nullable(),
  latestTransaction: z.date().nullable(),
  /** null: nobody has made any yet. */
  settings: settings.nullable(),
  /** Of the settings; 0 without. A change names the version it was based on. */
  version: z.int(),
  /** Last outreach day that planning has covered. */
  coveredThrough: Day.nullable(),
  /** Texts that wait to go out. */
  waitingTexts: z.int(),
  /** Clients who are shown to agents for the sake of this practice alone: archiving hides them. */
  clientsOfItsOwn: z.int(),
});
export type PracticeDetail = z.infer<typeof PracticeDetail>;

export const UpdatePracticeSettingsInput = z.strictObject({
  practiceId: PracticeId,
  /** Of the settings that the change was based on; 0: there were none. */
  version: z.int().min(0),
  settings: PracticeSettings,
});
export type UpdatePracticeSettingsInput = z.infer<typeof UpdatePracticeSettingsInput>;

/** What has to be in order before the texts of a practice are turned on. */
export const readinessKeys = ["SENDER", "NAMES", "LINK", "TEMPLATES", "DATA", "FAQ"] as const;
export const ReadinessItem = z.object({
  key: z.enum(readinessKeys),
  isReady: z.boolean(),
  title: z.string(),
  /** How it stands. */
  state: z.string(),
  /** How to put it right; null when it is. */
  fix: z.string().nullable(),
});
export type ReadinessItem = z.infer<typeof ReadinessItem>;
export const Readiness = z.object({ isReady: z.boolean(), items: z.array(ReadinessItem) });
export type Readiness = z.infer<typeof Readiness>;

export const ListSettingsHistoryInput = z.strictObject({ ...PageInput.shape, practiceId: PracticeId });
export type ListSettingsHistoryInput = z.infer<typeof ListSettingsHistoryInput>;
export const SettingsChange = z.object({
  id: z.string(),
  at: z.date(),
  by: z.string(),
  action: z.string(),
  changes: AuditChanges,
});
export type SettingsChange = z.infer<typeof SettingsChange>;
/** Newest first. */
export const SettingsHistoryPage = pageOf(SettingsChange);
export type SettingsHistoryPage = z.infer<typeof SettingsHistoryPage>;

/** Takes the fields of one change back to what they were before it. */
export const RevertSettingsInput = z.strictObject({
  practiceId: PracticeId,
  version: z.int().min(1),
  changeId: z.string().regex(/^\d{1,18}$/),
});
export type RevertSettingsInput = z.infer<typeof RevertSettingsInput>;
