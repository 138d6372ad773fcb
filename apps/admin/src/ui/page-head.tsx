import type { ReactNode } from "react";
import classes from "./page-head.module.css";

/** The title of a page, what it is about, and what can be done there. */
export function PageHead({
  title,
  words,
  children,
}: {
  title: ReactNode;
  words?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className={classes.head}>
      <div className={classes.what}>
        <h1 className={classes.title}>{title}</h1>
        {words !== undefined && <p className={classes.words}>{words}</p>}
      </div>
      {children !== undefined && <div className={classes.actions}>{children}</div>}
    </div>
  );
}
