import { Button, type ButtonProps } from "@mantine/core";
import type { MouseEventHandler, ReactNode } from "react";

interface Props extends ButtonProps {
  /** Why it cannot be pressed now; undefined: it can. */
  reason?: string | undefined;
  onClick?: MouseEventHandler<HTMLButtonElement>;
  type?: "button" | "submit";
  children: ReactNode;
  "aria-label"?: string;
}

/** A button that says why it is disabled, to the pointer, the keyboard and the screen reader alike. */
export function ReasonButton({ reason, onClick, ...props }: Props) {
  if (reason === undefined) return <Button {...props} {...(onClick ? { onClick } : {})} />;
  return (
    <Button
      data-hint={reason}
      {...props}
      data-disabled
      aria-disabled
      aria-description={reason}
      onClick={(event) => event.preventDefault()}
    />
  );
}
