import type { ClientPresence } from "@vetsuccess/contract/presence";
import classes from "./presence-marks.module.css";
import { initialsOf, namesOf } from "./words.ts";

const most = 3;

/** Who is at a client, as initials; whoever works on it stands out and comes first. */
export function PresenceMarks({ presence: { colleagues, worker } }: { presence: ClientPresence }) {
  const working = worker && !worker.isYou ? [worker] : [];
  const people = [...working, ...colleagues.filter(({ userId }) => userId !== worker?.userId)];
  if (people.length === 0) return null;
  const [first] = working;
  const looking = people.length > working.length ? `${namesOf(people.slice(working.length))} looking` : "";
  const words = [first ? `${first.name} is working on it` : "", looking].filter(Boolean).join(", ");
  return (
    <span data-hint={words} className={classes.marks} role="img" aria-label={words}>
      {people.slice(0, most).map(({ userId, name }) => (
        <span key={userId} className={classes.mark} data-working={userId === first?.userId || undefined}>
          {initialsOf(name)}
        </span>
      ))}
      {people.length > most && <span className={classes.mark}>+{people.length - most}</span>}
    </span>
  );
}
