import { Alert, Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useForm } from "@mantine/form";
import { PauseQueueInput, type Queue } from "@vetsuccess/contract/jobs";
import { messageOf } from "../../lib/errors.ts";
import { trpc } from "../../lib/trpc.ts";
import { ConfirmDialog } from "../../ui/confirm-dialog.tsx";
import { queueWords } from "./words.ts";

interface Props {
  queue: Queue;
  onClose: () => void;
}

/** Holds a queue; the reason is what colleagues read meanwhile. */
export function PauseQueueDialog({ queue, onClose }: Props) {
  const utils = trpc.useUtils();
  const form = useForm({
    mode: "uncontrolled",
    initialValues: { detail: "" },
    validate: {
      detail: (detail) =>
        PauseQueueInput.safeParse({ queue, detail }).success ? null : "Say why, in at most 500 characters.",
    },
  });
  const pause = trpc.jobs.pauseQueue.useMutation({
    onSuccess: async () => {
      onClose();
      await utils.jobs.invalidate();
    },
  });
  const { label } = queueWords[queue];
  return (
    <Modal opened onClose={onClose} title={`Pause “${label}”?`} closeButtonProps={{ "aria-label": "Close" }}>
      <form
        onSubmit={form.onSubmit(({ detail }) => pause.mutate({ queue, detail: detail.trim() }))}
        noValidate
      >
        <Stack gap="md">
          <Text size="sm">
            Within a second no worker begins a job of this queue, until somebody resumes it. What runs already
            is finished.
          </Text>
          <Textarea
            label="Reason"
            description="Everybody who looks after jobs sees it."
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
              Pause the queue
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

export function ResumeQueueDialog({ queue, onClose }: Props) {
  const utils = trpc.useUtils();
  const resume = trpc.jobs.resumeQueue.useMutation({
    onSuccess: async () => {
      onClose();
      await utils.jobs.invalidate();
    },
  });
  return (
    <ConfirmDialog
      title={`Resume “${queueWords[queue].label}”?`}
      confirmLabel="Resume the queue"
      isBusy={resume.isPending}
      error={resume.error ? messageOf(resume.error) : undefined}
      onConfirm={() => resume.mutate({ queue })}
      onClose={onClose}
    >
      <Text size="sm">Workers take its jobs again, those that have been due for longest first.</Text>
    </ConfirmDialog>
  );
}
