import { ActionIcon, NativeSelect, Skeleton } from "@mantine/core";
import {
  IconArrowDown,
  IconArrowUp,
  IconChevronLeft,
  IconChevronRight,
  IconPlugConnectedX,
} from "@tabler/icons-react";
import { memo, useMemo, type ReactNode } from "react";
import classes from "./list-table.module.css";
import { StateMessage } from "./state-message.tsx";

export interface Column<T> {
  /** Also what the list is sorted by. */
  key: string;
  title: string;
  /** In the place of the title, e.g. a box that chooses all rows. */
  header?: ReactNode;
  render: (row: T) => ReactNode;
  sortable?: boolean;
  /** Pixels; the columns without share the rest. */
  width?: number;
  hidden?: boolean;
}

interface Sort {
  by: string;
  direction: "asc" | "desc";
}

interface Pages {
  page: number;
  size: number;
  sizes: readonly number[];
  /** undefined: not counted yet. */
  total: number | undefined;
  /** Whether rows follow, where that is known before the total. */
  hasNext?: boolean;
  onPage: (page: number) => void;
  onSize: (size: number) => void;
}

interface Props<T> {
  label: string;
  /** undefined: not there yet. */
  rows: readonly T[] | undefined;
  rowKey: (row: T) => string;
  columns: readonly Column<T>[];
  /** The rows are those of the question before. */
  isStale: boolean;
  /** Why there are no rows. */
  error?: string | undefined;
  onRetry: () => void;
  /** Key of the row that the keyboard is on. */
  cursor: string | null;
  onOpen: (row: T) => void;
  sort: Sort;
  onSort: (by: string, direction: Sort["direction"]) => void;
  pages: Pages;
  empty: ReactNode;
}

/** The one table of lists: loading, error and empty states, sorting, pages, and a row under the keyboard's cursor. */
export function ListTable<T>(props: Props<T>) {
  const { label, rows, error, onRetry, empty, pages, isStale } = props;
  if (error !== undefined)
    return (
      <StateMessage
        icon={<IconPlugConnectedX size={22} />}
        title={`${label} cannot be shown`}
        action={{ label: "Try again", onClick: onRetry }}
      >
        {error}
      </StateMessage>
    );
  if (rows === undefined) return <LoadingRows label={label} />;
  if (rows.length === 0) return empty;
  return (
    <div className={isStale ? classes.stale : undefined} aria-busy={isStale}>
      <Rows {...props} rows={rows} />
      <PageBar {...pages} />
    </div>
  );
}

function Rows<T>({
  label,
  rows,
  rowKey,
  columns,
  cursor,
  onOpen,
  sort,
  onSort,
}: Props<T> & { rows: readonly T[] }) {
  const shown = useMemo(() => columns.filter(({ hidden }) => hidden !== true), [columns]);
  return (
    <table className={classes.table} aria-label={label}>
      <thead>
        <tr>
          {shown.map((column) => (
            <Heading key={column.key} column={column} sort={sort} onSort={onSort} />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row
            key={rowKey(row)}
            id={rowKey(row)}
            row={row}
            columns={shown}
            isAtCursor={rowKey(row) === cursor}
            onOpen={onOpen}
          />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps<T> {
  id: string;
  row: T;
  columns: readonly Column<T>[];
  isAtCursor: boolean;
  onOpen: (row: T) => void;
}

/** Drawn again only when something of its own changes; columns and `onOpen` have to stay the same for that. */
const Row = memo(function Row<T>({ id, row, columns, isAtCursor, onOpen }: RowProps<T>) {
  return (
    // The link inside the row does the same for the keyboard and for screen readers.
    <tr data-row={id} data-cursor={isAtCursor || undefined} onClick={() => onOpen(row)}>
      {columns.map(({ key, render }) => (
        <td key={key}>{render(row)}</td>
      ))}
    </tr>
  );
}) as <T>(props: RowProps<T>) => ReactNode;

function Heading<T>({
  column: { key, title, header, width, sortable = false },
  sort,
  onSort,
}: {
  column: Column<T>;
  sort: Sort;
  onSort: Props<T>["onSort"];
}) {
  const style = width === undefined ? undefined : { width };
  if (!sortable)
    return (
      <th scope="col" style={style}>
        {header ?? title}
      </th>
    );
  const direction = sort.by === key ? sort.direction : undefined;
  const Arrow = direction === "asc" ? IconArrowUp : IconArrowDown;
  return (
    <th scope="col" style={style} aria-sort={direction && (direction === "asc" ? "ascending" : "descending")}>
      <button
        type="button"
        className={classes.sort}
        onClick={() => onSort(key, direction === "asc" ? "desc" : "asc")}
      >
        {title}
        <Arrow size={13} aria-hidden className={classes.arrow} data-active={direction !== undefined} />
      </button>
    </th>
  );
}

function PageBar({ page, size, sizes, total, hasNext = false, onPage, onSize }: Pages) {
  const last = total === undefined ? undefined : Math.max(1, Math.ceil(total / size));
  const isLast = last === undefined ? !hasNext : page >= last;
  const count = (value: number) => value.toLocaleString("en-US");
  return (
    <nav className={classes.pages} aria-label="Pages">
      <span>
        {count((page - 1) * size + 1)}–{count(Math.min(page * size, total ?? Infinity))} of{" "}
        {total === undefined ? "…" : count(total)}
      </span>
      <NativeSelect
        size="xs"
        aria-label="Rows on a page"
        className={classes.size ?? ""}
        value={String(size)}
        onChange={(event) => onSize(Number(event.currentTarget.value))}
        data={sizes.map((each) => ({ value: String(each), label: `${each} rows` }))}
      />
      <ActionIcon size="lg" aria-label="Previous page" disabled={page <= 1} onClick={() => onPage(page - 1)}>
        <IconChevronLeft size={16} />
      </ActionIcon>
      <span>
        {count(page)} / {last === undefined ? "…" : count(last)}
      </span>
      <ActionIcon size="lg" aria-label="Next page" disabled={isLast} onClick={() => onPage(page + 1)}>
        <IconChevronRight size={16} />
      </ActionIcon>
    </nav>
  );
}

const loadingRows = Array.from({ length: 10 }, (_, at) => ({
  key: `row-${at}`,
  width: `${72 - ((at * 17) % 40)}%`,
}));

function LoadingRows({ label }: { label: string }) {
  return (
    <div role="status" aria-label={`${label} are loading`}>
      {loadingRows.map(({ key, width }) => (
        <div key={key} className={classes.loadingRow}>
          <Skeleton height={14} width={70} radius="xl" />
          <Skeleton height={10} width={width} />
          <Skeleton height={10} width={80} />
        </div>
      ))}
    </div>
  );
}
