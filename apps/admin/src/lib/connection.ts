import { useEffect, useSyncExternalStore } from "react";

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

/**
 * While the server is not reached, asks every two seconds whether it is back.
 *
 * @param onBack what to read again then
 */
export function useReconnect(onBack: () => void): void {
  const isConnected = useIsConnected();
  useEffect(() => {
    const lose = () => noteConnection(false);
    addEventListener("offline", lose);
    return () => removeEventListener("offline", lose);
  }, []);
  useEffect(() => {
    if (isConnected) return undefined;
    const ask = async () => {
      const answer = await fetch("/health/live", { cache: "no-store" }).catch(() => null);
      if (!answer?.ok) return;
      noteConnection(true);
      onBack();
    };
    const timer = setInterval(() => void ask(), askAgainMs);
    return () => clearInterval(timer);
  }, [isConnected, onBack]);
}
