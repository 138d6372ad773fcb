import type { ReactNode } from "react";
import classes from "./fact-list.module.css";

/** A titled list of facts: a label, and on the right what it is. */
export function FactList({
  title,
  facts,
}: {
  /** Left out where the panel around it has one. */
  title?: string;
  facts: readonly { label: string; value?: ReactNode }[];
}) {
  return (
    <section>
      {title !== undefined && <h3 className={classes.title}>{title}</h3>}
      <dl className={classes.list}>
        {facts.map(({ label, value }) => (
          <div key={label} className={classes.fact}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
