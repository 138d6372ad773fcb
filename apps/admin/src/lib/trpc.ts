import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { httpBatchLink, httpSubscriptionLink, retryLink, splitLink } from "@trpc/client";
import { createTRPCQueryUtils, createTRPCReact } from "@trpc/react-query";
import type { AppRouter } from "@vetsuccess/api/app-router";
import superjson from "superjson";
import { isUnattended } from "./attendance.ts";
import { noteConnection } from "./connection.ts";
import { isSignedOut, isWorthRetrying } from "./errors.ts";
import { noteSignedOut } from "./session.ts";

/** Hooks for every procedure. */
export const trpc = createTRPCReact<AppRouter>();

/** Whatever is asked by whatever page: that nobody is signed in any more is said once, by the shell. */
const onError = (error: unknown) => {
  if (isSignedOut(error)) noteSignedOut(true);
};

/**
 * A step that gives the browser a new session ends the old one, under calls that were sent a moment before: they are asked
 * again once, with the new cookie, before anybody is told to sign in.
 */
const newSessionMs = 200;

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      staleTime: 1_000,
      retry: (failures, error) => failures < (isSignedOut(error) ? 1 : isWorthRetrying(error) ? 2 : 0),
      retryDelay: (failures, error) => (isSignedOut(error) ? newSessionMs : 1_000 * 2 ** failures),
    },
  },
});

/** Says whether the server is reached; a call that was broken off says nothing. */
async function notedFetch(input: RequestInfo | URL | string, init?: RequestInit): Promise<Response> {
  try {
    const answer = await fetch(input, init);
    noteConnection(true);
    return answer;
  } catch (error) {
    if (init?.signal?.aborted !== true) noteConnection(false);
    throw error;
  }
}

const url = "/trpc";
const longestPauseMs = 5_000;

export const trpcClient = trpc.createClient({
  links: [
    splitLink({
      condition: ({ type }) => type === "subscription",
      true: [
        // The browser opens a stream that breaks again by itself, but gives up when it is refused.
        retryLink({
          retry: ({ error }) => isWorthRetrying(error),
          retryDelayMs: (attempt) => Math.min(250 * 2 ** attempt, longestPauseMs),
        }),
        httpSubscriptionLink({ url, transformer: superjson }),
      ],
      false: httpBatchLink({
        url,
        transformer: superjson,
        maxItems: 20,
        maxURLLength: 8_000,
        headers: () => (isUnattended() ? { "x-unattended": "1" } : {}),
        fetch: (input, init) => notedFetch(input, init as RequestInit),
      }),
    }),
  ],
});

/** The same procedures for loaders, outside React. */
export const trpcQueries = createTRPCQueryUtils({ queryClient, client: trpcClient });
