import { useId } from "react";
import { keyOf } from "./fields.ts";
import classes from "./pet-comment.module.css";
import { refused } from "./refusal.ts";
import { useField, type Visit } from "./visit.ts";

const limit = 1000;

interface Props {
  visit: Visit;
  patientId: string;
  label: string;
  /** Why it cannot be changed. */
  refusal: string | undefined;
}

/** What an agent wants the next one to know of the pet, with how much of it fits. */
export function PetComment({ visit, patientId, label, refusal }: Props) {
  const { value, fault, isEdited, set, leave } = useField(visit, keyOf("patients", patientId, "comment"));
  const noteId = useId();
  const text = typeof value === "string" ? value : "";
  const length = Array.from(text.trim()).length;
  return (
    <div className={classes.comment} data-edited={isEdited || undefined}>
      <textarea
        className={classes.area}
        data-comment={patientId}
        aria-label={`Comment on ${label}`}
        aria-invalid={fault !== undefined}
        placeholder={refusal === undefined ? "Comment" : "No comment"}
        readOnly={refusal !== undefined}
        {...refused(refusal, noteId)}
        rows={1}
        value={text}
        onChange={(event) => set(event.currentTarget.value)}
        onBlur={leave}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.preventDefault();
          event.currentTarget.closest<HTMLElement>("[data-pet]")?.focus();
        }}
      />
      <span id={noteId} className={classes.note} data-shown={isEdited || undefined}>
        <span className={classes.fault} role="alert">
          {fault ?? ""}
        </span>
        <span className={classes.count} data-full={length > limit || undefined}>
          {length} / {limit}
        </span>
      </span>
    </div>
  );
}
