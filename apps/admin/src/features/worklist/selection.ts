import { useMemo, useState } from "react";

/** Which rows of the page are chosen; rows that go away are not chosen any more. */
export function useSelection(keys: readonly string[]) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  return useMemo(() => {
    const selected = keys.filter((key) => chosen.has(key));
    const toggle = (key: string) => {
      const next = new Set(selected);
      if (!next.delete(key)) next.add(key);
      setChosen(next);
    };
    return {
      selected,
      has: (key: string) => chosen.has(key),
      toggle,
      isAll: keys.length > 0 && selected.length === keys.length,
      toggleAll: () => setChosen(selected.length === keys.length ? new Set() : new Set(keys)),
      clear: () => setChosen(new Set()),
    };
  }, [keys, chosen]);
}
