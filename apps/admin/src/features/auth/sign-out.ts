import { messageOf, showFault } from "../../lib/errors.ts";
import { paths } from "../../lib/paths.ts";
import { trpc } from "../../lib/trpc.ts";

/** Ends the session, from wherever it is asked for. */
export function useSignOut() {
  return trpc.account.signOut.useMutation({
    // A page that is loaded anew keeps nothing of the one who left.
    onSuccess: () => location.assign(paths.signIn),
    onError: (error) => showFault(messageOf(error)),
  });
}
