import { useSyncExternalStore } from "react";

/** The worklist shows what had been sent by then, so that it stands still; undefined: whatever there is. */
let anchor: Date | undefined;
const listeners = new Set<() => void>();

export const anchorNow = (): Date | undefined => anchor;

export function setAnchor(instant: Date | undefined): void {
  anchor = instant;
  for (const listener of listeners) listener();
}

export function useAnchor(): Date | undefined {
  return useSyncExternalStore(subscribe, anchorNow);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
