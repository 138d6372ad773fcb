import type { HoldReason, SmsErrorCode, TextStatus } from "@vetsuccess/contract/texts";
import { z } from "zod";
import { isInsideSendingHours, isWorkingDay, localDay, nextWorkingDay, sendAt } from "../calendar/rules.ts";
import { decidePatient, type DuePatient, type RelatedClient } from "../outreach/rules/patients.ts";
import { isUsNumber } from "../outreach/rules/phones.ts";
import type { SmsAnswer } from "./ports.ts";

/** What a waiting text carries with it. Further keys are left alone. */
export const TextContext = z.object({
  /** Ten digits. */
  number_to: z.string().refine(isUsNumber, "is no US number"),
  practice_id: z.string().min(1),
  text: z.string().trim().min(1).max(1600),
});
export type TextContext = z.output<typeof TextContext>;

/** Why a text cannot be sent as it stands: the parts of its context that are wrong, without their values. */
export function contextProblem(error: z.ZodError): string {
  return error.issues.map((issue) => `${issue.path.join(".") || "context"}: ${issue.message}`).join(", ");
}

/** Whether texts may go out at this moment: a working day and the sending hours, by the recipient's clock. */
export function mayGoOut(now: Date, zone: string | null): boolean {
  return isInsideSendingHours(now, zone) && isWorkingDay(localDay(now, zone));
}

/** When a text goes out instead, if its number was texted today: the time of sending of the next working day. */
export function nextDayTime(now: Date, zone: string | null): Date {
  return sendAt(new Date(`${nextWorkingDay(localDay(now, zone))}T00:00:00Z`), zone);
}

/** A pet of a waiting text as it stands now. */
export interface PetNow extends Omit<DuePatient, "clients"> {
  /** Alive, active, named, without suspended reminders, not removed. */
  isContactable: boolean;
  hasFinalOutcome: boolean;
  /** Its relation to the text's client stands. */
  isOfClient: boolean;
}

/** What a waiting text is about, as it stands now. */
export interface TextNow {
  /** The text's client with those of his primary phones that have the text's number; null when he may not be contacted. */
  client: RelatedClient | null;
  pets: readonly PetNow[];
}

export type LateReason = Extract<
  SmsErrorCode,
  "OPTED_OUT" | "APPOINTMENT_EXISTS" | "FINAL_OUTCOME" | "NOT_CONTACTABLE" | "PHONE_CHANGED"
>;

/** Pets that must not be spoken of any more, with the reason; or the reason why nothing may be sent at all. */
export type LateCheck = { leftOut: { patientId: string; reason: LateReason }[] } | { cancel: LateReason };

/**
 * Looks again before a text goes out, by the rules that planned it. A text whose client may not be texted is canceled; a
 * text that speaks of several pets loses those it may not speak of, and is canceled when none remains.
 *
 * @param excludedTypes phone types that an admin excluded, trimmed and in lower case
 */
export function lookAgain({ client, pets }: TextNow, excludedTypes: ReadonlySet<string>): LateCheck {
  const ofClient = planAgain({ ...nobody, clients: client ? [client] : [] }, excludedTypes);
  if (ofClient) return { cancel: ofClient };
  const leftOut = pets.flatMap((pet) => {
    const reason = petReason(pet, client, excludedTypes);
    return reason ? [{ patientId: pet.patientId, reason }] : [];
  });
  const [first] = leftOut;
  return first && leftOut.length === pets.length ? { cancel: first.reason } : { leftOut };
}

const nobody: DuePatient = {
  patientId: "",
  name: "",
  isOptedOut: false,
  newestAppointment: null,
  reminders: [],
  clients: [],
};

function petReason(
  pet: PetNow,
  client: RelatedClient | null,
  excludedTypes: ReadonlySet<string>,
): LateReason | null {
  if (pet.isOptedOut) return "OPTED_OUT";
  if (pet.hasFinalOutcome) return "FINAL_OUTCOME";
  if (!pet.isContactable || pet.reminders.length === 0) return "NOT_CONTACTABLE";
  return planAgain({ ...pet, clients: pet.isOfClient && client ? [client] : [] }, excludedTypes);
}

/** Planning's own decision, in the words of an ending; null when it would plan the text again. */
function planAgain(patient: DuePatient, excludedTypes: ReadonlySet<string>): LateReason | null {
  const { status } = decidePatient(patient, excludedTypes);
  switch (status) {
    case "EVENT_CREATED":
      return null;
    case "NO_ACTIVE_CLIENT":
      return "NOT_CONTACTABLE";
    case "NO_PHONE":
    case "EXCLUDED_PHONE_TYPE":
      return "PHONE_CHANGED";
    case "APPOINTMENT_EXISTS":
    case "OPTED_OUT":
      return status;
    case "LEFT_OUT":
      return null;
  }
}

/** How a text goes on after a call of the provider: it has ended, or it waits again. */
export type AfterCall =
  | {
      ends: true;
      status: Exclude<TextStatus, "PENDING">;
      errorCode: SmsErrorCode | null;
      errorMessage: string | null;
    }
  | { ends: false; sendAt: Date };

/** Pauses between the attempts at a provider that cannot be reached; after the last one the text ends. */
const unreachedPausesMs = [60_000, 300_000, 900_000, 3_600_000] as const;

/**
 * What follows from the provider's answer, by the table "Sending" of the domain.
 *
 * @param now instant of the answer
 * @param unreached how often the provider could not be reached for this text, this time included
 */
export function afterCall(answer: SmsAnswer, now: Date, unreached: number): AfterCall {
  const end = (status: "ERROR" | "UNKNOWN", errorCode: SmsErrorCode, errorMessage: string): AfterCall => ({
    ends: true,
    status,
    errorCode,
    errorMessage,
  });
  switch (answer.result) {
    case "ACCEPTED":
      return { ends: true, status: "SENT", errorCode: null, errorMessage: null };
    case "RATE_LIMITED":
      return { ends: false, sendAt: later(now, answer.retryAfterMs) };
    case "NOT_SENT": {
      const pause = unreachedPausesMs[unreached - 1];
      return pause === undefined
        ? end("ERROR", "NOT_REACHED", answer.error)
        : { ends: false, sendAt: later(now, pause) };
    }
    case "AUTH_FAILED":
    case "REJECTED":
      return end("ERROR", answer.result, answer.error);
    case "UNKNOWN":
      return end("UNKNOWN", answer.cause, answer.error);
  }
}

const later = (now: Date, ms: number) => new Date(now.getTime() + ms);

/** What may hold back a text whose time has come. */
export interface Hold {
  isSendingEnabled: boolean;
  isPaused: boolean;
  /** Or gone. */
  isArchived: boolean;
  isMailingEnabled: boolean;
  hasSender: boolean;
  timeZone: string | null;
  /** "Deliver now" of the sandbox. */
  ignoresHours: boolean;
}

/** Why a text whose time has come does not go out; null: it waits for its turn. What holds more texts is named first. */
export function holdReason(hold: Hold, now: Date): HoldReason | null {
  if (!hold.isSendingEnabled) return "SENDING_OFF";
  if (hold.isPaused) return "PAUSED";
  if (hold.isArchived) return "PRACTICE_ARCHIVED";
  if (!hold.isMailingEnabled) return "MAILING_OFF";
  if (!hold.hasSender) return "NO_SENDER";
  return hold.ignoresHours || mayGoOut(now, hold.timeZone) ? null : "OUTSIDE_HOURS";
}
