import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { httpBatchLink } from "@trpc/client";
import { createTRPCQueryUtils, createTRPCReact } from "@trpc/react-query";
import type { AppRouter } from "@vetsuccess/api/app-router";
import superjson from "superjson";
import { noteConnection } from "./connection.ts";
import { isSignedOut, isWorthRetrying } from "./errors.ts";
import { noteSignedOut } from "./session.ts";

/** Hooks for every procedure. */
export const trpc = createTRPCReact<AppRouter>();

/** Whatever is asked by whatever page: that nobody is signed in any more is said once, by the shell. */
const onError = (error: unknown) => {
  if (isSignedOut(error)) noteSignedOut(true);
};

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      staleTime: 1_000,
      retry: (failures, error) => failures < 2 && isWorthRetrying(error),
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

export const trpcClient = trpc.createClient({
  links: [
    httpBatchLink({
      url: "/trpc",
      transformer: superjson,
      maxItems: 20,
      maxURLLength: 8_000,
      fetch: (input, init) => notedFetch(input, init as RequestInit),
    }),
  ],
});

/** The same procedures for loaders, outside React. */
export const trpcQueries = createTRPCQueryUtils({ queryClient, client: trpcClient });
