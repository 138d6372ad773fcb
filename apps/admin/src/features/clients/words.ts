import type { ClientDetail, TimelineEntry } from "@vetsuccess/contract/clients";
import { TextStatus } from "@vetsuccess/contract/texts";
import { formatAgreed, formatDay, formatInstant, formatPhone, formatWhen, plural } from "../../lib/format.ts";
import { stateWords } from "../texts/words.ts";
import { readKey, type Value } from "./fields.ts";

type Patient = ClientDetail["patients"][number];
type Phone = ClientDetail["phones"][number];
export type Reminder = Patient["reminders"][number];
export type TextEntry = Extract<TimelineEntry, { kind: "TEXT" }>;

const dayMs = 86_400_000;

/** Full weeks since a reminder was due; null: it is not overdue. Days are YYYY-MM-DD. */
export function weeksOverdue(dateDue: string, today: string): number | null {
  const days = (Date.parse(today) - Date.parse(dateDue)) / dayMs;
  return days > 0 ? Math.floor(days / 7) : null;
}

/** "9 weeks overdue", "3 days overdue", "due today", "due Tue, Dec 1". */
export function dueWords(dateDue: string, today: string): string {
  const weeks = weeksOverdue(dateDue, today);
  if (weeks === null) return dateDue === today ? "due today" : `due ${formatDay(dateDue, today)}`;
  const days = (Date.parse(today) - Date.parse(dateDue)) / dayMs;
  return weeks === 0 ? `${plural(days, "day")} overdue` : `${plural(weeks, "week")} overdue`;
}

/** "Dec 5, 6:30 PM (11:30 AM MST), Recheck": by the viewer's clock, and by the practice's, which the client goes by. */
export function appointmentWords(
  { at, type }: NonNullable<Patient["lastAppointment"]>,
  practiceZone: string | null,
): string {
  const there = formatAgreed(at, practiceZone);
  return `${formatWhen(at)}${there === null ? "" : ` (${there})`}${type ? `, ${type}` : ""}`;
}

/** "Dog · Labrador Retriever · Female, spayed · 7 years": what is known of it. */
export function petWords({ species, breed, gender, age, birthDate }: Patient, today: string): string {
  return [species, breed, gender, ageWords(age, birthDate, today)]
    .filter((word) => word !== null && word.trim() !== "")
    .join(" · ");
}

/** Years, and months of the young. */
export function ageWords(age: number | null, birthDate: string | null, today: string): string | null {
  if (age === null) return null;
  if (age > 0 || birthDate === null) return plural(age, "year");
  return plural(
    Math.max(0, Math.floor((Date.parse(today) - Date.parse(birthDate)) / dayMs / 30.44)),
    "month",
  );
}

/** What an opt-out of the pet does to the texts that wait. */
export function optOutWords(
  name: string,
  patientId: string,
  waiting: readonly TextEntry[],
  isSilent: (patientId: string) => boolean,
): string[] {
  return waiting
    .filter((text) => text.patientIds.includes(patientId))
    .map((text) => {
      const others = text.patientIds.filter((id) => id !== patientId && !isSilent(id));
      const when = text.sendAt === null ? "" : ` of ${formatInstant(text.sendAt)}`;
      const from = text.practiceName === null ? "" : ` from ${text.practiceName}`;
      return others.length === 0
        ? `The text${when}${from} will not go out.`
        : `The text${when}${from} will go out without ${name}.`;
    });
}

/** What an opt-out of a phone does to the texts that wait: it is for the number, whoever else has it and whoever texts it. */
export function phoneOptOutWords(
  { number, waitingTexts }: Pick<Phone, "number" | "waitingTexts">,
  timeline: readonly TimelineEntry[],
): string {
  const own = timeline.filter(
    (entry): entry is TextEntry =>
      entry.kind === "TEXT" && entry.status === "PENDING" && entry.numberTo === number,
  );
  const elsewhere = Math.max(0, waitingTexts - own.length);
  const others = `${plural(elsewhere, "text")} to other clients or from other practices`;
  if (own.length === 0) return elsewhere === 0 ? "No text is waiting." : `Stops ${others}.`;
  const texts = own.map(({ practiceName, sendAt }) => {
    const from = practiceName === null ? "" : ` from ${practiceName}`;
    return `the text${from} that waits${sendAt === null ? "" : ` for ${formatInstant(sendAt)}`}`;
  });
  return `Stops ${[...texts, ...(elsewhere === 0 ? [] : [others])].join(", and ")}.`;
}

