import { Text } from "@mantine/core";
import type { OutreachSummaryRow } from "@vetsuccess/contract/outreach";
import { messageOf, showDone } from "../../lib/errors.ts";
import { plural } from "../../lib/format.ts";
import { trpc } from "../../lib/trpc.ts";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";

/** Sandbox alone: waiting texts of the chosen practice, or of all, go to the pretend phone at once. */
export function DeliverNowDialog({
  practice,
  onClose,
}: {
  practice: OutreachSummaryRow | undefined;
  onClose: () => void;
}) {
  const utils = trpc.useUtils();
  const deliver = trpc.texts.deliverNow.useMutation({
    onSuccess: async ({ texts }) => {
      onClose();
      showDone(`${plural(texts, "text")} on the way to the pretend phone.`);
      await Promise.all([
        utils.sending.state.invalidate(),
        utils.outreach.summary.invalidate(),
        utils.texts.invalidate(),
      ]);
    },
  });
  return (
    <ConfirmDialog
      title="Deliver now?"
      confirmLabel="Deliver now"
      error={deliver.error ? messageOf(deliver.error) : undefined}
      isBusy={deliver.isPending}
      onConfirm={() => deliver.mutate(practice ? { practiceId: practice.practiceId } : {})}
      onClose={onClose}
    >
      <Text size="sm">
        The waiting texts of {practice ? <b>{practice.practiceName}</b> : "all practices"} go to the pretend
        phone at once, at any hour. The limit per minute still holds. Nothing leaves this machine.
      </Text>
    </ConfirmDialog>
  );
}
