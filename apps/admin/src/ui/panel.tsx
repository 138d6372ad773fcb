import type { ReactNode } from "react";
import classes from "./panel.module.css";

interface Props {
  title: string;
  /** One sentence below the title. */
  words?: ReactNode;
  /** At the right of the title. */
  action?: ReactNode;
  /** Without space around the content: lists and tables go from edge to edge. */
  isFlush?: boolean;
  children?: ReactNode;
}

/** A titled box on the page. */
export function Panel({ title, words, action, isFlush = false, children }: Props) {
  return (
    <section className={classes.panel} aria-label={title}>
      <div className={classes.head}>
        <div>
          <h2 className={classes.title}>{title}</h2>
          {words !== undefined && <p className={classes.words}>{words}</p>}
        </div>
        {action}
      </div>
      {children !== undefined && <div className={isFlush ? classes.flush : classes.body}>{children}</div>}
    </section>
  );
}

/** Lines of a panel: what it is, how it is now, and what can be done about it. */
export function PanelLine({
  label,
  children,
  action,
}: {
  label: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={classes.line}>
      <div className={classes.label}>{label}</div>
      <div className={classes.value}>{children}</div>
      {action !== undefined && <div className={classes.actions}>{action}</div>}
    </div>
  );
}
