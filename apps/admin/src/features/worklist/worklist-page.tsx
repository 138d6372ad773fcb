import { useDocumentTitle, useLocalStorage, useMediaQuery } from "@mantine/hooks";
import { IconFilterOff, IconInbox } from "@tabler/icons-react";
import { useNavigate, useRouterState } from "@tanstack/react-router";
import type { ContactedRow } from "@vetsuccess/contract/contacted";
import { useCallback, useDeferredValue, useEffect, useMemo } from "react";
import { useRefusal } from "../../lib/account.ts";
import { useNow } from "../../lib/clock.ts";
import { messageOf } from "../../lib/errors.ts";
import { clientPath, paths } from "../../lib/paths.ts";
import { pageSizes } from "../../lib/query-table.ts";
import { ListTable } from "../../ui/list-table.tsx";
import { StateMessage } from "../../ui/state-message.tsx";
import { usePresences } from "../presence/presence.ts";
import { BulkBar } from "./bulk-bar.tsx";
import { worklistColumns, type ColumnKey } from "./columns.tsx";
import { useContacted } from "./contacted.ts";
import { useFollowed } from "./followed.ts";
import { useWorklistKeys } from "./keys.ts";
import { NewRows } from "./new-rows.tsx";
import { useClearFilters } from "./scope.ts";
import { filterCount, useWorklistSearch } from "./search.ts";
import { useSelection } from "./selection.ts";
import { Toolbar } from "./toolbar.tsx";
import { trailOf, useTrailState } from "./trail.ts";
import { ViewsBar } from "./views-bar.tsx";
import classes from "./worklist-page.module.css";

const initiallyHidden: ColumnKey[] = ["phone", "email"];

/** The clients who were contacted, to be followed up one after the other. */
export function WorklistPage() {
  const { search, change, filter } = useWorklistSearch();
  const navigate = useNavigate();
  // While one leaves, the address is another one already, and the page still this one.
  const href = useRouterState({
    select: ({ location, resolvedLocation }) =>
      (location.pathname === paths.worklist ? location : resolvedLocation)?.href ?? paths.worklist,
  });
  const isNarrow = useMediaQuery("(max-width: 48em)", undefined, { getInitialValueInEffect: false });
  const [hidden, setHidden] = useLocalStorage({
    key: "vetsuccess-worklist-hidden",
    defaultValue: initiallyHidden,
    getInitialValueInEffect: false,
  });
  const now = useNow();
  const refusal = useRefusal("clients.setFollowed");
  const { list, data, isStale, input, total, news, forgetAnchor } = useContacted(search);
  const rows = useMemo(() => data?.rows ?? [], [data]);
  const keys = useMemo(() => rows.map(({ textId }) => textId), [rows]);
  const presences = useDeferredValue(
    usePresences(useMemo(() => rows.flatMap(({ clientId }) => clientId ?? []), [rows])),
  );
  const selection = useSelection(keys);
  const setFollowed = useFollowed();
  const current = isStale ? undefined : data;
  const linkState = useTrailState(
    useMemo(() => current && trailOf(input, current, href), [input, current, href]),
  );
  useDocumentTitle("Worklist · VetSuccess");

  const showNews = () => {
    forgetAnchor();
    change({ page: 1 });
  };
  const chosen = rows.filter(({ textId }) => selection.has(textId));
  const mark = (some: readonly ContactedRow[]) => {
    if (refusal !== undefined || some.length === 0) return;
    void setFollowed(
      some,
      some.some(({ isFollowed }) => !isFollowed),
    );
    selection.clear();
  };
  const cursor = useWorklistKeys({
    rows: data?.rows,
    selection,
    mark: (row) => mark(chosen.length > 0 ? chosen : row),
    showNews,
  });
  const open = useCallback(
    ({ clientId }: ContactedRow) => {
      if (clientId !== null) void navigate({ to: clientPath(clientId), state: linkState });
    },
    [navigate, linkState],
  );
  const columns = useMemo(
    () => worklistColumns({ selection, presences, linkState, hidden: new Set(hidden), isNarrow, now }),
    [selection, presences, linkState, hidden, isNarrow, now],
  );
  const isFiltered = filterCount(search) > 0;
  const clearFilters = useClearFilters();
  // A page past the end, as when its last rows were followed up: the last one that has rows.
  const lastPage = total === undefined ? undefined : Math.max(1, Math.ceil(total / search.size));
  const isPastEnd = !isStale && data?.rows.length === 0 && lastPage !== undefined && lastPage < search.page;
  useEffect(() => {
    if (isPastEnd) change({ page: lastPage }, { replace: true });
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- `change` is new each time
  }, [isPastEnd, lastPage]);
  return (
    <>
      <div className={classes.head}>
        <h1 className={classes.title}>Worklist</h1>
        <ViewsBar />
      </div>
      <section aria-label="Contacted clients" className={classes.panel}>
        <Toolbar total={total} hidden={hidden} onHidden={setHidden} />
        <NewRows {...news} onShow={showNews} />
        <ListTable<ContactedRow>
          label="Contacted clients"
          rows={data?.rows}
          rowKey={({ textId }) => textId}
          columns={columns}
          isStale={isStale}
          error={list.data === undefined && list.error ? messageOf(list.error) : undefined}
          onRetry={() => void list.refetch()}
          cursor={cursor}
          onOpen={open}
          sort={{ by: search.sort, direction: search.direction }}
          onSort={(by, direction) => filter({ sort: by as typeof search.sort, direction })}
          pages={{
            page: search.page,
            size: search.size,
            sizes: pageSizes,
            total,
            hasNext: (data?.nextCursor ?? null) !== null,
            onPage: (page) => change({ page }),
            onSize: (size) => filter({ size: size as typeof search.size }),
          }}
          empty={
            isFiltered ? (
              <StateMessage
                icon={<IconFilterOff size={22} />}
                title="No client matches"
                action={{ label: "Clear the filters", onClick: clearFilters }}
              />
            ) : (
              <StateMessage icon={<IconInbox size={22} />} title="Nobody was contacted yet">
                Clients appear here as soon as their texts are sent.
              </StateMessage>
            )
          }
        />
      </section>
      <BulkBar
        rows={chosen}
        refusal={refusal}
        onFollowed={(isFollowed) => {
          void setFollowed(chosen, isFollowed);
          selection.clear();
        }}
        onClear={selection.clear}
      />
    </>
  );
}
