import { Day, PracticeId } from "@vetsuccess/contract/outreach";
import { ListTextsInput, SmsErrorCode, TextStatus } from "@vetsuccess/contract/texts";
import { getRouteApi } from "@tanstack/react-router";
import { z } from "zod";
import { today } from "../../lib/format.ts";
import { pageInput, tableSearch } from "../../lib/query-table.ts";
import { paths } from "../../lib/paths.ts";

/** The Outreach page in its address: day, filters, page, and what is open on top. Nonsense counts as absent. */
export const OutreachSearch = z.object({
  ...tableSearch,
  /** The outreach day; absent: today, also tomorrow. */
  day: Day.optional().catch(undefined),
  /** "all": texts of every day. */
  days: z.literal("all").optional().catch(undefined),
  practice: PracticeId.optional().catch(undefined),
  status: TextStatus.optional().catch(undefined),
  error: SmsErrorCode.optional().catch(undefined),
  sort: ListTextsInput.shape.sort.catch("sendAt"),
  direction: ListTextsInput.shape.direction.catch("desc"),
  /** The text that is open. */
  text: z.uuid().optional().catch(undefined),
  panel: z.enum(["preview", "plan", "pause", "resume", "deliver"]).optional().catch(undefined),
  /** The practice that the panel is about. */
  about: PracticeId.optional().catch(undefined),
});
export type OutreachSearch = z.output<typeof OutreachSearch>;

export const searchDefaults = { page: 1, size: 25, sort: "sendAt", direction: "desc" } as const;

export const dayOf = (search: OutreachSearch): string => search.day ?? today();

/** What the table asks for. */
export function textsInput(search: OutreachSearch): ListTextsInput {
  const { practice, status, error, q, sort, direction } = search;
  return {
    ...pageInput(search),
    sort,
    direction,
    ...(search.days === "all" ? {} : { plannedOn: dayOf(search) }),
    ...(practice === undefined ? {} : { practiceId: practice }),
    ...(status === undefined ? {} : { status }),
    ...(error === undefined ? {} : { errorCode: error }),
    ...(q === undefined ? {} : { search: q }),
  };
}

/** What stands between the table and the whole day. */
export const filterCount = ({ practice, status, error, q }: OutreachSearch): number =>
  [practice, status, error, q].filter((value) => value !== undefined).length;

const route = getRouteApi(paths.outreach);

/** The address and how to change a part of it; changed filters begin on the first page. */
export function useOutreachSearch() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (part: Partial<OutreachSearch>, options: { replace?: boolean } = {}) =>
    void navigate({ search: (before) => ({ ...before, ...part }), ...options });
  return {
    search,
    change,
    filter: (part: Partial<OutreachSearch>, options: { replace?: boolean } = {}) =>
      change({ ...part, page: 1 }, options),
    closePanel: () => change({ panel: undefined, about: undefined }),
  };
}
