import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./state-message.module.css";

interface Props {
  icon: ReactNode;
  title: string;
  children?: ReactNode;
  action?: { label: string; onClick: () => void } | undefined;
}

/** What stands where rows would: nothing there yet, nothing found, or an error with a way out. */
export function StateMessage({ icon, title, children, action }: Props) {
  return (
    <div className={classes.message}>
      <span className={classes.icon} aria-hidden>
        {icon}
      </span>
      <p className={classes.title}>{title}</p>
      {children !== undefined && <div className={classes.words}>{children}</div>}
      {action && (
        <Button variant="default" mt="sm" onClick={action.onClick}>
          {action.label}
        </Button>
      )}
    </div>
  );
}
