import type { Calendar } from "./calendar.ts";
import { someEmail, somePerson, someStreet, type Person } from "./people.ts";
import { PastTexts } from "./past-texts.ts";
import { addPet, type Dealt } from "./pets.ts";
import { excludedPhone, textablePhone, uselessPhone, type Phone } from "./phones.ts";
import type { Numbers } from "./places.ts";
import type { DemoPractice } from "./practices.ts";
import type { Random } from "./random.ts";
import type { Sheets } from "./tables.ts";

/** What is so about a household that a text about an overdue pet goes out, or why it does not. */
export type Circumstance =
  | "ordinary"
  | "several-reminders"
  | "appointment"
  | "no-active-client"
  | "no-phone"
  | "excluded-phone"
  | "opted-out";

/** The households with something due today, in turn: each circumstance occurs among the first seven. */
export const dueCircumstances: readonly Circumstance[] = [
  "several-reminders",
  "appointment",
  "no-active-client",
  "no-phone",
  "excluded-phone",
  "opted-out",
  ...Array.from({ length: 8 }, () => "ordinary" as const),
  "several-reminders",
  "appointment",
  "opted-out",
  ...Array.from({ length: 3 }, () => "ordinary" as const),
];

/** The others: how many of 100 are in which. */
const otherCircumstances = [
  ["ordinary", 82],
  ["no-active-client", 6],
  ["no-phone", 4],
  ["excluded-phone", 6],
  ["opted-out", 2],
] as const;

export interface Household {
  practice: DemoPractice;
  /** Counted from 1 in its practice; ids are made of it. */
  number: number;
  clientId: string;
  person: Person;
  phone: Phone;
  circumstance: Circumstance;
  /** Whether something of it is due today. */
  isDue: boolean;
  /** Who wants no texts: the pets are marked, or the client, or the number is on the list. */
  optOut: "pets" | "client" | "number" | null;
}

/** What everything is made with. */
export interface World {
  random: Random;
  calendar: Calendar;
  sheets: Sheets;
  numbers: Numbers;
}

/** Makes one household after the other: a client with contact data, pets, appointments, reminders and past texts. */
export class Households {
  readonly #world: World;
  readonly #dealt: Dealt;
  readonly #pets: () => number;
  /** Numbers on the opt-out list: each stands there once. */
  readonly #optedOut = new Set<string>();
  /** The last ordinary client of each practice: owns a pet of the next shared household too. */
  readonly #neighbours = new Map<string, string>();

  /** @param historyShare past texts for each household, 0 to about 0.6 */
  constructor(world: World, historyShare: number) {
    this.#world = world;
    this.#pets = world.random.deck([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 4]);
    this.#dealt = {
      appointments: world.random.deck([0, 1, 2, 3, 4]),
      reminders: world.random.deck([3, 3, 4]),
      pastTexts: new PastTexts(world, historyShare),
    };
  }

  /** @param due what is so about it when something is due today, else null */
  add(practice: DemoPractice, number: number, due: Circumstance | null): void {
    const { random, numbers } = this.#world;
    const circumstance = due ?? random.weighted(otherCircumstances);
    const household: Household = {
      practice,
      number,
      clientId: `${practice.id}-C${number}`,
      person: somePerson(random),
      phone: phoneFor(circumstance, random, numbers.next(practice.place)),
      circumstance,
      isDue: due !== null,
      optOut: circumstance === "opted-out" ? random.pick(["pets", "client", "number"] as const) : null,
    };
    this.#addClient(household);
    this.#addContacts(household);
    const pets = this.#pets();
    const shared =
      random.chance(0.08) && circumstance === "ordinary" ? this.#neighbours.get(practice.id) : undefined;
    this.#dealt.pastTexts.owe();
    for (let at = 0; at < pets; at += 1)
      addPet(this.#world, this.#dealt, household, { at, secondOwner: at === 0 ? shared : undefined });
    if (circumstance === "ordinary") this.#neighbours.set(practice.id, household.clientId);
  }

  #addClient({ practice, number, clientId, person, circumstance, optOut }: Household): void {
    const { random, calendar, sheets } = this.#world;
    const no = () => (random.chance(0.4) ? null : false);
    const gone =
      circumstance === "no-active-client"
        ? random.pick(["deleted", "inactive", "suspended", "elsewhere"])
        : "";
    sheets.add("apps_client", {
      odu_id: clientId,
      server_id: practice.serverId,
      pims_id: String(number),
      first_name: person.first,
      last_name: person.last,
      full_name: person.full,
      pims_entered_date: calendar.day(-random.whole(30, 4000)),
      latest_transaction_date: random.chance(0.1) ? null : calendar.day(-random.whole(1, 900)),
      pims_is_deleted: gone === "deleted" ? true : no(),
      pims_is_inactive: gone === "inactive" ? true : no(),
      pims_has_suspended_reminders: gone === "suspended" ? true : no(),
      is_home_practice: gone === "elsewhere" ? false : random.chance(0.3) ? null : true,
      is_safe_contact: optOut === "client" ? false : random.chance(0.3) ? null : true,
      is_online: no(),
      is_inclinic: random.chance(0.5) ? true : null,
      data_source: "demo",
    });
  }

  #addContacts(household: Household): void {
    const { random, calendar, sheets, numbers } = this.#world;
    const { practice, number, clientId, person, phone, optOut } = household;
    const common = { server_id: practice.serverId, client_id: clientId, data_source: "demo" };
    const addPhone = (at: number, { number: digits, type, appNumber }: Phone, isPrimary: boolean | null) =>
      sheets.add("apps_phone", {
        ...common,
        odu_id: `${practice.id}-T${number}-${at}`,
        number: digits,
        type,
        is_primary: isPrimary,
        app_number: appNumber,
      });
    addPhone(1, phone, true);
    if (random.chance(0.35))
      addPhone(
        2,
        (random.chance(0.4) ? excludedPhone : textablePhone)(random, numbers.next(practice.place)),
        random.chance(0.5) ? null : false,
      );
    if (random.chance(0.85))
      sheets.add("apps_email", {
        ...common,
        odu_id: `${practice.id}-E${number}`,
        type: random.chance(0.6) ? "Home" : null,
        address: someEmail(random, person),
        is_primary: true,
      });
    if (random.chance(0.92))
      sheets.add("apps_address", {
        ...common,
        odu_id: `${practice.id}-D${number}`,
        line_1: someStreet(random),
        line_2: random.chance(0.12) ? `Apt ${random.whole(1, 40)}` : null,
        city: practice.place.city,
        state: practice.place.state,
        postal_code: practice.place.zip,
        type: "Home",
        is_primary: true,
      });
    const listed = phone.appNumber;
    if (optOut !== "number" || listed === null || this.#optedOut.has(listed)) return;
    this.#optedOut.add(listed);
    const isStop = random.chance(0.7);
    sheets.add("apps_optout", {
      uuid: random.uuid(),
      number: `+1${listed}`,
      scope: isStop ? "ALL" : "PRACTICE",
      practice_id: isStop ? null : practice.id,
      source: isStop ? "STOP" : "AGENT",
      actor: isStop ? null : "demo",
      opted_out_at: calendar.at(-random.whole(3, 150), random.whole(14, 23), random.whole(0, 59)),
    });
  }
}

function phoneFor(circumstance: Circumstance, random: Random, digits: string): Phone {
  if (circumstance === "no-phone") return uselessPhone(random);
  if (circumstance === "excluded-phone") return excludedPhone(random, digits);
  return textablePhone(random, digits);
}
