import { useSyncExternalStore } from "react";

let isSignedOut = false;
const listeners = new Set<() => void>();

/** Notes that the server no longer knows whose browser this is, or that it does again. */
export function noteSignedOut(isSo: boolean): void {
  if (isSignedOut === isSo) return;
  isSignedOut = isSo;
  for (const listener of listeners) listener();
}

/** Whether the session of the page has ended: the shell then asks to sign in again, over whatever is on the screen. */
export function useIsSignedOut(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    () => isSignedOut,
  );
}
