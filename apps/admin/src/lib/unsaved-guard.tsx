import { useBlocker } from "@tanstack/react-router";
import { ConfirmDialog } from "../ui/confirm-dialog.tsx";

/** Asks before leaving a page whose form has changes that nobody saved; the browser asks when the tab is closed. */
export function UnsavedGuard({ isDirty }: { isDirty: boolean }) {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isDirty && current.pathname !== next.pathname,
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
