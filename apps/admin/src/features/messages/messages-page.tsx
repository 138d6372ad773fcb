import { useDocumentTitle, useMediaQuery } from "@mantine/hooks";
import { keepPreviousData } from "@tanstack/react-query";
import type { TextRow } from "@vetsuccess/contract/texts";
import { IconFilterOff, IconMessageOff } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { messageOf } from "../../lib/errors.ts";
import { moveCursor, pageSizes } from "../../lib/query-table.ts";
import { useShortcuts } from "../../lib/shortcuts.ts";
import { trpc } from "../../lib/trpc.ts";
import { ListTable } from "../../ui/list-table.tsx";
import { StateMessage } from "../../ui/state-message.tsx";
import { useLiveInterval } from "../sending/live.ts";
import { textColumns } from "../texts/columns.tsx";
import { MessageFilters } from "./message-filters.tsx";
import classes from "./messages-page.module.css";
import { isFiltered, messagesInput, noFilters, useMessagesSearch } from "./search.ts";

const TextDrawer = lazy(async () => ({ default: (await import("../texts/text-drawer.tsx")).TextDrawer }));

/** Every text of every day; those whose fate is unknown wait here for a person to decide. */
export function MessagesPage() {
  const { search, change, filter } = useMessagesSearch();
  const isNarrow = useMediaQuery("(max-width: 48em)", undefined, { getInitialValueInEffect: false }) ?? false;
  useDocumentTitle("Messages · VetSuccess");
  const practices = trpc.practices.list.useQuery().data?.practices ?? [];
  const texts = trpc.texts.list.useQuery(messagesInput(search), {
    placeholderData: keepPreviousData,
    refetchInterval: useLiveInterval(),
  });
  const rows = texts.data?.rows;
  const cursor = useMessageCursor(rows ?? []);
  return (
    <>
      <h1 className={classes.title}>Messages</h1>
      <section aria-label="Texts" className={classes.panel}>
        <MessageFilters practices={practices} total={texts.data?.total} />
        <ListTable<TextRow>
          label="Texts"
          rows={rows}
          rowKey={({ uuid }) => uuid}
          columns={textColumns({
            zones: new Map(practices.map(({ oduId, timeZone }) => [oduId, timeZone])),
            isNarrow,
            hasPractice: search.practice === undefined,
          })}
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
            isFiltered(search) ? (
              <StateMessage
                icon={<IconFilterOff size={22} />}
                title={search.status === "UNKNOWN" ? "No text waits for a decision" : "No text matches"}
                action={{ label: "Clear the filters", onClick: () => filter(noFilters) }}
              />
            ) : (
              <StateMessage icon={<IconMessageOff size={22} />} title="No texts yet">
                Plan a practice on the Outreach page, and its texts appear here.
              </StateMessage>
            )
          }
        />
      </section>
      {search.text !== undefined && (
        <Suspense>
          <TextDrawer uuid={search.text} onClose={() => change({ text: undefined })} />
        </Suspense>
      )}
    </>
  );
}

/** j and k move from row to row; with a text open they lead from text to text. */
function useMessageCursor(rows: readonly TextRow[]): string | null {
  const { search, change } = useMessagesSearch();
  const [row, setRow] = useState<string | null>(null);
  const cursor = search.text ?? row;
  const move = (step: 1 | -1) => {
    const keys = rows.map(({ uuid }) => uuid);
    const next = moveCursor(keys, cursor, step);
    if (next === null) return;
    setRow(next);
    if (search.text === undefined) document.querySelector<HTMLElement>(`[data-row="${next}"] a`)?.focus();
    else change({ text: next }, { replace: true });
  };
  useShortcuts("Messages", [
    { keys: "j", label: "Next text", run: () => move(1) },
    { keys: "k", label: "Previous text", run: () => move(-1) },
  ]);
  return cursor;
}
