import type { ContactedPage, ContactedRow } from "@vetsuccess/contract/contacted";
import { messageOf, showFault } from "../../lib/errors.ts";
import { plural } from "../../lib/format.ts";
import { queryClient, trpc, trpcQueries } from "../../lib/trpc.ts";
import { showUndo } from "../../lib/undo.tsx";

/** Marks rows as followed, or takes it back, at once on the screen; a toast offers the way back. */
export function useFollowed() {
  const mutation = trpc.clients.setFollowed.useMutation();
  const apply = async (textIds: string[], isFollowed: boolean): Promise<boolean> => {
    await trpcQueries.clients.listContacted.cancel();
    showFollowed(new Set(textIds), isFollowed);
    try {
      await mutation.mutateAsync({ textIds, isFollowed });
      return true;
    } catch (error) {
      showFollowed(new Set(textIds), !isFollowed);
      showFault(messageOf(error));
      return false;
    } finally {
      void trpcQueries.clients.listContacted.invalidate();
      void trpcQueries.clients.countContacted.invalidate();
      void trpcQueries.views.count.invalidate();
    }
  };
  /** Rows that are so already stay as they are. */
  return async (rows: readonly ContactedRow[], isFollowed: boolean): Promise<void> => {
    const textIds = rows.filter((row) => row.isFollowed !== isFollowed).map(({ textId }) => textId);
    if (textIds.length === 0 || !(await apply(textIds, isFollowed))) return;
    showUndo(
      `${plural(textIds.length, "text")} ${isFollowed ? "followed" : "to be followed up again"}`,
      () => void apply(textIds, !isFollowed),
    );
  };
}

/** Changes the rows in every page that is kept. */
function showFollowed(textIds: ReadonlySet<string>, isFollowed: boolean): void {
  queryClient.setQueriesData<ContactedPage>({ queryKey: [["clients", "listContacted"]] }, (page) =>
    page === undefined
      ? page
      : { ...page, rows: page.rows.map((row) => (textIds.has(row.textId) ? { ...row, isFollowed } : row)) },
  );
}
