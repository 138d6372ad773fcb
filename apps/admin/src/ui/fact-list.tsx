import type { ReactNode } from "react";
import classes from "./fact-list.module.css";

/** A titled list of facts: a label, and on the right what it is. */
export function FactList({
  title,
  facts,
}: {
  title: string;
  facts: readonly { label: string; value?: ReactNode }[];
}) {
  return (
    <section>
      <h3 className={classes.title}>{title}</h3>
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
