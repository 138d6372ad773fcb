import { ActionIcon } from "@mantine/core";
import { IconArrowBackUp, IconCalendarCheck, IconHistory } from "@tabler/icons-react";
import type { ClientDetail } from "@vetsuccess/contract/clients";
import { memo } from "react";
import { formatDay, formatInstant, formatWhen } from "../../lib/format.ts";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { keyOf } from "./fields.ts";
import { OptOutToggle } from "./opt-out-toggle.tsx";
import classes from "./pet-card.module.css";
import { PetComment } from "./pet-comment.tsx";
import { refused } from "./refusal.ts";
import type { Outcomes } from "./use-outcomes.ts";
import { useField, type Visit } from "./visit.ts";
import {
  appointmentWords,
  dueWords,
  optOutWords,
  petWords,
  weeksOverdue,
  type Reminder,
  type TextEntry,
} from "./words.ts";

type Patient = ClientDetail["patients"][number];

interface Props {
  patient: Patient;
  visit: Visit;
  /** Today, YYYY-MM-DD. */
  day: string;
  /** Of the practice; IANA name. */
  timeZone: string | null;
  outcomes: Outcomes;
  /** Texts about this pet that wait. */
  waiting: readonly TextEntry[];
  isSilent: (patientId: string) => boolean;
  isCurrent: boolean;
  /** Why nothing can be changed. */
  refusal: string | undefined;
  onCurrent: (patientId: string) => void;
  onMove: (from: string, to: 1 | -1 | "first" | "last") => void;
  onPick: (patientIds: readonly string[]) => void;
  onRecord: (patientIds: readonly string[], outcome: string) => void;
}

const moves: Record<string, 1 | -1 | "first" | "last"> = {
  ArrowDown: 1,
  ArrowUp: -1,
  Home: "first",
  End: "last",
};

/** One pet: what is due, what was agreed, and what the agent records. Drawn anew only when something of its own changes. */
export const PetCard = memo(function PetCard(props: Props) {
  const { patient, day, timeZone, outcomes, isCurrent, refusal, onCurrent, onMove } = props;
  const { oduId, name } = patient;
  const label = name ?? "Pet without a name";
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a click anywhere chooses the pet, as focus does
    <div
      role="group"
      aria-label={label}
      aria-current={isCurrent || undefined}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- pets are a list with a roving focus: keys are about the focused one
      tabIndex={isCurrent ? 0 : -1}
      data-pet={oduId}
      className={classes.card}
      onFocus={() => onCurrent(oduId)}
      onClick={() => onCurrent(oduId)}
      onKeyDown={(event) => {
        const to = moves[event.key];
        if (event.target !== event.currentTarget || to === undefined) return;
        event.preventDefault();
        onMove(oduId, to);
      }}
    >
      <div className={classes.about}>
        <h3 className={classes.name}>{label}</h3>
        <p className={classes.facts}>{petWords(patient, day) || "Nothing else is known"}</p>
        <Due reminders={patient.reminders} day={day} isEnded={outcomes.isFinal(patient.outcome)} />
        <Appointments patient={patient} timeZone={timeZone} />
      </div>
      <div className={classes.work}>
        <PetOutcome {...props} label={label} />
        <PetOptOut {...props} label={label} />
        <PetComment visit={props.visit} patientId={oduId} label={label} refusal={refusal} />
      </div>
      {isCurrent && refusal === undefined && <PetKeys {...props} label={label} />}
    </div>
  );
});

const shownReminders = 4;

interface Reminders {
  /** Today, YYYY-MM-DD. */
  day: string;
  /** The saved outcome has ended it: nothing is due any more. */
  isEnded: boolean;
}

function Due({ reminders, ...rest }: Reminders & { reminders: readonly Reminder[] }) {
  if (reminders.length === 0) return <p className={classes.none}>No reminder is due</p>;
  const shown = reminders.slice(0, shownReminders);
  const more = reminders.slice(shownReminders);
  return (
    <ul className={classes.due} aria-label="Reminders">
      {shown.map((reminder) => (
        <DueItem key={reminder.oduId} reminder={reminder} {...rest} />
      ))}
      {more.length > 0 && (
        <li>
          <details className={classes.more}>
            <summary>{more.length} more</summary>
            <ul className={classes.due}>
              {more.map((reminder) => (
                <DueItem key={reminder.oduId} reminder={reminder} {...rest} />
              ))}
            </ul>
          </details>
        </li>
      )}
    </ul>
  );
}

