import type { Query } from "@tanstack/react-query";
import type { LiveChange, LiveEvent, Topic } from "@vetsuccess/contract/live";
import { useEffect } from "react";
import { noteConnection } from "./connection.ts";
import { isSignedOut } from "./errors.ts";
import { useIsSignedOut } from "./session.ts";
import { queryClient, trpcClient, trpcQueries } from "./trpc.ts";

/** Beginnings of the names of the procedures whose answers a topic is part of. */
const readsOf: Record<Topic, readonly string[]> = {
  texts: [
    "texts",
    "sending",
    "outreach.summary",
    "clients.get",
    "clients.listContacted",
    "clients.countContacted",
    "clients.countNewContacted",
  ],
  clients: ["clients", "emailUpdates.previewWorkbook"],
  sending: ["sending"],
  outcomes: ["outcomes"],
  templates: [
    "templates",
    "outreach.preview",
    "outreach.previewBatch",
    "outreach.listBatchRows",
    "practices.readiness",
  ],
  practices: ["practices", "outreach", "emailUpdates"],
  questions: ["questions", "practices.readiness"],
  presence: ["presence"],
};

/** Changes that come close together are read in one go; in milliseconds. */
const gatherMs = 50;
const restMs = 800;

/** Whether the answer to a question may be another one after a change. */
export function isConcerned(queryKey: readonly unknown[], change: LiveChange): boolean {
  const [path, options] = queryKey;
  const name = Array.isArray(path) ? path.join(".") : "";
  if (!readsOf[change.topic].some((read) => name === read || name.startsWith(`${read}.`))) return false;
  const input = (options as { input?: Record<string, unknown> } | undefined)?.input ?? {};
  return names(change.clientIds, input["clientId"]) && names(change.practiceIds, input["practiceId"]);
}

/** Has what a change of one's own concerns read again at once, before the stream tells of it. */
export const readAgain = (topic: Topic): Promise<void> =>
  queryClient.invalidateQueries({
    predicate: ({ queryKey }) =>
      isConcerned(queryKey, { kind: "changed", topic, practiceIds: null, clientIds: null, ids: null }),
  });

const names = (ids: readonly string[] | null, asked: unknown) =>
  ids === null || typeof asked !== "string" || ids.includes(asked);

/** Gathers changes and has the open screens read again what they concern, at most about once a second. */
function createReader() {
  let waiting: LiveEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let restUntil = 0;

  const flush = () => {
    timer = undefined;
    // A page that nobody sees waits until it is seen.
    if (waiting.length === 0 || document.hidden) return;
    const events = waiting;
    waiting = [];
    restUntil = performance.now() + restMs;
    const isAll = events.some(({ kind }) => kind === "refetch");
    const changes = events.flatMap((event) => (event.kind === "changed" ? [event] : []));
    const predicate = ({ queryKey }: Query) =>
      isAll || changes.some((change) => isConcerned(queryKey, change));
    void queryClient.invalidateQueries({ predicate });
  };
  const schedule = () => {
    timer ??= setTimeout(flush, Math.max(gatherMs, restUntil - performance.now()));
  };
  document.addEventListener("visibilitychange", schedule);
  return {
    add: (event: LiveEvent) => {
      if (event.kind === "ready") return;
      waiting.push(event);
      schedule();
    },
    end: () => {
      document.removeEventListener("visibilitychange", schedule);
      clearTimeout(timer);
    },
  };
}

/**
 * Keeps what is on the screen as it is in the database: whatever somebody else changes is read again within two seconds. For
 * the shell, once, while somebody is signed in.
 */
export function useLiveUpdates(): void {
  const isOut = useIsSignedOut();
  useEffect(() => {
    if (isOut) return undefined;
    const reader = createReader();
    let end = follow();
    function follow(): () => void {
      const subscription = trpcClient.live.changes.subscribe(
        {},
        {
          onData: ({ data }) => reader.add(data),
          onConnectionStateChange: ({ state, error }) => {
            if (state === "pending") noteConnection(true);
            else if (state === "connecting" && error) noteConnection(false);
          },
          onError: (error) => void (isSignedOut(error) && followAgain()),
        },
      );
      return () => subscription.unsubscribe();
    }
    /** The stream's session has ended. Whether there is a new one, or nobody is signed in, is what the account says. */
    async function followAgain() {
      const before = end;
      const isIn = await trpcQueries.account.get
        .fetch(undefined, { staleTime: 0 })
        .then(Boolean, () => false);
      if (isIn && end === before) end = follow();
    }
    return () => {
      end();
      end = () => undefined;
      reader.end();
    };
  }, [isOut]);
}
