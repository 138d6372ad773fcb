import { Button, Group } from "@mantine/core";
import { notifications } from "@mantine/notifications";

const undoMs = 10_000;
let shown = 0;

/** Says in a toast that something was done, with the way back. */
export function showUndo(message: string, undo: () => void): void {
  shown += 1;
  const id = `undo-${shown}`;
  notifications.show({
    id,
    color: "petrol",
    autoClose: undoMs,
    message: (
      <Group justify="space-between" gap="sm" wrap="nowrap">
        {message}
        <Button
          variant="default"
          size="compact-xs"
          onClick={() => {
            notifications.hide(id);
            undo();
          }}
        >
          Undo
        </Button>
      </Group>
    ),
  });
}
