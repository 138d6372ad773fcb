import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import type { SavedView } from "@vetsuccess/contract/views";
import { useState } from "react";
import { messageOf } from "../../lib/errors.ts";

interface Props {
  title: string;
  confirmLabel: string;
  initial: string;
  save: (name: string) => Promise<SavedView>;
  onSaved?: (view: SavedView) => void;
  onClose: () => void;
}

/** Asks for the name of a view. */
export function ViewNameDialog({ title, confirmLabel, initial, save, onSaved, onClose }: Props) {
  const [name, setName] = useState(initial);
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const submit = async () => {
    if (name.trim() === "") {
      setError("Give it a name.");
      return;
    }
    setIsBusy(true);
    try {
      onSaved?.(await save(name.trim()));
      onClose();
    } catch (fault) {
      setError(messageOf(fault));
      setIsBusy(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={title} size="sm" closeButtonProps={{ "aria-label": "Close" }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
        noValidate
      >
        <Stack gap="md">
          <TextInput
            data-autofocus
            label="Name"
            placeholder="Open this week"
            maxLength={60}
            value={name}
            error={error}
            onChange={(event) => {
              setName(event.currentTarget.value);
              setError(null);
            }}
          />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={isBusy}>
              {confirmLabel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
