import { Button, CloseButton, NativeSelect, TextInput } from "@mantine/core";
import { useDebouncedCallback, useDocumentTitle, useMediaQuery } from "@mantine/hooks";
import { IconBuildingStore, IconFilterOff, IconSearch } from "@tabler/icons-react";
import { keepPreviousData } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import type { PracticeRow } from "@vetsuccess/contract/practices";
import { useEffect, useRef, useState } from "react";
import { messageOf } from "../../lib/errors.ts";
import { formatCount } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { moveCursor, pageSizes } from "../../lib/query-table.ts";
import { useShortcuts } from "../../lib/shortcuts.ts";
import { trpc } from "../../lib/trpc.ts";
import { ListTable } from "../../ui/list-table.tsx";
import { PageHead } from "../../ui/page-head.tsx";
import { Panel } from "../../ui/panel.tsx";
import { StateMessage } from "../../ui/state-message.tsx";
import { practiceColumns } from "./columns.tsx";
import classes from "./practice-list-page.module.css";
import { practiceFilterCount, practicesInput, type PracticesSearch } from "./search.ts";

const route = getRouteApi(paths.practices);
const noFilters = {
  q: undefined,
  settings: undefined,
  sms: undefined,
  email: undefined,
  archived: undefined,
  data: undefined,
};

/** All practices, to find the one to look after. */
export function PracticeListPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const isNarrow = useMediaQuery("(max-width: 48em)", undefined, { getInitialValueInEffect: false });
  const practices = trpc.practices.search.useQuery(practicesInput(search), {
    placeholderData: keepPreviousData,
  });
  const rows = practices.data?.rows;
  const filter = (part: Partial<PracticesSearch>) =>
    void navigate({ search: (before) => ({ ...before, page: 1, ...part }) });
  const open = (practiceId: string) => void navigate({ to: paths.practice, params: { practiceId } });
  const cursor = useCursor(rows ?? [], open);
  useDocumentTitle("Practices · VetSuccess");
  return (
    <>
      <PageHead title="Practices" />
      <Panel
        isFlush
        title={practices.data ? `${formatCount(practices.data.total)} practices` : "Practices"}
        action={<Filters search={search} onFilter={filter} />}
      >
        <ListTable<PracticeRow>
          label="Practices"
          rows={rows}
          rowKey={({ oduId }) => oduId}
          columns={practiceColumns(isNarrow)}
          isStale={practices.isPlaceholderData}
          error={rows === undefined && practices.error ? messageOf(practices.error) : undefined}
          onRetry={() => void practices.refetch()}
          cursor={cursor}
          onOpen={({ oduId }) => open(oduId)}
          sort={{ by: search.sort, direction: search.direction }}
          onSort={(by, direction) => filter({ sort: by as PracticesSearch["sort"], direction })}
          pages={{
            page: search.page,
            size: search.size,
            sizes: pageSizes,
            total: practices.data?.total ?? 0,
            onPage: (page) => filter({ page }),
            onSize: (size) => filter({ size: size as PracticesSearch["size"] }),
          }}
          empty={
            practiceFilterCount(search) > 0 ? (
              <StateMessage
                icon={<IconFilterOff size={22} />}
                title="No practice matches"
                action={{ label: "Clear the filters", onClick: () => filter(noFilters) }}
              />
            ) : (
              <StateMessage icon={<IconBuildingStore size={22} />} title="No practices yet">
                The extractor brings them from the practices' own systems.
              </StateMessage>
            )
          }
        />
      </Panel>
    </>
  );
}

/** The row the keyboard is on: j and k move it, Enter opens it. */
function useCursor(rows: readonly PracticeRow[], open: (practiceId: string) => void): string | null {
  const [cursor, setCursor] = useState<string | null>(null);
  const keys = rows.map(({ oduId }) => oduId);
  const current = cursor !== null && keys.includes(cursor) ? cursor : null;
  useShortcuts("Practices", [
    { keys: "j", label: "Next practice", run: () => setCursor(moveCursor(keys, current, 1)) },
    { keys: "k", label: "Previous practice", run: () => setCursor(moveCursor(keys, current, -1)) },
    { keys: "Enter", label: "Open the practice", run: () => current !== null && open(current) },
  ]);
  return current;
}

const choices = (any: string, yes: string, no: string) => [
  { value: "", label: any },
  { value: "yes", label: yes },
  { value: "no", label: no },
];

function Filters({
  search,
  onFilter,
}: {
  search: PracticesSearch;
  onFilter: (part: Partial<PracticesSearch>) => void;
}) {
  const select = (
    key: "settings" | "sms" | "email" | "archived" | "data",
    label: string,
    data: { value: string; label: string }[],
  ) => (
    <NativeSelect
      size="xs"
      aria-label={label}
      value={search[key] ?? ""}
      onChange={(event) => onFilter({ [key]: event.currentTarget.value || undefined })}
      data={data}
    />
  );
  return (
    <div className={classes.filters}>
      <SearchField q={search.q} onSearch={(q) => onFilter({ q })} />
      {select("settings", "Settings", choices("Any settings", "With settings", "Without settings"))}
      {select("sms", "SMS", choices("SMS on or off", "SMS on", "SMS off"))}
      {select("email", "E-mail updates", choices("E-mail on or off", "E-mail on", "E-mail off"))}
      {select("data", "Age of the data", [
        { value: "", label: "Any data" },
        { value: "fresh", label: "Fresh data" },
        { value: "stale", label: "Older than 36 h" },
        { value: "never", label: "Never imported" },
      ])}
      {select("archived", "Archived", [
        { value: "", label: "Not archived" },
        { value: "yes", label: "Archived" },
        { value: "all", label: "Archived or not" },
      ])}
      {practiceFilterCount(search) > 0 && (
        <Button variant="subtle" color="gray" onClick={() => onFilter(noFilters)}>
          Clear
        </Button>
      )}
    </div>
  );
}

/** Searches while one types; "/" leads here and Esc away. */
function SearchField({ q, onSearch }: { q: string | undefined; onSearch: (q: string | undefined) => void }) {
  const field = useRef<HTMLInputElement>(null);
  const [words, setWords] = useState(q ?? "");
  const apply = useDebouncedCallback((value: string) => onSearch(value.trim() || undefined), 250);
  // The address may change without this field: by "Clear", or by going back.
  useEffect(() => {
    if (document.activeElement !== field.current) setWords(q ?? "");
  }, [q]);
  const change = (value: string) => {
    setWords(value);
    apply(value);
  };
  useShortcuts("Practices", [{ keys: "/", label: "Search", run: () => field.current?.focus() }]);
  return (
    <TextInput
      ref={field}
      size="xs"
      className={classes.search ?? ""}
      aria-label="Search by name, id, place, zip code or phone"
      placeholder="Name, id, city, state, zip, phone"
      maxLength={100}
      leftSection={<IconSearch size={14} />}
      rightSection={
        words !== "" && <CloseButton size="sm" aria-label="Clear the search" onClick={() => change("")} />
      }
      value={words}
      onChange={(event) => change(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Escape") event.currentTarget.blur();
      }}
    />
  );
}
