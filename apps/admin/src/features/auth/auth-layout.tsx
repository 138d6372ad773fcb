import type { ReactNode } from "react";
import classes from "./auth-layout.module.css";

interface Props {
  title: string;
  /** One sentence below the title. */
  words?: ReactNode;
  children?: ReactNode;
  /** Below the card. */
  foot?: ReactNode;
}

/** A page for those who are not signed in: one card in the middle. */
export function AuthLayout({ title, words, children, foot }: Props) {
  return (
    <main className={classes.page}>
      <div className={classes.brand}>
        <img src="/favicon.svg" alt="" width={30} height={30} />
        VetSuccess
      </div>
      <div className={classes.card}>
        <h1 className={classes.title}>{title}</h1>
        {words !== undefined && <p className={classes.words}>{words}</p>}
        {children}
      </div>
      {foot !== undefined && <div className={classes.foot}>{foot}</div>}
    </main>
  );
}
