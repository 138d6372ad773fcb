import {
  createTRPCClient,
  httpBatchLink,
  httpBatchStreamLink,
  httpSubscriptionLink,
  retryLink,
  splitLink,
  type TRPCClient,
} from "@trpc/client";
import type { TRPCBuiltRouter } from "@trpc/server";
import { EventSource } from "eventsource";
import superjson from "superjson";
import type { procedures } from "./api.ts";
import { failureOf, isPassing } from "./errors.ts";
import { type Auth, credentialsFor, type Credentials } from "./tokens.ts";
import type { ErrorData } from "./words.ts";

/** The procedures of the server, as types. */
export type AppRouter = TRPCBuiltRouter<
  {
    ctx: object;
    meta: object;
    errorShape: { message: string; code: number; data: ErrorData };
    transformer: true;
  },
  typeof procedures
>;
export type VetSuccessClient = TRPCClient<AppRouter>;

export interface ClientOptions {
  /** Where VetSuccess is, e.g. https://vetsuccess.example */
  url: string;
  auth: Auth;
  /** How long an answer may take. Default: 20,000 ms. Streams of changes have no end. */
  timeoutMs?: number;
  /** How often a query that was not answered is asked again. Default: 2. What changes something is never sent twice. */
  retries?: number;
  /** Calls of one moment travel together; "streaming": each answer is handed out as soon as it is there. */
  batching?: "together" | "streaming";
  /** Another fetch than the global one. */
  fetch?: typeof fetch;
}

const maxItems = 20;
const maxURLLength = 8_000;
const longestPauseMs = 5_000;
const pauseMs = (attempt: number) => Math.min(250 * 2 ** (attempt - 1), longestPauseMs);

/**
 * A client for the procedures of VetSuccess: signs in, keeps its tokens good, asks queries again that were not answered, and
 * gives up in time. Calls reject with an error that `failureOf` reads.
 */
export function createVetSuccessClient(options: ClientOptions): VetSuccessClient {
  const url = options.url.replace(/\/+$/, "");
  const { timeoutMs = 20_000, retries = 2, batching = "together" } = options;
  const plainFetch = options.fetch ?? fetch;
  const fetchInTime: typeof fetch = (input, init) => {
    return plainFetch(input, { ...init, signal: endingIn(timeoutMs, init?.signal) });
  };
  const credentials = credentialsFor(url, options.auth, fetchInTime, Date.now);
  const http = {
    url: `${url}/trpc`,
    transformer: superjson,
    maxItems,
    maxURLLength,
    fetch: asCaller(credentials, fetchInTime),
  };
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: ({ type }) => type === "subscription",
        true: [
          retryLink({
            retry: ({ error, attempts }) =>
              isPassing(error) || (failureOf(error)?.code === "NOT_SIGNED_IN" && attempts === 1),
            retryDelayMs: pauseMs,
          }),
          httpSubscriptionLink({
            url: http.url,
            transformer: superjson,
            EventSource,
            eventSourceOptions: { fetch: asCaller(credentials, plainFetch) },
          }),
        ],
        false: [
          retryLink({
            retry: ({ op, error, attempts }) =>
              op.type === "query" && attempts <= retries && isPassing(error),
            retryDelayMs: pauseMs,
          }),
          batching === "streaming" ? httpBatchStreamLink(http) : httpBatchLink(http),
        ],
      }),
    ],
  });
}

/**
 * A signal that aborts with the given one, or when the time is up. Not `AbortSignal.any` with `AbortSignal.timeout`: Node 20
 * may collect that time-out as garbage before it strikes (nodejs/node#57736).
 */
function endingIn(timeoutMs: number, given: AbortSignal | null | undefined): AbortSignal {
  const controller = new AbortController();
  const end = () => controller.abort(given?.reason);
  const timer: number | { unref(): void } = setTimeout(() => {
    given?.removeEventListener("abort", end);
    controller.abort(new DOMException("The time is up", "TimeoutError"));
  }, timeoutMs);
  if (typeof timer === "object") timer.unref();
  if (given?.aborted) end();
  given?.addEventListener("abort", end, { once: true });
  return controller.signal;
}

/** Says who calls. A token that the server no longer knows is exchanged, once: a call that was refused for it was not made. */
function asCaller(credentials: Credentials, send: typeof fetch) {
  return async (input: Parameters<typeof fetch>[0], init?: object): Promise<Response> => {
    const { headers, ...rest } = (init ?? {}) as RequestInit;
    const ask = (authorization: string) => {
      const all = new Headers(headers);
      all.set("authorization", authorization);
      return send(input, { ...rest, headers: all });
    };
    const header = await credentials.header();
    const answer = await ask(header);
    if (answer.status !== 401 || !credentials.refused(header)) return answer;
    return ask(await credentials.header());
  };
}

export { type Failure, type FailureCode, failureOf } from "./errors.ts";
export type { Auth, TokenPair } from "./tokens.ts";
export type { ErrorCode, ErrorData, LiveEvent } from "./words.ts";
