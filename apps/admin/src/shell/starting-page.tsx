import classes from "./starting-page.module.css";

/** While nothing can be shown yet, since the server answers slowly. */
export function StartingPage() {
  return (
    <div className={classes.page} role="status">
      <img src="/favicon.svg" alt="" width={40} height={40} className={classes.mark} />
      VetSuccess is starting…
    </div>
  );
}
