import { randomUUID } from "node:crypto";
import { DomainError } from "@vetsuccess/contract/errors";
import type { SkippedPet } from "@vetsuccess/contract/outreach";
import type { Tx } from "@vetsuccess/db/client";
import { sendAt as sendingTime } from "../../calendar/rules.ts";
import type { Deps } from "../../deps.ts";
import { decide, sendTimes, writeFor, type ReminderDecision } from "../rules/plan.ts";
import type { DefaultTexts } from "../rules/templates.ts";
import type { WrittenText } from "../rules/texts.ts";
import type { Window } from "../rules/windows.ts";
import { listDuePatients } from "./due-patients.ts";
import { getWording, listExcludedPhoneTypes, listLoad, type OutreachPractice } from "./practice.ts";
import { listWaitingTexts } from "./waiting-texts.ts";

/** A text as it is to be written. */
export interface PlannedText {
  /** Of a text that still waits, or a new one. */
  historyId: string;
  clientId: string;
  /** Ten digits. */
  number: string;
  sendAt: Date;
  written: WrittenText;
}

/** Everything that planning is going to write. */
export interface Draft {
  reminders: ReminderDecision[];
  /** Pets that get no text, by id. */
  skipped: SkippedPet[];
  /** By client id. */
  texts: PlannedText[];
}

export interface DraftOptions {
  /** When it is planned. */
  now: Date;
  /** Other wording than the saved one. */
  defaultTexts?: DefaultTexts;
  /** Keeps workers away from the texts that are to be rewritten until the transaction ends. */
  lock: boolean;
}

/**
 * Reads what is due in the windows and decides. The number of statements does not depend on the number of patients.
 *
 * @throws DomainError CONFLICT when, with `lock`, a text that would have to be rewritten is being sent
 */
export async function draftPlan(
  deps: Deps,
  tx: Pick<Tx, "$queryRaw">,
  practice: OutreachPractice,
  windows: readonly Window[],
  options: DraftOptions,
): Promise<Draft> {
  const { practiceId, timeZone: zone } = practice;
  const patients = await listDuePatients(tx, practiceId, windows);
  if (patients.length === 0) return { reminders: [], skipped: [], texts: [] };
  const leftOut = new Set(practice.batch?.leftOutClientIds);
  const { reminders, skipped, recipients } = decide(patients, await listExcludedPhoneTypes(tx), leftOut);
  const saved = await getWording(tx);
  const wording = { ...saved, defaultTexts: options.defaultTexts ?? saved.defaultTexts };

  const clientIds = recipients.map((recipient) => recipient.clientId);
  const found = await listWaitingTexts(tx, practiceId, clientIds, options);
  if (options.lock && found.some((text) => text.isClaimed))
    throw new DomainError("CONFLICT", "a text to a client of this plan is being sent: try again in a minute");
  const waiting = new Map(found.map((text) => [text.clientId, text]));

  const first = sendingTime(options.now, zone);
  const untimed = clientIds.filter((clientId) => !waiting.get(clientId)?.sendAt);
  const times = sendTimes(first, untimed.length, {
    load: await listLoad(tx, practiceId, first),
    perMinute: deps.settings.smsLimitPerMinute,
    perDay: mostOnOneDay(practice),
    zone,
  });
  const timeOf = new Map(untimed.map((clientId, at) => [clientId, times[at]]));

  const texts = recipients.map((recipient): PlannedText => {
    const { clientId, number } = recipient;
    const earlier = waiting.get(clientId);
    return {
      historyId: earlier?.historyId ?? randomUUID(),
      clientId,
      number,
      sendAt: earlier?.sendAt ?? timeOf.get(clientId) ?? first,
      written: writeFor(recipient, earlier?.pets ?? [], wording, practice.sender),
    };
  });
  const broken = new Set(texts.flatMap(({ written }) => written.brokenTemplate ?? []));
  if (broken.size > 0) deps.log.error({ practiceId, templates: [...broken] }, "broken SMS templates");
  return { reminders, skipped, texts };
}

/** The daily cap, or what the batch was trimmed to, whichever is less. */
function mostOnOneDay({ dailySmsCap, batch }: OutreachPractice): number | null {
  const limits = [dailySmsCap, batch?.mostTexts ?? null].filter((limit) => limit !== null);
  return limits.length === 0 ? null : Math.min(...limits);
}
