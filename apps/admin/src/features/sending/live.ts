import type { SendingState } from "@vetsuccess/contract/texts";
import { useEffect } from "react";
import { trpc } from "../../lib/trpc.ts";

const movingMs = 1_500;
const stateIdleMs = 4_000;
const listIdleMs = 15_000;

/** Texts are leaving at this moment. Those that are due but held do not count. */
export function isMoving(state: SendingState | undefined): boolean {
  return (
    state !== undefined &&
    state.isSendingEnabled &&
    state.pauses.length === 0 &&
    state.due > 0 &&
    state.usedInLastMinute > 0
  );
}

/** What the sending line does; asked more often while texts are due, and not at all while the page is hidden. */
export function useSendingState() {
  return trpc.sending.state.useQuery(undefined, {
    refetchInterval: ({ state }) => ((state.data?.due ?? 0) > 0 ? movingMs : stateIdleMs),
  });
}

/** How often lists of texts are read again, in milliseconds; once more when the last text has left. */
export function useLiveInterval(): number {
  const moving = isMoving(useSendingState().data);
  const utils = trpc.useUtils();
  useEffect(() => {
    if (!moving) return undefined;
    return () => void Promise.all([utils.outreach.summary.invalidate(), utils.texts.invalidate()]);
  }, [moving, utils]);
  return moving ? movingMs : listIdleMs;
}
