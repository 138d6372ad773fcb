import classes from "./tick-box.module.css";

interface Props {
  label: string;
  isChecked: boolean;
  /** Some of what it stands for are chosen, not all. */
  isMixed?: boolean;
  onToggle: () => void;
}

/** The box that chooses a row: the browser's own, since there is one in each row. */
export function TickBox({ label, isChecked, isMixed = false, onToggle }: Props) {
  return (
    <input
      type="checkbox"
      className={classes.box}
      aria-label={label}
      checked={isChecked}
      ref={(box) => {
        if (box) box.indeterminate = isMixed;
      }}
      onChange={onToggle}
    />
  );
}
