import { IconMessage, IconMessageOff } from "@tabler/icons-react";
import classes from "./opt-out-toggle.module.css";

interface Props {
  label: string;
  isOn: boolean;
  isEdited: boolean;
  isReadOnly: boolean;
  onToggle: () => void;
  /** What it is about, for those who hear it. */
  describe: string;
}

/** A switch that stops texts. */
export function OptOutToggle({ label, isOn, isEdited, isReadOnly, onToggle, describe }: Props) {
  return (
    <button
      type="button"
      className={classes.toggle}
      aria-pressed={isOn}
      aria-label={`${label}: ${describe}`}
      data-edited={isEdited || undefined}
      disabled={isReadOnly}
      onClick={onToggle}
    >
      {isOn ? <IconMessageOff size={14} aria-hidden /> : <IconMessage size={14} aria-hidden />}
      {label}
    </button>
  );
}
