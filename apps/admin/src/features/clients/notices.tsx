import { Button, CloseButton } from "@mantine/core";
import { IconHistory, IconUsers } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { formatInstant } from "../../lib/format.ts";
import classes from "./notices.module.css";
import type { Desk } from "./use-desk.ts";
import { lastChangeBy } from "./words.ts";

/** What the person should know before going on: a draft that came back, changes of others. Beside the save bar, so that nothing moves. */
export function Notices({ desk }: { desk: Desk }) {
  const { restoredAt, newer, changedBy, saving, dismissNotice, discard } = desk;
  return (
    <div aria-live="polite">
      {newer && (
        <Notice tone="warn" icon={<IconUsers size={15} aria-hidden />}>
          {lastChangeBy(newer.timeline, "") ?? "The practice's system"} changed this client. What you typed is
          kept.
          <Button size="compact-xs" variant="default" onClick={() => void saving.showTheirs([])}>
            Show
          </Button>
        </Notice>
      )}
      {restoredAt && (
        <Notice tone="info" icon={<IconHistory size={15} aria-hidden />} onClose={dismissNotice}>
          Your draft of {formatInstant(restoredAt)} is back. It is not saved yet.
          <Button size="compact-xs" variant="default" onClick={discard}>
            Discard it
          </Button>
        </Notice>
      )}
      {changedBy !== null && (
        <Notice tone="info" icon={<IconUsers size={15} aria-hidden />} onClose={dismissNotice}>
          {changedBy} has just changed this client. You see it as it is now.
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => document.querySelector<HTMLElement>("[data-timeline]")?.focus()}
          >
            Show
          </Button>
        </Notice>
      )}
    </div>
  );
}

function Notice({
  tone,
  icon,
  children,
  onClose,
}: {
  tone: "info" | "warn";
  icon: ReactNode;
  children: ReactNode;
  onClose?: () => void;
}) {
  return (
    <div className={classes.notice} data-tone={tone}>
      {icon}
      <span className={classes.words}>{children}</span>
      {onClose && <CloseButton size="sm" aria-label="Close the notice" onClick={onClose} />}
    </div>
  );
}
