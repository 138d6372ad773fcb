import type { ReactNode } from "react";
import classes from "./phone-bubble.module.css";

/** A text as its reader's phone would show it. What it holds is data: shown as it is, links and all, never as markup. */
export function PhoneBubble({ text, footer }: { text: string; footer?: ReactNode }) {
  return (
    <figure className={classes.figure}>
      <blockquote className={classes.bubble}>{text}</blockquote>
      {footer && <figcaption className={classes.footer}>{footer}</figcaption>}
    </figure>
  );
}
