import { createTRPCClient, httpLink } from "@trpc/client";
import superjson from "superjson";
import type { AppRouter } from "./client.ts";

export interface TokenPair {
  access: string;
  refresh: string;
}

/** An API key; or a user's e-mail address and password; or a pair of tokens from before. */
export type Auth =
  | { apiKey: string }
  | {
      email: string;
      password: string;
      /** Asked for a code when the account has a second factor. */
      code?: () => string | Promise<string>;
      /** Told of each new pair, to keep it. */
      onTokens?: (pair: TokenPair) => void;
    }
  | { tokens: TokenPair; onTokens?: (pair: TokenPair) => void };

export interface Credentials {
  /** What goes into the header `authorization`. */
  header(): Promise<string>;
  /** A server refused this header. Returns whether it is worth asking for another one. */
  refused(header: string): boolean;
}

/** A token that ends so soon is exchanged before it is used; in milliseconds. */
const marginMs = 60_000;

/** Keeps a pair of tokens good: signs in when there is none, refreshes it before it ends; once for all who wait. */
export function credentialsFor(
  url: string,
  auth: Auth,
  fetchInTime: typeof fetch,
  now: () => number,
): Credentials {
  if ("apiKey" in auth)
    return { header: () => Promise.resolve(`Bearer ${auth.apiKey}`), refused: () => false };

  const { auth: procedures } = createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${url}/trpc`, transformer: superjson, fetch: fetchInTime })],
  });
  let pair = "tokens" in auth ? auth.tokens : undefined;
  let isStale = false;
  let renewing: Promise<TokenPair> | undefined;

  const signIn = async (): Promise<TokenPair> => {
    if (!("email" in auth)) throw new Error("The tokens have ended: sign in anew.");
    const code = await auth.code?.();
    const { email, password } = auth;
    return procedures.issueTokens.mutate({ email, password, ...(code === undefined ? {} : { code }) });
  };
  const renew = async (): Promise<TokenPair> => {
    const { refresh } = pair ?? {};
    if (refresh === undefined) return signIn();
    try {
      return await procedures.refreshTokens.mutate({ refresh });
    } catch (error) {
      const { data } = error as { data?: { code?: string } };
      if (data?.code === "NOT_SIGNED_IN" && "email" in auth) return signIn();
      throw error;
    }
  };
  const good = async (): Promise<TokenPair> => {
    if (pair && !isStale && endOf(pair.access) - now() > marginMs) return pair;
    renewing ??= renew().finally(() => (renewing = undefined));
    const renewed = await renewing;
    if (renewed !== pair) auth.onTokens?.(renewed);
    pair = renewed;
    isStale = false;
    return pair;
  };
  return {
    header: async () => `Bearer ${(await good()).access}`,
    refused: (header) => {
      if (header === `Bearer ${pair?.access}`) isStale = true;
      return true;
    },
  };
}

/** When a token ends, in milliseconds since 1970; one that cannot be read is taken as endless: the server will say. */
function endOf(token: string): number {
  try {
    const payload = token.split(".")[1]?.replaceAll("-", "+").replaceAll("_", "/") ?? "";
    const { exp } = JSON.parse(atob(payload)) as { exp?: unknown };
    return typeof exp === "number" ? exp * 1000 : Infinity;
  } catch {
    return Infinity;
  }
}
