import { Alert, Button, Group, Modal, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import { ReasonButton } from "./reason-button.tsx";

interface Props {
  title: string;
  /** What will happen. */
  children: ReactNode;
  /** The verb, and of what: "Plan 62 texts". */
  confirmLabel: string;
  /** Why it cannot be confirmed. */
  reason?: string | undefined;
  error?: string | undefined;
  isBusy: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before something that cannot be undone. Errors stay inside, beside the button that caused them. */
export function ConfirmDialog({
  title,
  children,
  confirmLabel,
  reason,
  error,
  isBusy,
  onConfirm,
  onClose,
}: Props) {
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ "aria-label": "Close" }}>
      <Stack gap="md">
        <div>{children}</div>
        {error !== undefined && (
          <Alert color="red" variant="light" role="alert">
            {error}
          </Alert>
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <ReasonButton data-autofocus loading={isBusy} reason={reason} onClick={onConfirm}>
            {confirmLabel}
          </ReasonButton>
        </Group>
      </Stack>
    </Modal>
  );
}
