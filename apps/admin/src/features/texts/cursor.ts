import type { TextRow } from "@vetsuccess/contract/texts";
import { useState } from "react";
import { moveCursor } from "../../lib/query-table.ts";
import { useShortcuts } from "../../lib/shortcuts.ts";
import { useOutreachSearch } from "../outreach/search.ts";

/** j and k move the focus from row to row, where Enter opens; with a text open they lead from text to text. */
export function useTextCursor(rows: readonly TextRow[]): string | null {
  const { search, change } = useOutreachSearch();
  const [row, setRow] = useState<string | null>(null);
  const cursor = search.text ?? row;
  const move = (step: 1 | -1) => {
    const next = moveCursor(
      rows.map(({ uuid }) => uuid),
      cursor,
      step,
    );
    if (next === null) return;
    setRow(next);
    if (search.text === undefined) document.querySelector<HTMLElement>(`[data-row="${next}"] a`)?.focus();
    else change({ text: next }, { replace: true });
  };
  const areKeysActive = search.panel === undefined;
  useShortcuts(
    "Texts",
    [
      { keys: "j", label: "Next text", run: () => move(1) },
      { keys: "k", label: "Previous text", run: () => move(-1) },
    ],
    areKeysActive,
  );
  return cursor;
}
