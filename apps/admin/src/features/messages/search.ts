import { Day, PracticeId } from "@vetsuccess/contract/outreach";
import { ListTextsInput, SmsErrorCode, TextStatus } from "@vetsuccess/contract/texts";
import { getRouteApi } from "@tanstack/react-router";
import { z } from "zod";
import { pageInput, tableSearch } from "../../lib/query-table.ts";
import { paths } from "../../lib/paths.ts";

/** The Messages page in its address. Nonsense counts as absent. */
export const MessagesSearch = z.object({
  ...tableSearch,
  practice: PracticeId.optional().catch(undefined),
  status: TextStatus.optional().catch(undefined),
  error: SmsErrorCode.optional().catch(undefined),
  /** UTC days on which they were sent. */
  sentFrom: Day.optional().catch(undefined),
  sentThrough: Day.optional().catch(undefined),
  /** Outreach days that planned them. */
  plannedFrom: Day.optional().catch(undefined),
  plannedThrough: Day.optional().catch(undefined),
  followed: z.enum(["yes", "no"]).optional().catch(undefined),
  booked: z.literal("yes").optional().catch(undefined),
  /** What was recorded since for a pet of the text. */
  outcome: ListTextsInput.shape.outcome.catch(undefined),
  sort: ListTextsInput.shape.sort.catch("sendAt"),
  direction: ListTextsInput.shape.direction.catch("desc"),
  /** The text that is open. */
  text: z.uuid().optional().catch(undefined),
});
export type MessagesSearch = z.output<typeof MessagesSearch>;
export const messagesDefaults = { page: 1, size: 25, sort: "sendAt", direction: "desc" } as const;

/** What the table asks for. */
export function messagesInput(search: MessagesSearch): ListTextsInput {
  const { practice, status, error, sentFrom, sentThrough, plannedFrom, plannedThrough } = search;
  const { followed, booked, outcome, q, sort, direction } = search;
  return {
    ...pageInput(search),
    sort,
    direction,
    ...(practice === undefined ? {} : { practiceId: practice }),
    ...(status === undefined ? {} : { status }),
    ...(error === undefined ? {} : { errorCode: error }),
    ...(sentFrom === undefined ? {} : { sentFrom }),
    ...(sentThrough === undefined ? {} : { sentThrough }),
    ...(plannedFrom === undefined ? {} : { plannedFrom }),
    ...(plannedThrough === undefined ? {} : { plannedThrough }),
    ...(booked === undefined ? {} : { isBooked: true as const }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(followed === undefined ? {} : { isFollowed: followed === "yes" }),
    ...(q === undefined ? {} : { search: q }),
  };
}

/** No filter at all. */
export const noFilters = {
  practice: undefined,
  status: undefined,
  error: undefined,
  sentFrom: undefined,
  sentThrough: undefined,
  plannedFrom: undefined,
  plannedThrough: undefined,
  followed: undefined,
  booked: undefined,
  outcome: undefined,
  q: undefined,
} satisfies Partial<MessagesSearch>;

export const isFiltered = (search: MessagesSearch): boolean =>
  Object.keys(noFilters).some((key) => search[key as keyof typeof noFilters] !== undefined);

const route = getRouteApi(paths.messages);

/** The address and how to change a part of it; changed filters begin on the first page. */
export function useMessagesSearch() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (part: Partial<MessagesSearch>, options: { replace?: boolean } = {}) =>
    void navigate({ search: (before) => ({ ...before, ...part }), ...options });
  return {
    search,
    change,
    filter: (part: Partial<MessagesSearch>, options: { replace?: boolean } = {}) =>
      change({ ...part, page: 1 }, options),
  };
}
