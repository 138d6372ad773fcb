import { Day, PracticeId, SmsStatus, type ListDecisionsInput } from "@vetsuccess/contract/outreach";
import { getRouteApi } from "@tanstack/react-router";
import { z } from "zod";
import { addDays } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { pageInput, tableSearch } from "../../lib/query-table.ts";

const { page, size } = tableSearch;

/** The page of the decided reminders in its address. Nonsense counts as absent. */
export const DecisionsSearch = z.object({
  page,
  size,
  practice: PracticeId.optional().catch(undefined),
  decision: SmsStatus.optional().catch(undefined),
  /** UTC days; absent: the last thirty. */
  from: Day.optional().catch(undefined),
  through: Day.optional().catch(undefined),
});
export type DecisionsSearch = z.output<typeof DecisionsSearch>;
export const decisionsDefaults = { page: 1, size: 25 } as const;

/** What the table asks for. */
export function decisionsInput(search: DecisionsSearch, day: string): ListDecisionsInput {
  const { practice, decision, through = day } = search;
  return {
    ...pageInput(search),
    decidedFrom: search.from ?? addDays(through, -29),
    decidedThrough: through,
    ...(practice === undefined ? {} : { practiceId: practice }),
    ...(decision === undefined ? {} : { decision }),
  };
}

const route = getRouteApi(paths.decisions);

/** The address and how to change a part of it; changed filters begin on the first page. */
export function useDecisionsSearch() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (part: Partial<DecisionsSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...part }) });
  return { search, change, filter: (part: Partial<DecisionsSearch>) => change({ page: 1, ...part }) };
}
