import type { OutreachSummaryRow } from "@vetsuccess/contract/outreach";
import { useMediaQuery } from "@mantine/hooks";
import { IconFilterOff, IconMessageOff } from "@tabler/icons-react";
import { keepPreviousData } from "@tanstack/react-query";
import type { TextRow } from "@vetsuccess/contract/texts";
import { pageSizes } from "../../lib/query-table.ts";
import { trpc } from "../../lib/trpc.ts";
import { messageOf } from "../../lib/errors.ts";
import { ListTable } from "../../ui/list-table.tsx";
import { StateMessage } from "../../ui/state-message.tsx";
import { filterCount, textsInput, useOutreachSearch } from "../outreach/search.ts";
import { textColumns } from "./columns.tsx";
import { useTextCursor } from "./cursor.ts";
import { TextFilters } from "./text-filters.tsx";
import classes from "./texts-panel.module.css";

interface Props {
  practices: readonly OutreachSummaryRow[];
  /** Milliseconds between two readings. */
  interval: number;
}

/** The texts that the filters leave. */
export function TextsPanel({ practices, interval }: Props) {
  const { search, change, filter } = useOutreachSearch();
  const isNarrow = useMediaQuery("(max-width: 48em)", undefined, { getInitialValueInEffect: false });
  const texts = trpc.texts.list.useQuery(textsInput(search), {
    placeholderData: keepPreviousData,
    refetchInterval: interval,
  });
  const rows = texts.data?.rows;
  const cursor = useTextCursor(rows ?? []);
  const zones = new Map(practices.map(({ practiceId, timeZone }) => [practiceId, timeZone]));
  const clear = () => filter({ practice: undefined, status: undefined, error: undefined, q: undefined });
  return (
    <section aria-label="Texts" className={classes.panel}>
      <TextFilters practices={practices} total={texts.data?.total} />
      <ListTable<TextRow>
        label="Texts"
        rows={rows}
        rowKey={({ uuid }) => uuid}
        columns={textColumns({ zones, isNarrow, hasPractice: search.practice === undefined, isTight: true })}
        isStale={texts.isPlaceholderData}
        error={rows === undefined && texts.error ? messageOf(texts.error) : undefined}
        onRetry={() => void texts.refetch()}
        cursor={cursor}
        onOpen={({ uuid }) => change({ text: uuid })}
        sort={{ by: search.sort, direction: search.direction }}
        onSort={(by, direction) => filter({ sort: by as typeof search.sort, direction })}
        pages={{
          page: search.page,
          size: search.size,
          sizes: pageSizes,
          total: texts.data?.total ?? 0,
          onPage: (page) => change({ page }),
          onSize: (size) => filter({ size: size as typeof search.size }),
        }}
        empty={
          filterCount(search) > 0 ? (
            <StateMessage
              icon={<IconFilterOff size={22} />}
              title="No text matches"
              action={{ label: "Clear the filters", onClick: clear }}
            />
          ) : (
            <StateMessage icon={<IconMessageOff size={22} />} title="No texts on this day">
              Plan a practice on the left, and its texts appear here.
            </StateMessage>
          )
        }
      />
    </section>
  );
}
