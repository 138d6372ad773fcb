import { Alert, Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useForm } from "@mantine/form";
import { messageOf } from "../../lib/errors.ts";
import { PauseSendingInput } from "@vetsuccess/contract/texts";
import { trpc } from "../../lib/trpc.ts";

/** Stops all sending; the reason is what colleagues read meanwhile. */
export function PauseDialog({ onClose }: { onClose: () => void }) {
  const utils = trpc.useUtils();
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { detail: "" },
    validate: {
      detail: (value) =>
        PauseSendingInput.safeParse({ detail: value }).success ? null : "Say why, in at most 500 characters.",
    },
  });
  const pause = trpc.sending.pause.useMutation({
    onSuccess: async (state) => {
      utils.sending.state.setData(undefined, state);
      onClose();
      await Promise.all([utils.outreach.summary.invalidate(), utils.texts.invalidate()]);
    },
  });
  return (
    <Modal opened onClose={onClose} title="Pause sending?" closeButtonProps={{ "aria-label": "Close" }}>
      <form onSubmit={form.onSubmit(({ detail }) => pause.mutate({ detail: detail.trim() }))} noValidate>
        <Stack gap="md">
          <Text size="sm">
            No text of any practice goes out until somebody resumes. Texts that are on their way are not
            called back.
          </Text>
          <Textarea
            label="Reason"
            description="Everybody sees it beside the switch."
            placeholder="Wrong link in the dental template"
            autosize
            minRows={2}
            maxLength={500}
            data-autofocus
            key={form.key("detail")}
            {...form.getInputProps("detail")}
          />
          {pause.error && (
            <Alert color="red" variant="light" role="alert">
              {messageOf(pause.error)}
            </Alert>
          )}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={pause.isPending}>
              Pause sending
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
