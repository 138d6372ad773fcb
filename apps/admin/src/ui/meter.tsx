import classes from "./meter.module.css";

/** A slim gauge: how much of a limit is used. */
export function Meter({ value, max, label }: { value: number; max: number; label: string }) {
  return (
    <span className={classes.meter}>
      <span className={classes.words}>
        {value}
        <span className={classes.max}> of {max}</span>
      </span>
      <span
        className={classes.track}
        role="meter"
        aria-label={label}
        aria-valuenow={value}
        aria-valuemin={0}
        aria-valuemax={max}
      >
        <span className={classes.fill} style={{ width: `${Math.min(100, (100 * value) / max)}%` }} />
      </span>
    </span>
  );
}
