import { ActionIcon } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useEffect, useId, useRef, useState } from "react";
import classes from "./contact-field.module.css";
import { useField, type Visit } from "./visit.ts";

interface Props {
  visit: Visit;
  fieldKey: string;
  label: string;
  /** What stands there when there is nothing. */
  empty: string;
  type?: "text" | "tel" | "email";
  show?: (value: string) => string;
  isReadOnly: boolean;
}

/**
 * Reads as text and is a field when it is clicked, or when Tab leads to it from another part of the contact data. After
 * Enter or Esc its keys are the page's again. What is wrong shows while it is typed.
 */
export function ContactField({
  visit,
  fieldKey,
  label,
  empty,
  type = "text",
  show = String,
  isReadOnly,
}: Props) {
  const { value, fault, isEdited, set, undo, leave } = useField(visit, fieldKey);
  const [isOpen, setIsOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const input = useRef<HTMLInputElement>(null);
  // What was wrong kept it open after it was left; taken back, it need not be.
  useEffect(() => {
    if (!isEdited && input.current !== document.activeElement) setIsOpen(false);
  }, [isEdited]);
  const faultId = useId();
  const text = typeof value === "string" ? value : "";
  const close = () => {
    setIsOpen(false);
    leave();
    requestAnimationFrame(() => button.current?.focus());
  };
  if (isReadOnly) return <span className={classes.text}>{text === "" ? "—" : show(text)}</span>;
  return (
    <span className={classes.field} data-edited={isEdited || undefined}>
      {isOpen ? (
        <input
          ref={input}
          className={classes.input}
          type={type}
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the person has just asked for this field
          autoFocus
          aria-label={label}
          aria-invalid={fault !== undefined}
          aria-describedby={fault === undefined ? undefined : faultId}
          autoComplete="off"
          maxLength={260}
          size={Math.max(text.length + 1, 12)}
          value={text}
          onChange={(event) => set(event.currentTarget.value)}
          onFocus={(event) => event.currentTarget.select()}
          onBlur={() => {
            leave();
            if (fault === undefined) setIsOpen(false);
          }}
          onKeyDown={(event) => {
            if (event.key === "Enter" && !event.ctrlKey && !event.metaKey && fault === undefined) close();
            if (event.key === "Escape") {
              undo();
              close();
            }
          }}
        />
      ) : (
        <button
          ref={button}
          type="button"
          className={classes.text}
          data-empty={text === "" || undefined}
          aria-label={`${label}: ${text === "" ? empty : show(text)}. Edit`}
          onClick={() => setIsOpen(true)}
          onFocus={({ currentTarget, relatedTarget }) => {
            // The field that was left may be gone already.
            const isFromHere =
              relatedTarget instanceof Node &&
              (!relatedTarget.isConnected ||
                currentTarget.closest("[data-contact]")?.contains(relatedTarget));
            if (isFromHere) setIsOpen(true);
          }}
        >
          {text === "" ? empty : show(text)}
        </button>
      )}
      {isEdited && !isOpen && (
        <ActionIcon data-hint="Take it back" size="sm" aria-label={`Take back: ${label}`} onClick={undo}>
          <IconArrowBackUp size={14} />
        </ActionIcon>
      )}
      {fault !== undefined && (
        <span id={faultId} className={classes.fault} role="alert">
          {fault}
        </span>
      )}
    </span>
  );
}
