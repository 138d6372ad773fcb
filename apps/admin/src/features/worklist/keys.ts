import type { ContactedRow } from "@vetsuccess/contract/contacted";
import { useEffect, useRef, useState } from "react";
import { moveCursor } from "../../lib/query-table.ts";
import { isDialogOpen, isField, useShortcuts } from "../../lib/shortcuts.ts";
import { clientsToGoOnAt } from "./return.ts";
import { useWorklistSearch } from "./search.ts";
import type { useSelection } from "./selection.ts";

interface Options {
  /** undefined: not there yet. */
  rows: readonly ContactedRow[] | undefined;
  selection: ReturnType<typeof useSelection>;
  mark: (rows: readonly ContactedRow[]) => void;
  showNews: () => void;
}

/**
 * The worklist without a mouse. The focus moves with the cursor, so that Enter opens the client.
 *
 * @returns key of the row that the keyboard is on
 */
export function useWorklistKeys({ rows: answer, selection, mark, showNews }: Options): string | null {
  const rows = answer ?? [];
  const { search, change } = useWorklistSearch();
  const [place, setPlace] = useState<{ key: string; at: number } | null>(null);
  const keys = rows.map(({ textId }) => textId);
  // A row that went away leaves its place to the one after it.
  const cursor =
    place === null ? null : keys.includes(place.key) ? place.key : (keys[place.at] ?? keys.at(-1) ?? null);
  const focusOn = (key: string, options?: FocusOptions) =>
    document.querySelector<HTMLElement>(`[data-row="${key}"] a`)?.focus(options);
  // And the focus with it, which went when the row did; the list stays where somebody looks at it.
  const isMoved = cursor !== null && cursor !== place?.key;
  useEffect(() => {
    if (!isMoved) return;
    if (document.activeElement === document.body) focusOn(cursor, { preventScroll: true });
    setPlace({ key: cursor, at: keys.indexOf(cursor) });
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the rows are new ones each time; a cursor that moved is what counts
  }, [isMoved, cursor]);
  // Coming back from a client: on its row, or on that of who came after it.
  const [candidates] = useState(clientsToGoOnAt);
  const isFirst = useRef(true);
  useEffect(() => {
    if (!isFirst.current || answer === undefined) return;
    isFirst.current = false;
    for (const candidate of candidates) {
      const at = rows.findIndex(({ clientId }) => clientId === candidate);
      const key = keys[at];
      if (key === undefined) continue;
      setPlace({ key, at });
      // Unless somebody types already.
      if (!isField(document.activeElement) && !isDialogOpen()) focusOn(key);
      return;
    }
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the first rows alone
  }, [answer]);
  const row = rows.filter(({ textId }) => textId === cursor);

  const move = (step: 1 | -1) => {
    const next = moveCursor(keys, cursor, step);
    if (next === null) return;
    setPlace({ key: next, at: keys.indexOf(next) });
    focusOn(next);
  };
  const turn = (step: 1 | -1) => {
    if (search.page + step >= 1) change({ page: search.page + step });
  };
  useShortcuts("Worklist", [
    { keys: "j", label: "Next client", run: () => move(1) },
    { keys: "k", label: "Previous client", run: () => move(-1) },
    { keys: "x", label: "Select", run: () => cursor !== null && selection.toggle(cursor) },
    { keys: "X", label: "Select all of the page", run: selection.toggleAll },
    { keys: "f", label: "Followed, or open again", run: () => mark(row) },
    { keys: ".", label: "Show the new ones", run: showNews },
    { keys: "[", label: "Previous page", run: () => turn(-1) },
    { keys: "]", label: "Next page", run: () => turn(1) },
  ]);
  return cursor;
}
