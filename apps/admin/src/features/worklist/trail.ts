import { useRouter, useRouterState } from "@tanstack/react-router";
import type { ContactedPage, ListContactedInput } from "@vetsuccess/contract/contacted";
import { useCallback, useEffect, useMemo, useRef } from "react";
import { clientPath } from "../../lib/paths.ts";
import { trpcQueries } from "../../lib/trpc.ts";
import { noteOpened } from "./return.ts";

/** The clients of a worklist as they stood when one was opened; it goes with the address, in the browser's history. */
export interface Trail {
  /** How the list was asked for, without its page. */
  input: Omit<ListContactedInput, "offset" | "limit" | "cursor">;
  /** The worklist's address, to go back. */
  from: string;
  /** In the order of the list, each once. */
  clientIds: string[];
  /** Where the list goes on before the first of them and after the last; null: nowhere. */
  before: string | null;
  after: string | null;
}

declare module "@tanstack/react-router" {
  interface HistoryState {
    trail?: Trail;
  }
}

const step = 25;
/** A trail is cut at its far end when it gets longer than this. */
const longest = 500;

/** The trail of the rows that are shown. */
export function trailOf(
  input: ListContactedInput,
  { rows, nextCursor, previousCursor }: ContactedPage,
  from: string,
): Trail {
  const { offset: _offset, limit: _limit, cursor: _cursor, ...rest } = input;
  return { input: rest, from, clientIds: clientsOf(rows), before: previousCursor, after: nextCursor };
}

/**
 * What goes along with a link to a client: the trail of the rows that are shown, by a function that stays the same.
 *
 * @param trail undefined: the rows are still those of before
 */
export function useTrailState(trail: Trail | undefined): () => { trail?: Trail } {
  const latest = useRef(trail);
  useEffect(() => {
    if (trail !== undefined) latest.current = trail;
  });
  return useCallback(() => (latest.current ? { trail: latest.current } : {}), []);
}

/** Adds further rows at one end. Backwards, the nearest row comes first. */
export function extendTrail(trail: Trail, end: "before" | "after", page: ContactedPage): Trail {
  const known = new Set(trail.clientIds);
  const further = clientsOf(page.rows).filter((id) => !known.has(id));
  return end === "after"
    ? { ...trail, clientIds: [...trail.clientIds, ...further].slice(-longest), after: page.nextCursor }
    : {
        ...trail,
        clientIds: [...further.toReversed(), ...trail.clientIds].slice(0, longest),
        before: page.nextCursor,
      };
}

/**
 * The clients before and after this one in the worklist that it was opened from, and ways to go there. Marking the client
 * as followed does not move it out of the trail.
 */
export function useNeighbours(clientId: string) {
  const router = useRouter();
  // While one leaves, the address is another one already, and the page still this one.
  const trail = useRouterState({
    select: ({ location, resolvedLocation }) => location.state.trail ?? resolvedLocation?.state.trail,
  });
  const at = trail?.clientIds.indexOf(clientId) ?? -1;
  const isOnTrail = trail !== undefined && at >= 0;

  useEffect(
    () => (trail !== undefined && isOnTrail ? noteOpened({ clientId, trail }) : undefined),
    [clientId, isOnTrail, trail],
  );

  const open = useCallback(
    (to: string, along: Trail) => router.history.push(clientPath(to), { trail: along }),
    [router],
  );
  const go = useCallback(
    async (end: "before" | "after") => {
      if (trail === undefined || at < 0) return false;
      const near = trail.clientIds[end === "after" ? at + 1 : at - 1];
      if (near !== undefined) {
        open(near, trail);
        return true;
      }
      const extended = await extend(trail, end);
      const next = extended?.clientIds[extended.clientIds.indexOf(clientId) + (end === "after" ? 1 : -1)];
      if (!extended || next === undefined) return false;
      open(next, extended);
      return true;
    },
    [at, clientId, open, trail],
  );

  return useMemo(
    () => ({
      /** Whether the client was opened from a worklist. */
      isOnTrail,
      /** To the worklist, as it stood. */
      goBack: () => {
        if (isOnTrail) router.history.push(trail.from);
      },
      /** The client that comes next, as far as it is known; to be read ahead. */
      nextId: isOnTrail ? (trail.clientIds[at + 1] ?? null) : null,
      hasNext: isOnTrail && (at < trail.clientIds.length - 1 || trail.after !== null),
      hasPrevious: isOnTrail && (at > 0 || trail.before !== null),
      /** Resolves to false where the worklist ends. */
      goNext: () => go("after"),
      goPrevious: () => go("before"),
    }),
    [at, go, isOnTrail, router, trail],
  );
}

async function extend(trail: Trail, end: "before" | "after"): Promise<Trail | null> {
  const cursor = trail[end];
  if (cursor === null) return null;
  const { direction } = trail.input;
  const opposite = direction === "asc" ? "desc" : "asc";
  const page = await trpcQueries.clients.listContacted
    .fetch({
      ...trail.input,
      direction: end === "after" ? direction : opposite,
      cursor,
      offset: 0,
      limit: step,
    })
    .catch(() => null);
  if (page === null) return null;
  const extended = extendTrail(trail, end, page);
  // A page may hold nobody but clients who are on the trail already.
  const isLonger = extended.clientIds.length > trail.clientIds.length;
  return isLonger || extended[end] === null ? extended : extend(extended, end);
}

function clientsOf(rows: readonly { clientId: string | null }[]): string[] {
  return [...new Set(rows.flatMap(({ clientId }) => clientId ?? []))];
}
