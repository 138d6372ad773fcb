import { getRouteApi } from "@tanstack/react-router";
import {
  ContactedSort,
  OutcomeState,
  SortDirection,
  type ContactedFilter,
  type CountContactedInput,
  type ListContactedInput,
} from "@vetsuccess/contract/contacted";
import { Day } from "@vetsuccess/contract/outreach";
import type { SavedView } from "@vetsuccess/contract/views";
import { z } from "zod";
import { ownZone } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { pageInput, tableSearch } from "../../lib/query-table.ts";

/** Several values in one parameter: ids of practices have no commas. */
const list = z
  .string()
  .max(25_000)
  .transform((text) => text.split(",").filter((id) => id !== ""))
  .pipe(z.array(z.string().max(50)).min(1).max(500))
  .transform((ids) => ids.join(","));

/** The worklist in its address: filters, order, page, and the saved view they came from. Nonsense counts as absent. */
export const WorklistSearch = z.object({
  ...tableSearch,
  /** Part of the client's name. */
  q: z.string().trim().min(1).max(100).optional().catch(undefined),
  followed: z.enum(["yes", "no"]).optional().catch(undefined),
  /** Today and the days before it. */
  within: z.coerce.number<number>().int().min(1).max(365).optional().catch(undefined),
  from: Day.optional().catch(undefined),
  through: Day.optional().catch(undefined),
  practices: list.optional().catch(undefined),
  scheduler: z.string().min(1).max(100).optional().catch(undefined),
  outcomes: OutcomeState.optional().catch(undefined),
  outcome: z.string().min(1).max(255).optional().catch(undefined),
  sort: ContactedSort.catch("sentAt"),
  direction: SortDirection.catch("desc"),
  view: z.uuid().optional().catch(undefined),
});
export type WorklistSearch = z.output<typeof WorklistSearch>;

export const searchDefaults = { page: 1, size: 25, sort: "sentAt", direction: "desc" } as const;

/** Without filters, whatever the order. */
export const noFilters = {
  q: undefined,
  followed: undefined,
  within: undefined,
  from: undefined,
  through: undefined,
  practices: undefined,
  scheduler: undefined,
  outcomes: undefined,
  outcome: undefined,
  view: undefined,
} satisfies Partial<WorklistSearch>;

/** The shortest part of a name that is searched for. */
const minName = 3;

/** The filters as the API and saved views have them. */
export function filterOf(search: WorklistSearch): ContactedFilter {
  const { q, followed, within, from, through, practices, scheduler, outcomes, outcome } = search;
  return {
    ...(q === undefined || q.length < minName ? {} : { name: q }),
    ...(followed === undefined ? {} : { isFollowed: followed === "yes" }),
    ...(within === undefined ? {} : { sentInLastDays: within }),
    ...(from === undefined ? {} : { sentFrom: from }),
    ...(through === undefined ? {} : { sentThrough: through }),
    ...(practices === undefined ? {} : { practiceIds: practices.split(",") }),
    ...(scheduler === undefined ? {} : { scheduler }),
    ...(outcomes === undefined ? {} : { outcomeState: outcomes }),
    ...(outcome === undefined ? {} : { outcome }),
  };
}

/** The address of a saved view. */
export function searchOf({
  uuid,
  filter,
  sort,
  direction,
}: Pick<SavedView, "uuid" | "filter" | "sort" | "direction">): Partial<WorklistSearch> {
  return {
    ...noFilters,
    page: 1,
    q: filter.name,
    followed: filter.isFollowed === undefined ? undefined : filter.isFollowed ? "yes" : "no",
    within: filter.sentInLastDays,
    from: filter.sentFrom,
    through: filter.sentThrough,
    practices: filter.practiceIds?.join(",") || undefined,
    scheduler: filter.scheduler,
    outcomes: filter.outcomeState,
    outcome: filter.outcome,
    sort,
    direction,
    view: uuid,
  };
}

/** Whether the address still is what the view says. */
export function isAsSaved(search: WorklistSearch, view: SavedView): boolean {
  const now = { filter: filterOf(search), sort: search.sort, direction: search.direction };
  return sorted(now) === sorted({ filter: view.filter, sort: view.sort, direction: view.direction });
}

/**
 * What the table asks for.
 *
 * @param sentUntil later texts are left out
 */
export function contactedInput(search: WorklistSearch, sentUntil?: Date): ListContactedInput {
  const { sort, direction } = search;
  return {
    ...pageInput(search),
    ...filterOf(search),
    timeZone: ownZone(),
    sort,
    direction,
    ...(sentUntil ? { sentUntil } : {}),
  };
}

/**
 * Of which texts the table's total is.
 *
 * @param sentUntil later texts are left out
 */
export function countInput(search: WorklistSearch, sentUntil?: Date): CountContactedInput {
  return { ...filterOf(search), timeZone: ownZone(), ...(sentUntil ? { sentUntil } : {}) };
}

/** What stands between the table and everybody who was contacted. */
export const filterCount = (search: WorklistSearch): number => Object.keys(filterOf(search)).length;

const route = getRouteApi(paths.worklist);

/** The address and how to change a part of it; changed filters begin on the first page. */
export function useWorklistSearch() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (part: Partial<WorklistSearch>, options: { replace?: boolean } = {}) =>
    void navigate({ search: (before) => ({ ...before, ...part }), ...options });
  return {
    search,
    change,
    filter: (part: Partial<WorklistSearch>, options: { replace?: boolean } = {}) =>
      change({ ...part, page: 1 }, options),
  };
}

/** The same text for the same values, whatever the order of their names. */
function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === "object" && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}
