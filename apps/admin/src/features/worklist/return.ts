import { setAnchor } from "./anchor.ts";
import type { Trail } from "./trail.ts";

/** Which client of which worklist is open at the moment. */
interface Opened {
  clientId: string;
  trail: Trail;
}
let opened: Opened | undefined;
let candidates: readonly string[] = [];

/** Notes that a client of a worklist is open. Returns what ends it. */
export function noteOpened(now: Opened): () => void {
  opened = now;
  return () => {
    if (opened === now) opened = undefined;
  };
}

/**
 * For the worklist, before it opens: whoever comes back to it from one of its clients finds it as it stood; what was sent
 * meanwhile is announced.
 *
 * @param href its address
 */
export function comeBack(href: string): void {
  candidates = [];
  setAnchor(undefined);
  if (opened?.trail.from !== href) return;
  const { clientId, trail } = opened;
  setAnchor(trail.input.sentUntil);
  const at = Math.max(0, trail.clientIds.indexOf(clientId));
  candidates = [...trail.clientIds.slice(at), ...trail.clientIds.slice(0, at).toReversed()];
}

/** Clients to go on at: the one that was open, whoever came after it, or else whoever came before, nearest first. */
export const clientsToGoOnAt = (): readonly string[] => candidates;
