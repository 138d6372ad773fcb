import { dataAges, practiceSorts, type SearchPracticesInput } from "@vetsuccess/contract/practices";
import { z } from "zod";
import { pageInput, tableSearch } from "../../lib/query-table.ts";

const yesOrNo = z.enum(["yes", "no"]).optional().catch(undefined);

/** The list of practices in its address. Nonsense counts as absent. */
export const PracticesSearch = z.object({
  ...tableSearch,
  settings: yesOrNo,
  sms: yesOrNo,
  email: yesOrNo,
  /** "yes": archived ones alone, "all": those too; absent: none of them. */
  archived: z.enum(["yes", "all"]).optional().catch(undefined),
  data: z.enum(dataAges).optional().catch(undefined),
  sort: z.enum(practiceSorts).default("name").catch("name"),
  direction: z.enum(["asc", "desc"]).default("asc").catch("asc"),
});
export type PracticesSearch = z.output<typeof PracticesSearch>;
export const practicesDefaults = { page: 1, size: 25, sort: "name", direction: "asc" } as const;

/** What the list asks for. */
export function practicesInput(search: PracticesSearch): SearchPracticesInput {
  const { q, settings, sms, email, archived, data, sort, direction } = search;
  const flag = <K extends string>(key: K, value: "yes" | "no" | undefined) =>
    (value === undefined ? {} : { [key]: value === "yes" }) as Partial<Record<K, boolean>>;
  return {
    ...pageInput(search),
    sort,
    direction,
    ...(q === undefined ? {} : { search: q }),
    ...flag("hasSettings", settings),
    ...flag("isSmsMailingEnabled", sms),
    ...flag("isEmailUpdatesEnabled", email),
    ...(archived === "all" ? {} : { isArchived: archived === "yes" }),
    ...(data === undefined ? {} : { dataAge: data }),
  };
}

/** What stands between the list and all open practices. */
export const practiceFilterCount = ({ q, settings, sms, email, archived, data }: PracticesSearch): number =>
  [q, settings, sms, email, archived, data].filter((value) => value !== undefined).length;

const practiceTabs = ["settings", "launch", "answers", "changes", "history"] as const;
/** One practice in its address. */
export const PracticeSearch = z.object({
  tab: z.enum(practiceTabs).default("settings").catch("settings"),
  /** The outreach day that the launch tab shows, absent: tomorrow; the day of the changes, absent: today. */
  day: z.iso.date().optional().catch(undefined),
  /** Which rows it lists. */
  rows: z.string().max(40).optional().catch(undefined),
  page: tableSearch.page,
});
export type PracticeSearch = z.output<typeof PracticeSearch>;
