import { useRouter } from "@tanstack/react-router";
import { noteSignedOut } from "../../lib/session.ts";
import { queryClient } from "../../lib/trpc.ts";

/**
 * What happens when a session has begun: nothing of whoever was here before is kept, and the page one was going to opens.
 *
 * @param from path and search of that page
 */
export function useEnter(from: string | undefined): () => Promise<void> {
  const router = useRouter();
  return async () => {
    queryClient.clear();
    noteSignedOut(false);
    await router.invalidate();
    await router.navigate({ href: from ?? "/", replace: true });
  };
}
