import type { ReactNode } from "react";
import classes from "./list-panel.module.css";

/** A list on the page: its filters, and the table below them. */
export function ListPanel({
  label,
  filters,
  end,
  children,
}: {
  label: string;
  filters: ReactNode;
  /** At the right end of the filters: a count, an export. */
  end?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section aria-label={label} className={classes.panel}>
      <div className={classes.bar}>
        {filters}
        {end !== undefined && <div className={classes.end}>{end}</div>}
      </div>
      {children}
    </section>
  );
}
