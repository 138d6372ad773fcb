import {
  smsStatuses,
  type SkippedPet,
  type PlanResult,
  type SmsStatus,
  type SmsStatusCounts,
} from "@vetsuccess/contract/outreach";
import { firstSendingTime, localDay, nextWorkingDay, sendAt as sendingTime } from "../../calendar/rules.ts";
import { decidePatient, newestFirst, type DuePatient } from "./patients.ts";
import type { Wording } from "./templates.ts";
import { writeText, type PetInText, type Sender, type WrittenText } from "./texts.ts";

/** The pets of one client that a run texts about. */
export interface Recipient {
  clientId: string;
  /** Ten digits. */
  number: string;
  pets: PetInText[];
}

/** What becomes of one reminder; `clientId` is set on the one that is linked to a text. */
export interface ReminderDecision {
  reminderId: string;
  status: SmsStatus;
  clientId: string | null;
}

export interface Decisions {
  reminders: ReminderDecision[];
  /** Pets that get no text, by id. */
  skipped: SkippedPet[];
  /** By client id. */
  recipients: Recipient[];
}

/**
 * Decides for every patient and gathers those to be texted about per client.
 *
 * @param leftOut clients whom somebody took out of the batch
 */
export function decide(
  patients: readonly DuePatient[],
  excludedTypes: ReadonlySet<string>,
  leftOut: ReadonlySet<string> = new Set(),
): Decisions {
  const reminders: ReminderDecision[] = [];
  const skipped: SkippedPet[] = [];
  const recipients = new Map<string, Recipient>();
  for (const patient of patients.toSorted((a, b) => (a.patientId < b.patientId ? -1 : 1))) {
    const decision = decidePatient(patient, excludedTypes, leftOut);
    const sorted = newestFirst(patient.reminders);
    if (decision.status !== "EVENT_CREATED") {
      skipped.push({
        patientId: patient.patientId,
        petName: patient.name,
        reason: decision.status,
        reminders: sorted.map(({ description, dateDue }) => ({ description, dateDue })),
      });
      for (const { reminderId } of sorted)
        reminders.push({ reminderId, status: decision.status, clientId: null });
      continue;
    }
    const { clientId, number } = decision;
    for (const [at, { reminderId }] of sorted.entries())
      reminders.push(
        at === 0
          ? { reminderId, status: "EVENT_CREATED", clientId }
          : { reminderId, status: "CHECKED", clientId: null },
      );
    const recipient = recipients.get(clientId) ?? { clientId, number, pets: [] };
    recipient.pets.push({
      patientId: patient.patientId,
      name: patient.name,
      descriptions: sorted.map((reminder) => reminder.description),
    });
    recipients.set(clientId, recipient);
  }
  return {
    reminders,
    skipped,
    recipients: [...recipients.values()].sort((a, b) => (a.clientId < b.clientId ? -1 : 1)),
  };
}

/**
 * The text of a recipient. The pets of a text that still waits for the client join in, each pet once.
 *
 * @param waiting pets of the waiting text, none when there is none
 */
export function writeFor(
  recipient: Recipient,
  waiting: readonly PetInText[],
  { templates, defaultTexts }: Wording,
  sender: Sender,
): WrittenText {
  const pets = new Map(waiting.map((pet) => [pet.patientId, pet]));
  for (const pet of recipient.pets) {
    const earlier = pets.get(pet.patientId)?.descriptions ?? [];
    pets.set(pet.patientId, { ...pet, descriptions: [...earlier, ...pet.descriptions] });
  }
  return writeText([...pets.values()], templates, sender, defaultTexts);
}

/** Texts of a day that are there already. */
export interface Load {
  /** In New York, YYYY-MM-DD. */
  day: string;
  /** Texts of all practices that wait for this day. */
  waiting: number;
  /** Texts of the practice that wait for this day, or went out on it. */
  own: number;
}

export interface Timing {
  load: readonly Load[];
  perMinute: number;
  /** Most texts of the practice on one day; null: as many as there are. */
  perDay: number | null;
  zone: string | null;
}

/**
 * The times of `count` texts: as many in each minute as may be sent in one, starting behind those that already wait. What
 * is more than the practice may send on a day goes out on the working days after it.
 *
 * @param first time of the first text if none waited
 */
export function sendTimes(first: Date, count: number, { load, perDay, ...options }: Timing): Date[] {
  const all = load.reduce((sum, { waiting }) => sum + waiting, 0);
  if (perDay === null) return minuteTimes(first, count, { waiting: all, ...options });
  const times: Date[] = [];
  for (let start = first; times.length < count; start = nextStart(start, options.zone)) {
    const { waiting, own } = load.find(({ day }) => day === localDay(start, null)) ?? { waiting: 0, own: 0 };
    const room = Math.min(Math.max(0, perDay - own), count - times.length);
    times.push(...minuteTimes(start, room, { waiting, ...options }));
  }
  return times;
}

/** The time of sending on the working day after that of `time`. */
function nextStart(time: Date, zone: string | null): Date {
  return sendingTime(new Date(`${nextWorkingDay(localDay(time, null))}T00:00:00Z`), zone);
}

function minuteTimes(
  first: Date,
  count: number,
  options: { waiting: number; perMinute: number; zone: string | null },
): Date[] {
  const times = new Map<number, Date>();
  return Array.from({ length: count }, (_, at) => {
    const minute = Math.floor((options.waiting + at) / options.perMinute);
    const known = times.get(minute);
    if (known) return known;
    const time = firstSendingTime(new Date(first.getTime() + minute * 60_000), options.zone);
    times.set(minute, time);
    return time;
  });
}

/** Reminders by decision; a decision that nobody got counts 0. */
export function countDecisions(reminders: readonly ReminderDecision[]): SmsStatusCounts {
  const counts = Object.fromEntries(smsStatuses.map((status) => [status, 0])) as SmsStatusCounts;
  for (const { status } of reminders) counts[status] += 1;
  return counts;
}

/** How many texts a result shows. */
const sampleSize = 3;

/** The first texts of a plan, for a person to read. */
export function samplesOf(
  texts: readonly { clientId: string; written: WrittenText; sendAt: Date }[],
): PlanResult["samples"] {
  return texts.slice(0, sampleSize).map(({ clientId, written, sendAt }) => ({
    clientId,
    text: written.text,
    pets: written.names,
    sendAt: sendAt.toISOString(),
  }));
}
