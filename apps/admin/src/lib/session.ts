import { useSyncExternalStore } from "react";

let isSignedOut = false;
const listeners = new Set<() => void>();
/** What had the focus before the dialog that asks to sign in again took it. */
let hadFocus: Element | null = null;

/** Notes that the server no longer knows whose browser this is, or that it does again. */
export function noteSignedOut(isSo: boolean): void {
  if (isSignedOut === isSo) return;
  isSignedOut = isSo;
  for (const listener of listeners) listener();
}

/** For the dialog, before it takes the focus. */
export function rememberFocus(): void {
  hadFocus = document.activeElement;
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
