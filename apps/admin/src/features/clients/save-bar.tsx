import { ActionIcon, Button, Kbd } from "@mantine/core";
import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconCircleCheck,
  IconChevronLeft,
  IconChevronRight,
  IconLock,
} from "@tabler/icons-react";
import type { ClientDetail } from "@vetsuccess/contract/clients";
import { plural } from "../../lib/format.ts";
import { ReasonButton } from "../../ui/reason-button.tsx";
import classes from "./save-bar.module.css";
import type { Desk } from "./use-desk.ts";
import { refusalLineId } from "./refusal.ts";
import { offline } from "./use-saving.ts";
import { useEdits, useFaults } from "./visit.ts";
import { fieldWords } from "./words.ts";

const mod = /Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘" : "Ctrl";

/** What is not saved yet, and the one save of a visit. Always there, at the bottom of the screen. */
export function SaveBar({
  client,
  desk,
  refusal,
}: {
  client: ClientDetail;
  desk: Desk;
  refusal: string | undefined;
}) {
  const { visit, saving, neighbours } = desk;
  const edits = useEdits(visit);
  const faults = useFaults(visit);
  const reason =
    refusal ??
    (edits.size === 0
      ? "Nothing is changed."
      : faults.size > 0
        ? `Put right first: ${[...faults.keys()].map((key) => fieldWords(key, client)).join(", ")}.`
        : undefined);
  return (
    <section className={classes.bar} aria-label="Save" data-dirty={edits.size > 0 || undefined}>
      {neighbours.isOnTrail && (
        <span className={classes.trail}>
          <ActionIcon
            data-hint="Back to the worklist ( u )"
            size="lg"
            aria-label="Back to the worklist ( u )"
            onClick={neighbours.goBack}
          >
            <IconArrowBackUp size={16} />
          </ActionIcon>
          <Neighbour
            label="Previous client ( [ )"
            isThere={neighbours.hasPrevious}
            onGo={neighbours.goPrevious}
          >
            <IconChevronLeft size={16} />
          </Neighbour>
          <Neighbour label="Next client ( ] )" isThere={neighbours.hasNext} onGo={neighbours.goNext}>
            <IconChevronRight size={16} />
          </Neighbour>
        </span>
      )}
      <span className={classes.state} role="status">
        {saving.fault === undefined ? (
          <State
            edits={[...edits.keys()].map((key) => fieldWords(key, client))}
            fault={faults.size > 0 ? reason : undefined}
            refusal={refusal}
          />
        ) : (
          <span className={classes.fault}>
            <IconAlertTriangle size={15} aria-hidden /> {saving.fault}{" "}
            {edits.size > 0 &&
              `What you typed is kept: save again${saving.fault === offline ? " when the connection is back" : ""}.`}
          </span>
        )}
      </span>
      {edits.size > 0 && (
        <Button variant="subtle" color="gray" onClick={desk.discard} disabled={saving.isSaving}>
          Discard
        </Button>
      )}
      <ReasonButton
        variant={neighbours.hasNext ? "default" : "filled"}
        reason={reason}
        loading={saving.isSaving}
        onClick={() => void desk.save()}
        rightSection={<Kbd size="xs">{mod} S</Kbd>}
      >
        {saving.fault === undefined ? "Save" : "Save again"}
      </ReasonButton>
      {neighbours.hasNext && (
        <ReasonButton
          reason={refusal ?? (faults.size > 0 ? reason : undefined)}
          loading={saving.isSaving}
          onClick={() => void desk.saveAndNext()}
          rightSection={<Kbd size="xs">{mod} ↵</Kbd>}
        >
          {edits.size > 0 ? "Save and next" : "Next client"}
        </ReasonButton>
      )}
    </section>
  );
}

function State({
  edits,
  fault,
  refusal,
}: {
  edits: readonly string[];
  fault: string | undefined;
  refusal: string | undefined;
}) {
  if (refusal !== undefined)
    return (
      <span id={refusalLineId} className={classes.calm}>
        <IconLock size={15} aria-hidden /> {refusal}
      </span>
    );
  if (edits.length === 0)
    return (
      <span className={classes.calm}>
        <IconCircleCheck size={15} aria-hidden /> Everything is saved
      </span>
    );
  return (
    <span className={classes.dirty}>
      <span className={classes.dot} aria-hidden />
      <b>{plural(edits.length, "change")}</b>
      <span className={fault === undefined ? classes.what : classes.wrong}>{fault ?? edits.join(" · ")}</span>
    </span>
  );
}

function Neighbour({
  label,
  isThere,
  onGo,
  children,
}: {
  label: string;
  isThere: boolean;
  onGo: () => Promise<boolean>;
  children: React.ReactNode;
}) {
  return (
    <ActionIcon
      data-hint={isThere ? label : "The worklist ends here"}
      size="lg"
      aria-label={label}
      data-disabled={!isThere || undefined}
      aria-disabled={!isThere}
      onClick={() => isThere && void onGo()}
    >
      {children}
    </ActionIcon>
  );
}
