import { finalOutcomes, openOutcomes } from "./call-center.ts";
import type { Household, World } from "./households.ts";
import { runningSinceDays } from "./practices.ts";
import { templates } from "./services.ts";

/** A text of the past, and what the call center made of it. */
export interface PastText {
  uuid: string;
  /** Day it was planned on. */
  plannedOn: number;
  sentOn: number;
  status: "SENT" | "ERROR" | "UNKNOWN" | "CANCELED";
  /** What an agent recorded for the pet afterwards. */
  outcome: string | null;
  outcomeAt: string | null;
}

/** How many of 100 texts ended how. */
const endings = [
  ["SENT", 92],
  ["ERROR", 4],
  ["CANCELED", 3],
  ["UNKNOWN", 1],
] as const;

/** How a text that was not sent ended, and what the provider had said. */
const failures = {
  ERROR: { code: "REJECTED", result: "REJECTED", http: 400, message: "the provider refused the number" },
  UNKNOWN: {
    code: "CONNECTION_LOST",
    result: "UNKNOWN",
    http: null,
    message: "the connection broke before the answer",
  },
  CANCELED: {
    code: "APPOINTMENT_EXISTS",
    result: null,
    http: null,
    message: "an appointment was made meanwhile",
  },
} as const;

/** Texts older than this are mostly followed up, in days. */
const followUpDays = 10;

/** Writes texts of the last months for households that can be texted, a fixed number for each household. */
export class PastTexts {
  readonly #world: World;
  readonly #share: number;
  /** Numbers with the day they were texted on: no number is texted twice on one day. */
  readonly #texted = new Set<string>();
  #owed = 0;

  constructor(world: World, share: number) {
    this.#world = world;
    this.#share = share;
  }

  /** One more household: its share of the texts is owed from now on. */
  owe(): void {
    this.#owed += this.#share;
  }

  /** A text for a pet of this household, if one is owed and it can have had one. */
  next({ practice, circumstance, isDue, phone }: Household): PastText | null {
    const { random, calendar } = this.#world;
    if (this.#owed < 1 || circumstance !== "ordinary" || phone.appNumber === null) return null;
    if (practice.stage !== "running" && practice.stage !== "archived") return null;
    const plannedOn = -random.whole(4, runningSinceDays - 1);
    const sentOn = calendar.weekday(plannedOn);
    const key = `${phone.appNumber} ${sentOn}`;
    if (this.#texted.has(key)) return null;
    this.#texted.add(key);
    this.#owed -= 1;
    const status = random.weighted(endings);
    const isFollowed = status === "SENT" && random.chance(sentOn < -followUpDays ? 0.8 : 0.3);
    const isFinal = !isDue && random.chance(0.06);
    return {
      uuid: random.uuid(),
      plannedOn,
      sentOn,
      status,
      outcome: isFollowed ? random.weighted(isFinal ? finalOutcomes : openOutcomes) : null,
      outcomeAt: isFollowed
        ? calendar.at(Math.min(sentOn + random.whole(1, 5), -1), 18, random.whole(0, 59))
        : null,
    };
  }

  /** @param description of the reminder it was about */
  write(household: Household, past: PastText, petName: string, description: string | null): void {
    const { random, calendar, sheets } = this.#world;
    const { practice, clientId, phone } = household;
    const to = phone.appNumber ?? "";
    const hour = calendar.elevenInNewYork(past.sentOn);
    const second = random.whole(0, 3599);
    const sentAt = calendar.at(past.sentOn, hour, Math.floor(second / 60), second % 60);
    const failure = past.status === "SENT" ? null : failures[past.status];
    const providerId = String(random.whole(1e9, 4e9));
    sheets.add("apps_smshistory", {
      uuid: past.uuid,
      practice_id: practice.id,
      client_id: clientId,
      event_context: {
        number_from: practice.sender.number,
        number_to: to,
        practice_id: practice.id,
        sms_history_id: past.uuid,
        text: wording(practice.sender, petName, description),
      },
      status: past.status,
      sent_at: past.status === "SENT" ? sentAt : null,
      planned_on: calendar.day(past.plannedOn),
      response: past.status === "SENT" ? { id: providerId, message_status: "pending" } : null,
      error_code: failure?.code ?? null,
      error_message: failure?.message ?? null,
      is_followed: past.outcome !== null,
      created_at: calendar.at(past.plannedOn, 2, 0, 5),
      updated_at: past.outcomeAt ?? sentAt,
    });
    if (past.status === "CANCELED") return;
    sheets.add("apps_smsattempt", {
      uuid: random.uuid(),
      sms_history_id: past.uuid,
      worker_id: "demo",
      number_to: `+1${to}`,
      local_day: calendar.day(past.sentOn),
      started_at: sentAt,
      finished_at: sentAt,
      result: failure?.result ?? "ACCEPTED",
      http_status: failure === null ? 200 : failure.http,
      provider_id: failure === null ? providerId : null,
      error: failure?.message ?? null,
    });
  }
}

/** The text about one pet, from the first template whose key words fit. */
function wording(
  { scheduler, name, phone, link }: Household["practice"]["sender"],
  pet: string,
  description: string | null,
): string {
  const words = description?.toLowerCase() ?? "";
  const fitting = templates.find(({ keyWords }) => keyWords.some((keyWord) => words.includes(keyWord)));
  const template =
    fitting?.template ??
    "Hi, {scheduler} from {practice_name} here. {your_pets_capitalized} is overdue for care. Choose a time: {link}";
  const values: Record<string, string> = {
    scheduler,
    practice_name: name,
    your_pets_capitalized: pet,
    your_pets: pet,
    be_verb: "is",
    practice_phone_number: phone,
    link,
  };
  return template.replaceAll(/\{(\w+)\}/g, (found, variable: string) => values[variable] ?? found);
}
