import { Alert, Button, Group, Modal, Stack } from "@mantine/core";
import type { ComponentProps, ReactNode } from "react";
import { ReasonButton } from "./reason-button.tsx";

interface Props {
  title: string;
  words?: ReactNode;
  /** The fields. */
  children: ReactNode;
  /** The verb: "Save". */
  submitLabel: string;
  /** Why it cannot be sent now. */
  reason?: string | undefined;
  /** What is wrong with none of the fields. */
  error?: string | undefined;
  isBusy: boolean;
  onSubmit: ComponentProps<"form">["onSubmit"];
  onClose: () => void;
}

/** A short form over the page. Errors stay inside, beside what caused them. */
export function FormDialog(props: Props) {
  const { title, words, children, submitLabel, reason, error, isBusy, onSubmit, onClose } = props;
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ "aria-label": "Close" }}>
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="md">
          {words !== undefined && <div>{words}</div>}
          {error !== undefined && (
            <Alert color="red" variant="light" role="alert">
              {error}
            </Alert>
          )}
          {children}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <ReasonButton type="submit" loading={isBusy} reason={reason}>
              {submitLabel}
            </ReasonButton>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
