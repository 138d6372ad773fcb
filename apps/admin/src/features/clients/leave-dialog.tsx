import { Button, Group, Modal, Text } from "@mantine/core";
import { plural } from "../../lib/format.ts";
import { draftHours } from "./saved-drafts.ts";
import type { Desk } from "./use-desk.ts";

/** Asks before the page is left with something unsaved. */
export function LeaveDialog({ leaving, desk }: { leaving: NonNullable<Desk["leaving"]>; desk: Desk }) {
  const count = desk.visit.edits().size;
  const save = async () => {
    if (await desk.save()) leaving.proceed();
    else leaving.reset();
  };
  return (
    <Modal
      opened
      onClose={leaving.reset}
      title={`${plural(count, "change")} not saved`}
      size="lg"
      closeButtonProps={{ "aria-label": "Stay" }}
    >
      <Text size="sm">
        Save now, or leave the page and find what you typed here again within {draftHours} hours, on this
        device.
      </Text>
      <Group justify="flex-end" gap="sm" mt="lg">
        <Button
          variant="subtle"
          color="red"
          mr="auto"
          onClick={() => {
            desk.forget();
            leaving.proceed();
          }}
        >
          Discard and leave
        </Button>
        <Button variant="default" onClick={leaving.reset}>
          Stay
        </Button>
        <Button variant="default" onClick={leaving.proceed}>
          Leave, keep the draft
        </Button>
        <Button data-autofocus loading={desk.saving.isSaving} onClick={() => void save()}>
          Save and leave
        </Button>
      </Group>
    </Modal>
  );
}
