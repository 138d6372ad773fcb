import { keepPreviousData } from "@tanstack/react-query";
import type { ContactedPage } from "@vetsuccess/contract/contacted";
import { useDeferredValue, useEffect, useMemo } from "react";
import { ownZone } from "../../lib/format.ts";
import { trpc, trpcQueries } from "../../lib/trpc.ts";
import { setAnchor, useAnchor } from "./anchor.ts";
import { contactedInput, countInput, filterOf, type WorklistSearch } from "./search.ts";

/** How often it is asked whether there are new rows, should no live update say so. */
const askMs = 20_000;

/**
 * The page of the worklist, as it stood when the list was opened: what is sent meanwhile is counted, and comes in when it is
 * called for.
 */
export function useContacted(search: WorklistSearch) {
  const anchor = useAnchor();
  const input = useMemo(() => contactedInput(search, anchor), [search, anchor]);
  const list = trpc.clients.listContacted.useQuery(input, { placeholderData: keepPreviousData });
  // The rows are drawn in small steps, between which the page answers the keyboard.
  const data = useDeferredValue(list.data);
  const isStale = list.isPlaceholderData || data !== list.data;
  // What is kept from an earlier visit does not count: it is being read again.
  const readAt = isStale || list.isFetching ? undefined : data?.readAt;

  useEffect(() => {
    if (anchor !== undefined || readAt === undefined || !data) return;
    trpcQueries.clients.listContacted.setData(contactedInput(search, readAt), data);
    setAnchor(readAt);
  }, [anchor, readAt, data, search]);
  useEffect(() => () => setAnchor(undefined), []);

  const fresh = trpc.clients.countNewContacted.useQuery(
    { ...filterOf(search), timeZone: ownZone(), since: anchor ?? new Date(0) },
    { enabled: anchor !== undefined && !isStale, refetchInterval: askMs, placeholderData: keepPreviousData },
  );
  const total = useTotal({ search, anchor, page: isStale ? undefined : data });
  const news = fresh.isPlaceholderData ? undefined : fresh.data;
  return {
    list,
    /** The page that is shown; undefined: none yet. */
    data,
    /** It is not yet the one that was asked for. */
    isStale,
    input,
    /** undefined: not counted yet. */
    total,
    /** Rows that came since; `isMore`: there are further ones. */
    news: { count: Math.min(news?.count ?? 0, 99), isMore: (news?.count ?? 0) > 99 },
    /** Lets them in. */
    forgetAnchor: () => setAnchor(undefined),
  };
}

/** How many texts the filters leave. The last page says it; else it is asked once the rows are there, which come sooner. */
function useTotal({
  search,
  anchor,
  page,
}: {
  search: WorklistSearch;
  anchor: Date | undefined;
  /** undefined: not there yet. */
  page: ContactedPage | undefined;
}): number | undefined {
  const offset = (search.page - 1) * search.size;
  const isEnd = page !== undefined && page.nextCursor === null && (offset === 0 || page.rows.length > 0);
  const counted = trpc.clients.countContacted.useQuery(countInput(search, anchor), {
    enabled: anchor !== undefined && page !== undefined && !isEnd,
    placeholderData: keepPreviousData,
    // It is asked again when something changes.
    staleTime: Infinity,
  });
  if (isEnd) return offset + page.rows.length;
  return counted.isPlaceholderData && page !== undefined ? undefined : counted.data?.total;
}
