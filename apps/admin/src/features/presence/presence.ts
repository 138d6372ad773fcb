import { useIdle } from "@mantine/hooks";
import type { ClientPresence } from "@vetsuccess/contract/presence";
import { useEffect, useMemo } from "react";
import superjson from "superjson";
import { trpc, trpcClient, trpcQueries } from "../../lib/trpc.ts";

/** How often this tab says that it is still there. */
const beatMs = 15_000;
/** Without a key or a movement for so long, nobody is there. */
const idleMs = 10 * 60_000;

/** Names this tab for as long as it is open. */
const tabId = crypto.randomUUID();

const nobody = (clientId: string): ClientPresence => ({ clientId, colleagues: [], worker: null });

/**
 * Says that this tab shows the client, and who else is there. Call `take` when work begins (the first change will do): while
 * somebody else works it only shows who, unless told to take over. Leaving the page, closing the tab, or ten minutes
 * without a key end both.
 */
export function usePresence(clientId: string) {
  const isIdle = useIdle(idleMs, { initialState: false });
  const clientIds = useMemo(() => [clientId], [clientId]);
  const query = trpc.presence.list.useQuery({ clientIds, tabId }, { staleTime: beatMs });
  const take = trpc.presence.take.useMutation({ onSuccess: keep });
  const release = trpc.presence.release.useMutation({ onSuccess: () => void beat(clientId) });

  useEffect(() => {
    if (isIdle) return undefined;
    void beat(clientId);
    const timer = setInterval(() => void beat(clientId), beatMs);
    addEventListener("pagehide", leaveAtOnce);
    return () => {
      clearInterval(timer);
      removeEventListener("pagehide", leaveAtOnce);
      void trpcClient.presence.leave.mutate({ tabId }).catch(() => undefined);
    };
  }, [clientId, isIdle]);

  const { colleagues, worker } = query.data?.[0] ?? nobody(clientId);
  return {
    /** Everybody else who has it open. */
    colleagues,
    /** Who works on it; null: nobody. */
    worker,
    isTaking: take.isPending,
    take: (options: { isTakeOver?: boolean } = {}) => take.mutateAsync({ clientId, tabId, ...options }),
    release: () => release.mutate({ tabId }),
  };
}

/** Who is at the clients of a list. */
export function usePresences(clientIds: readonly string[]): ReadonlyMap<string, ClientPresence> {
  const sorted = useMemo(() => [...new Set(clientIds)].sort(), [clientIds]);
  const { data } = trpc.presence.list.useQuery(
    { clientIds: sorted },
    { enabled: sorted.length > 0, refetchInterval: beatMs, placeholderData: (before) => before },
  );
  return useMemo(() => new Map(data?.map((each) => [each.clientId, each])), [data]);
}

/** A beat that fails is not said: the next one is near, and the shell says when the server is not reached. */
async function beat(clientId: string): Promise<void> {
  const presence = await trpcClient.presence.enter.mutate({ clientId, tabId }).catch(() => null);
  if (presence) keep(presence);
}

function keep(presence: ClientPresence): void {
  trpcQueries.presence.list.setData({ clientIds: [presence.clientId], tabId }, [presence]);
}

/** The tab is closed: a request of its own would be broken off, a beacon is not. */
function leaveAtOnce(): void {
  const body = new Blob([superjson.stringify({ tabId })], { type: "application/json" });
  navigator.sendBeacon("/trpc/presence.leave", body);
}
