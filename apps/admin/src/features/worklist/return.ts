import { setAnchor } from "./anchor.ts";
import type { Trail } from "./trail.ts";

/** Which client of which worklist is open at the moment. */
interface Opened {
  clientId: string;
  trail: Trail;
}
let opened: Opened | undefined;
let candidates: readonly string[] = [];

/** Notes that a client of a worklist is open. */
export function noteOpened(now: Opened): void {
  opened = now;
}

/** Notes that none is open any more. */
export function noteClosed(): void {
  opened = undefined;
}

/**
 * For the worklist, before it opens: whoever comes back to it from one of its clients finds it as it stood; what was sent
 * meanwhile is announced.
 *
 * @param href its address
 */
export function comeBack(href: string): void {
  candidates = [];
  if (opened?.trail.from !== href) return;
  const { clientId, trail } = opened;
  setAnchor(trail.input.sentUntil);
  candidates = trail.clientIds.slice(Math.max(0, trail.clientIds.indexOf(clientId)));
}

/** Clients to go on at: the one that was open, or else whoever came after it. */
export const clientsToGoOnAt = (): readonly string[] => candidates;
