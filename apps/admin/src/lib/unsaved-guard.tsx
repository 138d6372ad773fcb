import { useBlocker } from "@tanstack/react-router";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";

/**
 * Asks before a form with changes is left: by a link, by another tab of the page, or by closing the browser's tab, where the
 * browser asks. Filters and open panels in the address leave the form where it is.
 */
export function UnsavedGuard({ isDirty }: { isDirty: boolean }) {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) =>
      isDirty && (current.pathname !== next.pathname || tabOf(current.search) !== tabOf(next.search)),
    enableBeforeUnload: isDirty,
    withResolver: true,
  });
  if (blocker.status !== "blocked") return null;
  return (
    <ConfirmDialog
      title="Leave without saving?"
      confirmLabel="Leave"
      isBusy={false}
      onConfirm={blocker.proceed}
      onClose={blocker.reset}
    >
      What you changed here is not saved yet.
    </ConfirmDialog>
  );
}

const tabOf = (search: object): unknown => ("tab" in search ? search.tab : undefined);
