import type { ReactNode } from "react";
import classes from "./stacked-bar.module.css";
import type { Tone } from "./tones.ts";

export interface Segment {
  key: string;
  label: string;
  value: number;
  tone: Tone;
}

/**
 * Parts of a whole as one bar, with a legend of those that are not zero.
 *
 * @param label what the bar is about, for those who hear it
 * @param legendItem wraps an entry of the legend, e.g. into a link
 */
export function StackedBar({
  label,
  segments,
  legendItem = (_, content) => content,
}: {
  label: string;
  segments: readonly Segment[];
  legendItem?: (segment: Segment, content: ReactNode) => ReactNode;
}) {
  const shown = segments.filter(({ value }) => value > 0);
  const spoken = shown.map((segment) => `${segment.value} ${segment.label.toLowerCase()}`).join(", ");
  return (
    <div>
      <div className={classes.bar} role="img" aria-label={`${label}: ${spoken || "none"}`}>
        {shown.map(({ key, value, tone }) => (
          <span key={key} className={classes.segment} data-tone={tone} style={{ flexGrow: value }} />
        ))}
      </div>
      {shown.length > 0 && (
        <ul className={classes.legend}>
          {shown.map((segment) => (
            <li key={segment.key}>
              {legendItem(
                segment,
                <span className={classes.entry} data-tone={segment.tone}>
                  <span className={classes.mark} aria-hidden />
                  <b>{segment.value.toLocaleString("en-US")}</b> {segment.label.toLowerCase()}
                </span>,
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
