import { PasswordInput } from "@mantine/core";
import { IconCheck, IconCircle } from "@tabler/icons-react";
import { contextWords, NewPassword } from "@vetsuccess/contract/identity";
import { useId, type ChangeEventHandler, type ReactNode } from "react";
import { focusOnMount } from "../../lib/focus.ts";
import classes from "./new-password-field.module.css";

interface Props {
  label: string;
  value: string;
  onChange: ChangeEventHandler<HTMLInputElement>;
  error?: ReactNode;
  /** The keyboard begins here. */
  isFirst?: boolean;
  /** Whose password it will be: names must not stand in it. */
  user: { email: string; firstName: string; lastName?: string };
}

/** A new password, and what it has to be, checked while one types. Pasting from a password manager is welcome. */
export function NewPasswordField({ label, value, onChange, error, isFirst = false, user }: Props) {
  const id = useId();
  const typed = value.toLowerCase();
  const isLong = Array.from(value).length >= 12;
  const names = contextWords({ lastName: "", ...user });
  const isNameless = value !== "" && !names.some((word) => typed.includes(word));
  return (
    <div>
      <PasswordInput
        label={label}
        autoComplete="new-password"
        ref={isFirst ? focusOnMount : null}
        aria-describedby={id}
        value={value}
        error={error}
        onChange={onChange}
      />
      <ul id={id} className={classes.rules}>
        <Rule isMet={isLong}>At least 12 characters; a sentence is fine</Rule>
        <Rule isMet={isNameless}>Not your name, your address or “VetSuccess”</Rule>
        <Rule isMet={null}>Nothing that is easy to guess, which is checked when you save</Rule>
      </ul>
    </div>
  );
}

/** null: only the server can tell. */
function Rule({ isMet, children }: { isMet: boolean | null; children: string }) {
  return (
    <li className={classes.rule} data-met={isMet === true || undefined}>
      {isMet === true ? (
        <IconCheck size={13} stroke={2.4} aria-label="Fulfilled:" />
      ) : (
        <IconCircle size={13} aria-hidden />
      )}
      {children}
    </li>
  );
}

/** What is wrong with a new password, as far as it can be told here; null: nothing. */
export function newPasswordFault(value: string): string | null {
  const parsed = NewPassword.safeParse(value);
  return parsed.success ? null : `It ${parsed.error.issues[0]?.message ?? "is needed"}.`;
}