function DueItem({ reminder, day, isEnded }: Reminders & { reminder: Reminder }) {
  const isOverdue = !isEnded && weeksOverdue(reminder.dateDue, day) !== null;
  return (
    <li
      className={classes.reminder}
      data-overdue={isOverdue || undefined}
      title={formatDay(reminder.dateDue, day)}
    >
      <span>{reminder.description ?? "Reminder"}</span>{" "}
      <span className={classes.when}>
        {isEnded ? `not due any more (${formatDay(reminder.dateDue, day)})` : dueWords(reminder.dateDue, day)}
      </span>
    </li>
  );
}

function Appointments({
  patient: { lastAppointment, nextAppointments },
  timeZone,
}: {
  patient: Patient;
  timeZone: string | null;
}) {
  const next = nextAppointments.at(-1);
  return (
    <dl className={classes.appointments}>
      <div>
        <dt>
          <IconCalendarCheck size={14} aria-hidden /> Next
        </dt>
        <dd data-known={next !== undefined || undefined}>
          {next ? appointmentWords(next, timeZone) : "none"}
          {nextAppointments.length > 1 && ` and ${nextAppointments.length - 1} more`}
        </dd>
      </div>
      <div>
        <dt>
          <IconHistory size={14} aria-hidden /> Last
        </dt>
        <dd>{lastAppointment ? appointmentWords(lastAppointment, timeZone) : "none"}</dd>
      </div>
    </dl>
  );
}

type PartProps = Props & { label: string };

function PetOutcome({ patient, visit, outcomes, refusal, onPick, label }: PartProps) {
  const { value, isEdited, undo } = useField(visit, keyOf("patients", patient.oduId, "outcome"));
  const outcome = typeof value === "string" ? value : null;
  const now = isEdited ? "to be saved" : patient.outcomeAt === null ? "" : formatWhen(patient.outcomeAt);
  return (
    <div className={classes.outcome}>
      <div className={classes.outcomeLine}>
        <button
          type="button"
          className={classes.outcomeButton}
          data-edited={isEdited || undefined}
          data-empty={outcome === null || undefined}
          {...refused(refusal)}
          aria-label={`Outcome of ${label}: ${outcome ?? "No outcome yet"}. Choose`}
          onClick={refusal === undefined ? () => onPick([patient.oduId]) : undefined}
        >
          {outcome ?? "No outcome yet"}
        </button>
        {outcomes.isFinal(outcome) && <StatusBadge tone="neutral">Ends texts</StatusBadge>}
        <span className={classes.at}>{now}</span>
        {isEdited && (
          <ActionIcon
            data-hint="Take it back (Backspace)"
            size="sm"
            aria-label={`Take back the outcome of ${label}`}
            onClick={undo}
          >
            <IconArrowBackUp size={14} />
          </ActionIcon>
        )}
      </div>
    </div>
  );
}

/** The frequent outcomes, each with its key. */
function PetKeys({ patient, visit, outcomes, onPick, onRecord, label }: PartProps) {
  const { value, isEdited } = useField(visit, keyOf("patients", patient.oduId, "outcome"));
  return (
    <div className={classes.keys} role="group" aria-label={`Frequent outcomes for ${label}`}>
      {outcomes.byKey.map(
        (each, at) =>
          each && (
            <button
              key={each.uuid}
              type="button"
              className={classes.key}
              aria-pressed={isEdited && each.text === value}
              onClick={() => onRecord([patient.oduId], each.text)}
            >
              <kbd aria-hidden>{at + 1}</kbd> {each.text}
            </button>
          ),
      )}
      <button type="button" className={classes.key} onClick={() => onPick([patient.oduId])}>
        <kbd aria-hidden>o</kbd> All outcomes…
      </button>
    </div>
  );
}

function PetOptOut({ patient, visit, waiting, isSilent, refusal, label }: PartProps) {
  const { value, isEdited, set } = useField(visit, keyOf("patients", patient.oduId, "optOut"));
  const isOn = value === true;
  return (
    <div className={classes.optOut}>
      <OptOutToggle
        label={isOn ? "Opted out of texts" : "Opt out of texts"}
        isOn={isOn}
        isEdited={isEdited}
        refusal={refusal}
        onToggle={() => set(!isOn)}
        describe={label}
        note={
          isOn
            ? isEdited
              ? stopsWords(optOutWords(label, patient.oduId, waiting, isSilent))
              : ""
            : waitingWords(waiting)
        }
      />
    </div>
  );
}

const stopsWords = (stops: readonly string[]) =>
  stops.length > 0 ? stops.join(" ") : "No text about it waits. None will be planned any more.";

function waitingWords(waiting: readonly TextEntry[]): string {
  const [first] = waiting;
  if (first === undefined) return "";
  const when = first.sendAt === null ? "" : `, ${formatInstant(first.sendAt)}`;
  return `${waiting.length === 1 ? "A text waits" : `${waiting.length} texts wait`}${when}`;
}
