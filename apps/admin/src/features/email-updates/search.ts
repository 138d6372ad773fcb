import { getRouteApi } from "@tanstack/react-router";
import { UpdateStatus, type ListUpdatesInput } from "@vetsuccess/contract/email-updates";
import { Day } from "@vetsuccess/contract/outreach";
import { z } from "zod";
import { today } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { pageInput, tableSearch } from "../../lib/query-table.ts";

/** The page in its address: day, filters, and the mail that is open. Nonsense counts as absent. */
export const UpdatesSearch = z.object({
  ...tableSearch,
  /** The day of the mailing; absent: today, also tomorrow. */
  day: Day.optional().catch(undefined),
  state: UpdateStatus.optional().catch(undefined),
  /** "preview": what would go out. */
  view: z.literal("preview").optional().catch(undefined),
  mail: z.uuid().optional().catch(undefined),
});
export type UpdatesSearch = z.output<typeof UpdatesSearch>;

export const searchDefaults = { page: 1, size: 25 } as const;

export const dayOf = (search: UpdatesSearch): string => search.day ?? today();

/** What the table asks for. */
export function updatesInput(search: UpdatesSearch): ListUpdatesInput {
  const { state, q } = search;
  return {
    ...pageInput(search),
    day: dayOf(search),
    ...(state === undefined ? {} : { status: state }),
    ...(q === undefined ? {} : { search: q }),
  };
}

const route = getRouteApi(paths.emailUpdates);

/** The address and how to change a part of it; changed filters begin on the first page. */
export function useUpdatesSearch() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (part: Partial<UpdatesSearch>, options: { replace?: boolean } = {}) =>
    void navigate({ search: (before) => ({ ...before, ...part }), ...options });
  return {
    search,
    change,
    filter: (part: Partial<UpdatesSearch>, options: { replace?: boolean } = {}) =>
      change({ ...part, page: 1 }, options),
  };
}
