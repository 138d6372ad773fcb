import type { SavedView } from "@vetsuccess/contract/views";
import { messageOf, showFault } from "../../lib/errors.ts";
import { trpc, trpcQueries } from "../../lib/trpc.ts";
import { showUndo } from "../../lib/undo.tsx";

const onError = (error: unknown) => showFault(messageOf(error));
const onSettled = () => {
  void trpcQueries.views.list.invalidate();
  void trpcQueries.views.count.invalidate();
};

/** What can be done with saved views. Faults of a name are shown where it is typed. */
export function useViewCommands() {
  const create = trpc.views.create.useMutation({ onSettled });
  const update = trpc.views.update.useMutation({ onSettled });
  const share = trpc.views.share.useMutation({ onError, onSettled });
  const restore = trpc.views.restore.useMutation({ onError, onSettled });
  const deletion = trpc.views.delete.useMutation({ onError, onSettled });
  const remove = (view: SavedView, onGone: () => void) =>
    deletion.mutate(
      { uuid: view.uuid },
      {
        onSuccess: () => {
          onGone();
          showUndo(`${view.name} is deleted`, () => restore.mutate({ uuid: view.uuid }));
        },
      },
    );
  return { create, update, share, remove };
}
