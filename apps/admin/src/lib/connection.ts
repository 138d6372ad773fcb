import { useEffect, useRef, useSyncExternalStore } from "react";

const askAgainMs = 2_000;

let isReached = true;
const listeners = new Set<() => void>();

/** Notes whether the server answered the last time it was asked, whatever the answer was. */
export function noteConnection(isAnswered: boolean): void {
  if (isReached === isAnswered) return;
  isReached = isAnswered;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Whether the server is reached. */
export function useIsConnected(): boolean {
  return useSyncExternalStore(subscribe, () => isReached);
}

/** Whether the browser believes to have a network: without one a server on the same machine is reached all the same. */
function useIsOnline(): boolean {
  return useSyncExternalStore(
    (listener) => {
      addEventListener("online", listener);
      addEventListener("offline", listener);
      return () => {
        removeEventListener("online", listener);
        removeEventListener("offline", listener);
      };
    },
    () => navigator.onLine,
  );
}

/**
 * While the server is not reached, or the browser has no network, asks every two seconds whether it is there.
 *
 * @param onBack what to read again when it is back
 */
export function useReconnect(onBack: () => void): void {
  const isConnected = useIsConnected();
  const isOnline = useIsOnline();
  useEffect(() => {
    if (!isOnline) noteConnection(false);
  }, [isOnline]);
  useEffect(() => {
    if (isConnected && isOnline) return undefined;
    const ask = async () => {
      const answer = await fetch("/health/live", { cache: "no-store" }).catch(() => null);
      noteConnection(answer?.ok === true);
    };
    const timer = setInterval(() => void ask(), askAgainMs);
    return () => clearInterval(timer);
  }, [isConnected, isOnline]);
  // Another call may have found out first.
  const wasConnected = useRef(isConnected);
  useEffect(() => {
    if (isConnected && !wasConnected.current) onBack();
    wasConnected.current = isConnected;
  }, [isConnected, onBack]);
}
