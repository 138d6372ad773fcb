import { CloseButton, SegmentedControl, TextInput } from "@mantine/core";
import { useDebouncedCallback, useMediaQuery } from "@mantine/hooks";
import { keepPreviousData } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { jobViews, type JobRow } from "@vetsuccess/contract/jobs";
import { IconChecks, IconSearch } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useNow } from "../../lib/clock.ts";
import { messageOf } from "../../lib/errors.ts";
import { formatCount, today } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { moveCursor, pageSizes } from "../../lib/query-table.ts";
import { useShortcuts } from "../../lib/shortcuts.ts";
import { trpc } from "../../lib/trpc.ts";
import { ListTable, type Column } from "../../ui/list-table.tsx";
import { StateMessage } from "../../ui/state-message.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import classes from "./jobs-page.module.css";
import { jobsIntervalMs } from "./live.ts";
import { jobsInput, useJobsSearch } from "./search.ts";
import { jobTitle, progressWords, reasonWords, stateWords, viewWords } from "./words.ts";

/** The jobs of a view, live. */
export function JobsPanel() {
  const { search, change, filter } = useJobsSearch();
  const isNarrow = useMediaQuery("(max-width: 48em)", undefined, { getInitialValueInEffect: false }) ?? false;
  const jobs = trpc.jobs.list.useQuery(jobsInput(search), {
    placeholderData: keepPreviousData,
    refetchInterval: jobsIntervalMs,
  });
  const now = useNow();
  const rows = jobs.data?.rows;
  const cursor = useJobCursor(rows ?? []);
  const words = viewWords[search.view];
  const isFiltered = search.q !== undefined || search.queue !== undefined;
  return (
    <section aria-label="Jobs" className={classes.panel}>
      <div className={classes.bar}>
        <SegmentedControl
          size="xs"
          aria-label="Which jobs"
          value={search.view}
          onChange={(view) => filter({ view })}
          data={jobViews.map((view) => ({
            value: view,
            label: `${viewWords[view].label} ${formatCount(jobs.data?.counts[view] ?? 0)}`,
          }))}
        />
        <SearchField />
      </div>
      <ListTable<JobRow>
        label="Jobs"
        rows={rows}
        rowKey={keyOf}
        columns={columnsOf(now, isNarrow)}
        isStale={jobs.isPlaceholderData}
        error={rows === undefined && jobs.error ? messageOf(jobs.error) : undefined}
        onRetry={() => void jobs.refetch()}
        cursor={cursor}
        onOpen={({ id }) => change({ job: id })}
        sort={{ by: "", direction: "asc" }}
        onSort={() => undefined}
        pages={{
          page: search.page,
          size: search.size,
          sizes: pageSizes,
          total: jobs.data?.total ?? 0,
          onPage: (page) => change({ page }),
          onSize: (size) => filter({ size: size as typeof search.size }),
        }}
        empty={
          <StateMessage
            icon={<IconChecks size={22} />}
            title={isFiltered ? "No job matches" : words.empty}
            action={
              isFiltered
                ? { label: "Show all", onClick: () => filter({ q: undefined, queue: undefined }) }
                : undefined
            }
          >
            {isFiltered ? undefined : words.explain}
          </StateMessage>
        }
      />
    </section>
  );
}

/** A job that was canceled and one that ended share an id with nobody; attempts of one job are one row. */
const keyOf = ({ id, runId, state }: JobRow): string => `${id}-${runId ?? state}`;

function columnsOf(now: Date, isNarrow: boolean): Column<JobRow>[] {
  return [
    {
      key: "state",
      title: "State",
      width: isNarrow ? 112 : 124,
      render: ({ state }) => (
        <StatusBadge tone={stateWords[state].tone}>{stateWords[state].label}</StatusBadge>
      ),
    },
    {
      key: "job",
      title: "Job",
      render: (job) => (
        <>
          <Link
            from={paths.jobs}
            to={paths.jobs}
            search={(before) => ({ ...before, job: job.id })}
            className={classes.job}
            onClick={(event) => event.stopPropagation()}
          >
            {jobTitle(job, today(now))}
          </Link>
          {isNarrow && <span className={classes.dim}>{progressWords(job, now)}</span>}
          {job.reason !== null && job.state !== "DONE" && (
            <span className={classes.reason} title={job.reason}>
              because: {reasonWords(job.reason)}
            </span>
          )}
        </>
      ),
    },
    {
      key: "progress",
      title: "How far",
      width: 232,
      hidden: isNarrow,
      render: (job) => <span className={classes.dim}>{progressWords(job, now)}</span>,
    },
  ];
}

function useJobCursor(rows: readonly JobRow[]): string | null {
  const { search } = useJobsSearch();
  const [row, setRow] = useState<string | null>(null);
  const move = (step: 1 | -1) => {
    const next = moveCursor(rows.map(keyOf), row, step);
    if (next === null) return;
    setRow(next);
    document.querySelector<HTMLElement>(`[data-row="${next}"] a`)?.focus();
  };
  useShortcuts(
    "Jobs",
    [
      { keys: "j", label: "Next job", run: () => move(1) },
      { keys: "k", label: "Previous job", run: () => move(-1) },
    ],
    search.job === undefined && search.panel === undefined,
  );
  return row;
}

/** Searches while one types; "/" leads here and Esc away. */
function SearchField() {
  const { search, filter } = useJobsSearch();
  const field = useRef<HTMLInputElement>(null);
  const [words, setWords] = useState(search.q ?? "");
  const apply = useDebouncedCallback(
    (q: string) => filter({ q: q.trim() || undefined }, { replace: true }),
    250,
  );
  const change = (value: string) => {
    setWords(value);
    apply(value);
  };
  useShortcuts("Jobs", [{ keys: "/", label: "Search the jobs", run: () => field.current?.focus() }]);
  return (
    <TextInput
      ref={field}
      size="xs"
      className={classes.search ?? ""}
      aria-label="Search by practice or kind"
      placeholder="Practice or kind"
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
