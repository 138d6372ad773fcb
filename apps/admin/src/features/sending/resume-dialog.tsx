import { Text } from "@mantine/core";
import { messageOf } from "../../lib/errors.ts";
import { plural } from "../../lib/format.ts";
import { trpc } from "../../lib/trpc.ts";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { useSendingState } from "./live.ts";

/** Ends every pause, whoever made it. */
export function ResumeDialog({ onClose }: { onClose: () => void }) {
  const utils = trpc.useUtils();
  const { data: state } = useSendingState();
  const resume = trpc.sending.resume.useMutation({
    onSuccess: async (after) => {
      utils.sending.state.setData(undefined, after);
      onClose();
      await Promise.all([utils.outreach.summary.invalidate(), utils.texts.invalidate()]);
    },
  });
  return (
    <ConfirmDialog
      title="Resume sending?"
      confirmLabel="Resume sending"
      error={resume.error ? messageOf(resume.error) : undefined}
      isBusy={resume.isPending}
      onConfirm={() => resume.mutate({})}
      onClose={onClose}
    >
      <Text size="sm">
        {state === undefined
          ? "Texts that are due go out at once."
          : `${plural(state.due, "text is", "texts are")} due and may go out at once, at most ${state.limitPerMinute} a minute. ` +
            "What has been sent cannot be called back."}
      </Text>
    </ConfirmDialog>
  );
}
