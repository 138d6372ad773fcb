import { useLocalStorage } from "@mantine/hooks";
import type { Outcome } from "@vetsuccess/contract/outcomes";
import { useEffect, useMemo } from "react";
import { trpc } from "../../lib/trpc.ts";
import { assignKeys } from "./outcome-keys.ts";
import { seldomMs } from "./routes.ts";

export interface Outcomes {
  /** By text. */
  all: readonly Outcome[];
  /** Those with a key, 1 first; null: the key is free. */
  byKey: readonly (Outcome | null)[];
  /** "3"; undefined: it has none. */
  keyOf: (text: string) => string | undefined;
  isFinal: (text: string | null) => boolean;
}

/** What can be recorded, and the key of each: the same ones for as long as the person uses this device. */
export function useOutcomes(userId: string): Outcomes {
  const list = trpc.outcomes.list.useQuery(undefined, { staleTime: seldomMs });
  const used = trpc.outcomes.listMostUsed.useQuery(undefined, { staleTime: Infinity });
  const [before, setBefore] = useLocalStorage<(string | null)[]>({
    key: `vetsuccess-outcome-keys:${userId}`,
    defaultValue: [],
    getInitialValueInEffect: false,
  });
  const keys = useMemo(
    () =>
      list.data && used.data
        ? assignKeys(
            before,
            used.data,
            list.data.map(({ uuid }) => uuid),
          )
        : null,
    [before, list.data, used.data],
  );
  useEffect(() => {
    if (keys && keys.join() !== before.join()) setBefore(keys);
  }, [before, keys, setBefore]);
  return useMemo(() => {
    const all = list.data ?? [];
    const byKey = (keys ?? []).map((id) => all.find(({ uuid }) => uuid === id) ?? null);
    const keyByText = new Map(byKey.flatMap((each, at) => (each ? [[each.text, String(at + 1)]] : [])));
    const final = new Set(all.filter(({ isFinal }) => isFinal).map(({ text }) => text));
    return {
      all,
      byKey,
      keyOf: (text) => keyByText.get(text),
      isFinal: (text) => text !== null && final.has(text),
    };
  }, [keys, list.data]);
}
