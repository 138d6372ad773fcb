import { useSyncExternalStore } from "react";
import type { ClientDetail } from "@vetsuccess/contract/clients";
import type { Draft } from "./saved-drafts.ts";
import { faultOf, isChange, merge, valuesOf, type Merge, type Value, type Values } from "./fields.ts";

/**
 * What is typed into the page of one client, until it is saved. Each field listens to its own key alone, so that a key
 * pressed in one of 40 pets draws one field anew.
 */
export function openVisit(
  client: ClientDetail,
  draft: Pick<Draft, "version" | "base" | "edits"> | null = null,
) {
  // What a draft was based on stays its base: what others changed since then is for a person to see.
  let base = new Map([...valuesOf(client), ...(draft?.base ?? [])]);
  let version = draft?.version ?? client.version;
  let edits: Values = new Map();
  let faults: ReadonlyMap<string, string> = new Map();
  /** Texts as they stand in their fields while they differ from the base by blanks or brackets alone: they are no edits. */
  const typed = new Map<string, string>();
  const listeners = new Map<string, Set<() => void>>();
  const all = new Set<() => void>();

  const tell = (keys: Iterable<string>) => {
    for (const key of keys) for (const listener of listeners.get(key) ?? []) listener();
    for (const listener of all) listener();
  };

  function put(key: string, value: Value | undefined): void {
    const next = new Map(edits);
    const isEdit = value !== undefined && isChange(key, base.get(key) ?? null, value);
    if (isEdit) next.set(key, value);
    else next.delete(key);
    if (typeof value === "string" && !isEdit) typed.set(key, value);
    else typed.delete(key);
    const nextFaults = new Map(faults);
    const fault = next.has(key) ? faultOf(key, value ?? null) : undefined;
    if (fault === undefined) nextFaults.delete(key);
    else nextFaults.set(key, fault);
    [edits, faults] = [next, nextFaults];
  }

  const differsByBlanks = (key: string, text: string) =>
    text !== text.trim() && text.trim() === base.get(key) && !isChange(key, text.trim(), text);

  for (const [key, value] of draft?.edits ?? []) put(key, value);

  return {
    get version() {
      return version;
    },
    get base(): Values {
      return base;
    },
    /** What differs from the base, or is recorded anew. A new map after each change. */
    edits: (): Values => edits,
    /** What is wrong, by key. A new map after each change. */
    faults: () => faults,
    /** As it was typed, or else as it is saved. */
    value: (key: string): Value =>
      typed.get(key) ?? edits.get(key) ?? (edits.has(key) ? null : (base.get(key) ?? null)),
    set(changes: readonly (readonly [key: string, value: Value])[]): void {
      for (const [key, value] of changes) put(key, value);
      tell(changes.map(([key]) => key));
    },
    undo(keys: readonly string[]): void {
      for (const key of keys) put(key, undefined);
      tell(keys);
    },
    /** The field is left: blanks around its text go, which were kept while somebody typed. */
    leave(key: string): void {
      const edit = edits.get(key);
      if (typed.has(key)) put(key, undefined);
      else if (typeof edit === "string" && edit !== edit.trim()) put(key, edit.trim());
      else return;
      tell([key]);
    },
    /** Brings edits back that were discarded, and with them what they were based on, if that has changed since. */
    restore(discarded: Pick<Draft, "version" | "base" | "edits">): void {
      const based = [...discarded.edits.keys()].map((key) => [key, discarded.base.get(key) ?? null] as const);
      if (based.some(([key, value]) => base.get(key) !== value)) {
        base = new Map([...base, ...based]);
        version = discarded.version;
      }
      this.set([...discarded.edits]);
    },
    /** Faults that only the server can find. */
    refuse(found: ReadonlyMap<string, string>): void {
      faults = new Map([...faults, ...found]);
      tell(found.keys());
    },
    /** Goes on from the client as it is now, with these edits. */
    rebase(now: ClientDetail, kept: Values): void {
      const touched = new Set([...base.keys(), ...edits.keys()]);
      base = valuesOf(now);
      version = now.version;
      const still = [
        ...[...typed].filter(([key, text]) => !isChange(key, base.get(key) ?? null, text)),
        ...[...edits].filter(([key, value]) => typeof value === "string" && differsByBlanks(key, value)),
        ...kept,
      ];
      [edits, faults] = [new Map(), new Map()];
      typed.clear();
      for (const [key, value] of still) if (base.has(key)) put(key, value);
      tell(new Set([...touched, ...base.keys()]));
    },
    /** Takes over what is saved meanwhile, unless something typed here is not in it: then the person says when. */
    follow(now: ClientDetail): void {
      if (now.version < version) return;
      if (now.version === version) return this.rebase(now, edits);
      const { mine, conflicts, gone } = this.mergeWith(now);
      if (mine.size + conflicts.length + gone.length === 0) this.rebase(now, new Map());
    },
    /** After a save: what was typed since it was sent stays. */
    saved(now: ClientDetail, sent: Values): void {
      this.rebase(now, new Map([...edits].filter(([key, value]) => sent.get(key) !== value)));
    },
    /** What I typed beside what the server has now. */
    mergeWith: (now: ClientDetail): Merge => merge(base, edits, valuesOf(now)),
    /** @param key undefined: any */
    subscribe(key: string | undefined, listener: () => void): () => void {
      const set = key === undefined ? all : (listeners.get(key) ?? new Set());
      if (key !== undefined) listeners.set(key, set);
      set.add(listener);
      return () => void set.delete(listener);
    },
  };
}
export type Visit = ReturnType<typeof openVisit>;

/** One field: its value, what is wrong with it, and whether it differs from what is saved. */
export function useField(visit: Visit, key: string) {
  const subscribe = (listener: () => void) => visit.subscribe(key, listener);
  const value = useSyncExternalStore(subscribe, () => visit.value(key));
  const fault = useSyncExternalStore(subscribe, () => visit.faults().get(key));
  const isEdited = useSyncExternalStore(subscribe, () => visit.edits().has(key));
  return {
    value,
    fault,
    isEdited,
    set: (next: Value) => visit.set([[key, next]]),
    undo: () => visit.undo([key]),
    leave: () => visit.leave(key),
  };
}

/** All edits, for what counts them. */
export function useEdits(visit: Visit): Values {
  return useSyncExternalStore((listener) => visit.subscribe(undefined, listener), visit.edits);
}

/** Whether there is an edit: unlike the edits themselves it does not change with every key. */
export function useHasEdits(visit: Visit): boolean {
  return useSyncExternalStore(
    (listener) => visit.subscribe(undefined, listener),
    () => visit.edits().size > 0,
  );
}

/** All faults, for what must not go on with them. */
export function useFaults(visit: Visit): ReadonlyMap<string, string> {
  return useSyncExternalStore((listener) => visit.subscribe(undefined, listener), visit.faults);
}
