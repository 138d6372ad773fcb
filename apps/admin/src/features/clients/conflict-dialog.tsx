import { Alert, Button, Group, Modal, SegmentedControl } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import type { ClientDetail } from "@vetsuccess/contract/clients";
import { useState } from "react";
import { formatClock } from "../../lib/format.ts";
import { ReasonButton } from "../../ui/reason-button.tsx";
import classes from "./conflict-dialog.module.css";
import type { Value } from "./fields.ts";
import type { Stale } from "./use-saving.ts";
import type { Visit } from "./visit.ts";
import { fieldWords, valueWords } from "./words.ts";

interface Props {
  stale: Stale;
  visit: Visit;
  /** Goes on from the client as it is now with these edits. */
  onSettle: (now: ClientDetail, kept: ReadonlyMap<string, Value>) => void;
  onClose: () => void;
}

/**
 * Somebody else saved first: theirs and mine side by side, to be decided field by field. Nothing is saved here; the person
 * saves once more. Loaded when it is first opened, hence the default export.
 */
// oxlint-disable-next-line import/no-default-export -- dialogOnDemand wants one
export default function ConflictDialog({ stale: { now, changes }, visit, onSettle, onClose }: Props) {
  const [merged] = useState(() => visit.mergeWith(now));
  const [choices, setChoices] = useState<ReadonlyMap<string, "theirs" | "mine">>(new Map());
  const open = merged.conflicts.filter(({ key }) => !choices.has(key)).length;
  const settle = () => {
    const mine = merged.conflicts.filter(({ key }) => choices.get(key) === "mine");
    onSettle(now, new Map([...merged.mine, ...mine.map((each) => [each.key, each.mine] as const)]));
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title="Somebody else changed this client"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <p className={classes.who}>
        <IconUsers size={16} aria-hidden /> {whoWords(changes)}
      </p>
      {merged.conflicts.length > 0 && (
        <section aria-label="To decide">
          <h3 className={classes.title}>You both changed</h3>
          <ul className={classes.list}>
            {merged.conflicts.map(({ key, base, mine, theirs }) => (
              <li key={key} className={classes.conflict}>
                <div className={classes.field}>
                  <b>{fieldWords(key, now)}</b>
                  <span className={classes.base}>before: {valueWords(key, base)}</span>
                </div>
                <SegmentedControl
                  fullWidth
                  aria-label={`${fieldWords(key, now)}: whose to take`}
                  // A value that is none of them: nothing is chosen for the person.
                  value={choices.get(key) ?? ""}
                  onChange={(choice) => setChoices(new Map([...choices, [key, choice as "theirs" | "mine"]]))}
                  data={[
                    { value: "theirs", label: <Choice whose="Theirs" words={valueWords(key, theirs)} /> },
                    { value: "mine", label: <Choice whose="Mine" words={valueWords(key, mine)} /> },
                  ]}
                />
              </li>
            ))}
          </ul>
        </section>
      )}
      <Rest
        title="Changed by them alone, and taken over"
        rows={merged.theirs.map(({ key, base, theirs }) => [
          fieldWords(key, now),
          `${valueWords(key, base)} → ${valueWords(key, theirs)}`,
        ])}
      />
      <Rest
        title="Changed by you alone, and kept"
        rows={[...merged.mine].map(([key, mine]) => [fieldWords(key, now), valueWords(key, mine)])}
      />
      {merged.gone.length > 0 && (
        <Alert color="yellow" variant="light" mt="md" title="Not there any more">
          {merged.gone.map(({ key, mine }) => `${fieldWords(key, now)}: ${valueWords(key, mine)}`).join("; ")}
        </Alert>
      )}
      <Group justify="flex-end" gap="sm" mt="lg">
        <Button variant="default" onClick={onClose}>
          Not now
        </Button>
        <ReasonButton
          data-autofocus={merged.conflicts.length === 0 || undefined}
          reason={
            open > 0
              ? `Choose theirs or mine for ${open === 1 ? "one more field" : `${open} more fields`}.`
              : undefined
          }
          onClick={settle}
        >
          Go on with this
        </ReasonButton>
      </Group>
    </Modal>
  );
}

function Choice({ whose, words }: { whose: string; words: string }) {
  return (
    <span className={classes.choice}>
      <span className={classes.whose}>{whose}</span>
      <span className={classes.words}>{words}</span>
    </span>
  );
}

function Rest({ title, rows }: { title: string; rows: readonly (readonly [string, string])[] }) {
  if (rows.length === 0) return null;
  return (
    <section>
      <h3 className={classes.title}>{title}</h3>
      <dl className={classes.rest}>
        {rows.map(([field, value]) => (
          <div key={field}>
            <dt>{field}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function whoWords(changes: Stale["changes"]): string {
  const people = [...new Set(changes.map(({ by }) => by))];
  const last = changes.at(-1);
  if (last === undefined) return "The practice's system changed it. Nothing of yours is lost.";
  return `${people.join(" and ")} saved at ${formatClock(last.at)}. Nothing of yours is lost.`;
}
