import { QueryClient } from "@tanstack/react-query";
import { httpBatchLink } from "@trpc/client";
import { createTRPCQueryUtils, createTRPCReact } from "@trpc/react-query";
import type { AppRouter } from "@vetsuccess/api/app-router";
import superjson from "superjson";
import { isWorthRetrying } from "./errors.ts";

/** Hooks for every procedure. */
export const trpc = createTRPCReact<AppRouter>();

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 1_000,
      retry: (failures, error) => failures < 2 && isWorthRetrying(error),
    },
  },
});

export const trpcClient = trpc.createClient({
  links: [httpBatchLink({ url: "/trpc", transformer: superjson, maxItems: 20, maxURLLength: 8_000 })],
});

/** The same procedures for loaders, outside React. */
export const trpcQueries = createTRPCQueryUtils({ queryClient, client: trpcClient });
