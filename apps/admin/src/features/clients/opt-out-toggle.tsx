import { IconMessage, IconMessageOff } from "@tabler/icons-react";
import { useId } from "react";
import classes from "./opt-out-toggle.module.css";
import { refused } from "./refusal.ts";

interface Props {
  label: string;
  isOn: boolean;
  isEdited: boolean;
  /** Why it cannot be changed. */
  refusal: string | undefined;
  onToggle: () => void;
  /** What it is about, for those who hear it. */
  describe: string;
  /** What it does to the texts that wait; may be empty. */
  note: string;
}

/** A switch that stops texts, and what it will stop. */
export function OptOutToggle({ label, isOn, isEdited, refusal, onToggle, describe, note }: Props) {
  const noteId = useId();
  return (
    <>
      <button
        type="button"
        className={classes.toggle}
        aria-pressed={isOn}
        aria-label={`${label}: ${describe}`}
        data-edited={isEdited || undefined}
        {...refused(refusal, ...(note === "" ? [] : [noteId]))}
        onClick={refusal === undefined ? onToggle : undefined}
      >
        {isOn ? <IconMessageOff size={14} aria-hidden /> : <IconMessage size={14} aria-hidden />}
        {label}
      </button>
      {note !== "" && (
        <span
          id={noteId}
          className={classes.note}
          data-edited={isEdited || undefined}
          role={isEdited ? "status" : undefined}
        >
          {note}
        </span>
      )}
    </>
  );
}
