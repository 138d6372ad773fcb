import { ActionIcon } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import type { ContactedRow } from "@vetsuccess/contract/contacted";
import { useShortcuts } from "../../lib/shortcuts.ts";
import { ReasonButton } from "../../ui/reason-button.tsx";
import classes from "./bulk-bar.module.css";

interface Props {
  rows: readonly ContactedRow[];
  /** Why nothing can be marked. */
  refusal: string | undefined;
  onFollowed: (isFollowed: boolean) => void;
  onClear: () => void;
}

/** What can be done with the chosen rows; there while some are chosen. */
export function BulkBar({ rows, refusal, onFollowed, onClear }: Props) {
  const isChosen = rows.length > 0;
  useShortcuts("Worklist", [{ keys: "Escape", label: "Clear the selection", run: onClear }], isChosen);
  if (!isChosen) return null;
  const allFollowed = rows.every(({ isFollowed }) => isFollowed);
  const noneFollowed = rows.every(({ isFollowed }) => !isFollowed);
  return (
    <div className={classes.bar} role="toolbar" aria-label="Selected clients" data-bottom-bar>
      <span className={classes.count}>{rows.length} selected</span>
      <ReasonButton
        reason={refusal ?? (allFollowed ? "They are followed already." : undefined)}
        onClick={() => onFollowed(true)}
      >
        Followed
      </ReasonButton>
      <ReasonButton
        variant="default"
        reason={refusal ?? (noneFollowed ? "None of them is followed." : undefined)}
        onClick={() => onFollowed(false)}
      >
        Open again
      </ReasonButton>
      <ActionIcon
        data-hint="Clear the selection (Esc)"
        size="lg"
        aria-label="Clear the selection"
        onClick={onClear}
      >
        <IconX size={16} />
      </ActionIcon>
    </div>
  );
}
