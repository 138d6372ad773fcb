import { Modal, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useId, useState } from "react";
import { StatusBadge } from "../../ui/status-badge.tsx";
import classes from "./outcome-picker.module.css";
import type { Outcomes } from "./use-outcomes.ts";

interface Props {
  title: string;
  outcomes: Outcomes;
  onChoose: (outcome: string) => void;
  onClose: () => void;
}

/** All outcomes, narrowed by typing. Loaded when it is first opened, hence the default export. */
// oxlint-disable-next-line import/no-default-export -- dialogOnDemand wants one
export default function OutcomePicker({ title, outcomes, onChoose, onClose }: Props) {
  const listId = useId();
  const [words, setWords] = useState("");
  const [at, setAt] = useState(0);
  const parts = words.toLowerCase().split(/\s+/).filter(Boolean);
  const found = outcomes.all.filter(({ text }) => parts.every((part) => text.toLowerCase().includes(part)));
  const marked = Math.min(at, found.length - 1);
  const move = (step: number) => setAt((marked + step + found.length) % Math.max(found.length, 1));
  const onKeyDown = (event: React.KeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    const digit = words === "" ? outcomes.byKey[Number(event.key) - 1] : undefined;
    const chosen = digit ?? (event.key === "Enter" ? found[marked] : undefined);
    if (step === undefined && !chosen) return;
    event.preventDefault();
    if (step !== undefined) move(step);
    if (chosen) onChoose(chosen.text);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size="md"
      closeButtonProps={{ "aria-label": "Close" }}
      transitionProps={{ duration: 0 }}
    >
      <TextInput
        data-autofocus
        role="combobox"
        aria-label="Outcome"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={found.length > 0 ? `${listId}-${marked}` : undefined}
        placeholder="Type a part of it, or press its key"
        leftSection={<IconSearch size={15} />}
        value={words}
        onChange={(event) => {
          setWords(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={listId} role="listbox" aria-label="Outcomes" className={classes.list}>
        {found.map((outcome, index) => (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- its keys are those of the field above, which keeps the focus
          <div
            key={outcome.uuid}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === marked}
            className={classes.option}
            onMouseMove={() => setAt(index)}
            onClick={() => onChoose(outcome.text)}
            ref={index === marked ? (row) => row?.scrollIntoView({ block: "nearest" }) : undefined}
          >
            <kbd className={classes.key} aria-hidden>
              {outcomes.keyOf(outcome.text) ?? ""}
            </kbd>
            <span className={classes.text}>{outcome.text}</span>
            {outcome.isFinal && <StatusBadge tone="neutral">Ends texts</StatusBadge>}
          </div>
        ))}
      </div>
      {found.length === 0 && (
        <p className={classes.none}>
          No outcome is called that. An administrator can add one under Outcomes.
        </p>
      )}
    </Modal>
  );
}