const fieldNames: Record<string, string> = {
  "client/firstName": "First name",
  "client/lastName": "Last name",
  "emails/address": "E-mail",
  "phones/number": "Phone",
  "phones/isOptedOut": "No texts to this number",
  "patients/outcome": "Outcome",
  "patients/optOut": "Opted out",
  "patients/comment": "Comment",
};

/** "Rex: Outcome", "First name". */
export function fieldWords(key: string, client: Pick<ClientDetail, "patients" | "phones">): string {
  const { list, id, name } = readKey(key);
  const field = fieldNames[`${list}/${name}`] ?? name;
  if (list === "patients")
    return `${client.patients.find(({ oduId }) => oduId === id)?.name ?? "A pet"}: ${field}`;
  if (list === "phones" && client.phones.length > 1)
    return `${field} (${formatPhone(client.phones.find(({ oduId }) => oduId === id)?.number ?? null)})`;
  return field;
}

/** A value as a person reads it. */
export function valueWords(key: string, value: Value): string {
  if (/\/(optOut|isOptedOut)$/.test(key)) return value === true ? "Yes" : "No";
  if (value === null || value === "") return "—";
  return key.endsWith("/number") ? formatPhone(String(value)) : String(value);
}

interface Change {
  what: string;
  before: string;
  after: string;
}

const tracedNames: readonly [RegExp, string][] = [
  [/^firstName$/, "First name"],
  [/^lastName$/, "Last name"],
  [/^email\..*\.address$/, "E-mail"],
  [/^email\..*\.isPrimary$/, "Primary e-mail"],
  [/^phone\..*\.number$/, "Phone"],
  [/^phone\..*\.isPrimary$/, "Primary phone"],
  [/^phone\..*\.isOptedOut$/, "No texts to the number"],
  [/\.optOut$/, "Opted out"],
  [/\.comment$/, "Comment"],
  [/^isFollowed$/, "Followed up"],
  [/^status$/, "Text"],
  [/^reason$/, "How that is known"],
];
const effectNames: Record<string, string> = {
  canceled: "not sent any more",
  rewritten: "written anew",
  followed: "followed up by it",
};

/** The fields of an edit, each with its old and new value. What followed from it comes as "2 texts written anew". */
export function editWords(
  changes: Extract<TimelineEntry, { kind: "EDIT" }>["changes"],
  petName: (patientId: string) => string,
): { changes: Change[]; effects: string[] } {
  const words: { changes: Change[]; effects: string[] } = { changes: [], effects: [] };
  for (const [path, { before, after }] of Object.entries(changes)) {
    const effect = effectNames[path];
    if (effect !== undefined)
      words.effects.push(`${plural(Array.isArray(after) ? after.length : 1, "text")} ${effect}`);
    const name = tracedNames.find(([pattern]) => pattern.test(path))?.[1];
    if (name === undefined) continue;
    const pet = /^patients\.(.*)\.\w+$/.exec(path)?.[1];
    words.changes.push({
      what: pet === undefined ? name : `${petName(pet)}: ${name}`,
      before: tracedValue(path, before),
      after: tracedValue(path, after),
    });
  }
  return words;
}

function tracedValue(path: string, value: unknown): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (value === null || value === undefined || value === "")
    return /(isPrimary|isOptedOut|optOut)$/.test(path) ? "no" : "empty";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (path === "status") {
    const { data: status } = TextStatus.safeParse(value);
    return status === undefined ? text : stateWords[status].label;
  }
  return path.endsWith(".number") ? formatPhone(text) : text;
}

/** Who changed the client last, as far as the timeline knows; `except`: one's own label. */
export function lastChangeBy(timeline: readonly TimelineEntry[], except: string): string | null {
  const entry = timeline.find((each) => each.kind === "EDIT" || each.kind === "OUTCOME");
  return entry && "by" in entry && entry.by !== except ? entry.by : null;
}
