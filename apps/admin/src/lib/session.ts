import { useSyncExternalStore } from "react";

let isSignedOut = false;
const listeners = new Set<() => void>();
/** What had the focus when the session had ended: the dialog that asks to sign in again takes it, and comes a moment later. */
let hadFocus: Element | null = null;

/** Notes that the server no longer knows whose browser this is, or that it does again. */
export function noteSignedOut(isSo: boolean): void {
  if (isSignedOut === isSo) return;
  isSignedOut = isSo;
  if (isSo) hadFocus = document.activeElement;
  for (const listener of listeners) listener();
}

/** Gives the focus back to what had it, so that whoever goes on typing does so where they were. A field knows its caret. */
export function returnFocus(): void {
  if (hadFocus instanceof HTMLElement) hadFocus.focus({ preventScroll: true });
  hadFocus = null;
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
