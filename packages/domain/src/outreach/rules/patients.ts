import type { SmsStatus } from "@vetsuccess/contract/outreach";
import { addDays } from "../../calendar/rules.ts";
import { excludedPhoneType, isUsNumber } from "./phones.ts";

/** A patient with undecided reminders in the window, and what the decision needs. Days are YYYY-MM-DD. */
export interface DuePatient {
  patientId: string;
  name: string;
  /** An agent's opt-out, or contact marked unsafe. */
  isOptedOut: boolean;
  /** UTC day of the newest appointment that stands. */
  newestAppointment: string | null;
  reminders: readonly DueReminder[];
  /** Active clients with a standing relation. */
  clients: readonly RelatedClient[];
}

export interface DueReminder {
  reminderId: string;
  dateDue: string;
  description: string | null;
}

export interface RelatedClient {
  clientId: string;
  /** Of the relation. */
  isPrimary: boolean | null;
  /** Contact is marked unsafe. */
  isUnsafe: boolean;
  /** Primary phones. */
  phones: readonly ClientPhone[];
}

export interface ClientPhone {
  phoneId: string;
  /** As cleaned on import; may be no number at all. */
  number: string | null;
  /** Free text. */
  type: string | null;
  /** The number is on the opt-out list, for all practices or for this one. */
  isOptedOut: boolean;
}

/** EVENT_CREATED with whom to text, or why not. */
export type Decision =
  | { status: "EVENT_CREATED"; clientId: string; number: string }
  | { status: Exclude<SmsStatus, "EVENT_CREATED" | "CHECKED"> };

/** An appointment this many days before the newest due date, or later, makes a text needless. */
const appointmentDays = 14;

/**
 * Decides once for all due reminders of a patient. The first reason of the domain's table that holds is the one.
 *
 * @param excludedTypes phone types that an admin excluded, trimmed and in lower case
 * @param leftOut clients whom somebody took out of the batch
 */
export function decidePatient(
  patient: DuePatient,
  excludedTypes: ReadonlySet<string>,
  leftOut: ReadonlySet<string> = new Set(),
): Decision {
  const newest = newestFirst(patient.reminders)[0];
  if (newest && patient.newestAppointment !== null)
    if (patient.newestAppointment >= addDays(newest.dateDue, -appointmentDays))
      return { status: "APPOINTMENT_EXISTS" };

  if (patient.clients.length === 0) return { status: "NO_ACTIVE_CLIENT" };

  const reachable = patient.clients
    .toSorted((a, b) => rank(a) - rank(b) || byText(a.clientId, b.clientId))
    .flatMap((client) =>
      client.phones
        .toSorted((a, b) => byText(a.phoneId, b.phoneId))
        .flatMap((phone) => (isUsNumber(phone.number) ? [{ client, phone, number: phone.number }] : [])),
    )[0];
  if (!reachable) return { status: "NO_PHONE" };

  const { client, phone, number } = reachable;
  if (excludedPhoneType(phone.type, excludedTypes) !== null) return { status: "EXCLUDED_PHONE_TYPE" };
  if (patient.isOptedOut || client.isUnsafe || phone.isOptedOut) return { status: "OPTED_OUT" };
  if (leftOut.has(client.clientId)) return { status: "LEFT_OUT" };
  return { status: "EVENT_CREATED", clientId: client.clientId, number };
}

/** Newest due date first; of the same day the lowest id first. */
export function newestFirst(reminders: readonly DueReminder[]): DueReminder[] {
  return reminders.toSorted((a, b) => byText(b.dateDue, a.dateDue) || byText(a.reminderId, b.reminderId));
}

/** The primary owner first, then one of whom it is not known. */
const rank = ({ isPrimary }: RelatedClient) => (isPrimary === true ? 0 : isPrimary === null ? 1 : 2);
const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
