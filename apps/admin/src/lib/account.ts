import type { Account, Action } from "@vetsuccess/contract/identity";
import { codeOf } from "./errors.ts";
import { noteSignedOut } from "./session.ts";
import { trpc, trpcQueries } from "./trpc.ts";

/** The account is read again when the window gets the focus after so long. */
const staleTime = 30_000;

/** Whoever is signed in; null: nobody. Asks once, and remembers. */
export async function loadAccount(): Promise<Account | null> {
  const known = trpcQueries.account.get.getData();
  if (known) return known;
  // Asked together they make one request, which is no failure when nobody is signed in.
  const [, account] = await Promise.all([
    trpcQueries.auth.state.fetch(undefined, { staleTime: 0 }),
    trpcQueries.account.get.fetch(undefined, { staleTime, retry: false }).catch((error: unknown) => {
      if (codeOf(error) === "NOT_SIGNED_IN") return null;
      throw error;
    }),
  ]);
  noteSignedOut(false);
  return account;
}

/** Whoever is signed in. The guard of the root route has loaded it before any page is shown. */
export function useAccount(): Account {
  const { data } = trpc.account.get.useQuery(undefined, { staleTime });
  if (!data) throw new Error("no page stands outside the guard");
  return data;
}

/** Why the person may not do it, in words of the server; undefined: they may. Made for `ReasonButton`. */
export function useRefusal(action: Action): string | undefined {
  const { isAllowed, reason } = useAccount().permissions[action];
  return isAllowed ? undefined : (reason ?? "Your role may not do this.");
}

/** "Dana Lee", or the address of those who gave no name. */
export const nameOf = (user: { firstName: string; lastName: string; email: string }): string =>
  `${user.firstName} ${user.lastName}`.trim() || user.email;
