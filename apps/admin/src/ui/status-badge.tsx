import classes from "./status-badge.module.css";
import type { Tone } from "./tones.ts";

/** One word of status with its mark: never colour alone. */
export function StatusBadge({ tone, children }: { tone: Tone; children: string }) {
  return (
    <span className={classes.badge} data-tone={tone}>
      <span className={classes.dot} aria-hidden />
      {children}
    </span>
  );
}
