import { someAnimal, type Animal } from "./animals.ts";
import type { Household, World } from "./households.ts";
import { runningSinceDays } from "./practices.ts";
import { finalOutcomes } from "./call-center.ts";
import type { PastText, PastTexts } from "./past-texts.ts";
import type { Random } from "./random.ts";
import { someService, visits } from "./services.ts";

/** What is dealt out over all pets, so that totals are exact. */
export interface Dealt {
  appointments: () => number;
  reminders: () => number;
  pastTexts: PastTexts;
}

/** Seven weeks: the age at which a reminder is overdue for a text. */
const overdue = -49;

/** How many of 100 pets are in which state; those with something due today are well. */
const states = [
  ["well", 87],
  ["deceased", 5],
  ["euthanized", 2],
  ["inactive", 3],
  ["deleted", 2],
  ["suspended", 1],
] as const;

interface Pet {
  id: string;
  animal: Animal;
  state: (typeof states)[number][0];
  isDue: boolean;
  pastText: PastText | null;
}

/** A pet of a household with its owners, appointments and reminders. */
export function addPet(
  world: World,
  dealt: Dealt,
  household: Household,
  { at, secondOwner }: { at: number; secondOwner: string | undefined },
): void {
  const { random } = world;
  const { practice, number } = household;
  const isDue = household.isDue && (at === 0 || random.chance(0.35));
  const state = isDue ? "well" : random.weighted(states);
  const pet: Pet = {
    id: `${practice.id}-P${number}-${at + 1}`,
    animal: someAnimal(random),
    state,
    isDue,
    pastText: state === "well" ? dealt.pastTexts.next(household) : null,
  };
  addPatient(world, household, pet);
  addOwners(world, household, pet, secondOwner);
  addAppointments(world, dealt, household, pet);
  const described = addReminders(world, dealt, household, pet);
  if (pet.pastText) dealt.pastTexts.write(household, pet.pastText, pet.animal.name.trim(), described);
}

function addPatient({ random, calendar, sheets }: World, household: Household, pet: Pet): void {
  const { animal, state, pastText } = pet;
  const no = () => (random.chance(0.4) ? null : false);
  const left = -random.whole(20, 600);
  const isOldFinal = state === "well" && !pet.isDue && !pastText && random.chance(0.01);
  const outcome = isOldFinal ? random.weighted(finalOutcomes) : (pastText?.outcome ?? null);
  const optOut = household.optOut === "pets" ? random.pick(["opt-out", "unsafe"]) : null;
  sheets.add("apps_patient", {
    odu_id: pet.id,
    server_id: household.practice.serverId,
    pims_id: pet.id.slice(pet.id.indexOf("P") + 1),
    name: state === "well" || random.chance(0.97) ? animal.name : null,
    species: animal.species.code,
    species_description: animal.species.description,
    breed: animal.breed.slice(0, 4).toUpperCase(),
    breed_description: animal.breed,
    color: random.chance(0.05) ? null : animal.color,
    gender: animal.gender,
    gender_description: animal.genderDescription,
    weight: random.chance(0.1) ? null : animal.weight,
    weight_units: random.chance(0.2) ? null : "lbs",
    birth_date: random.chance(0.06) ? null : calendar.day(-animal.ageDays),
    death_date: state === "deceased" && random.chance(0.7) ? calendar.day(left) : null,
    euthanasia_date: state === "euthanized" ? calendar.day(left) : null,
    pims_is_deleted: state === "deleted" ? true : no(),
    pims_is_deceased: state === "deceased" ? true : no(),
    is_deceased: state === "deceased" || state === "euthanized" ? true : no(),
    pims_is_inactive: state === "inactive" ? true : no(),
    pims_has_suspended_reminders: state === "suspended" ? true : no(),
    is_safe_to_contact: optOut === "unsafe" ? false : random.chance(0.5) ? null : true,
    opt_out: optOut === "opt-out" ? true : random.chance(0.5) ? null : false,
    outcome,
    outcome_at: isOldFinal ? calendar.at(left, 17, 5) : (pastText?.outcomeAt ?? null),
    comment: outcome !== null && random.chance(0.15) ? random.pick(comments) : null,
    data_source: "demo",
  });
}

const comments = [
  "Prefers mornings",
  "Nervous at the vet, ask for Dr. Lee",
  "Call after 5 pm",
  "Will come with both pets",
];

function addOwners(
  { random, sheets }: World,
  household: Household,
  pet: Pet,
  secondOwner: string | undefined,
): void {
  const common = { server_id: household.practice.serverId, patient_id: pet.id, data_source: "demo" };
  sheets.add("apps_clientpatientrelationship", {
    ...common,
    odu_id: `${pet.id}-R1`,
    client_id: household.clientId,
    is_primary: secondOwner !== undefined || random.chance(0.7) ? true : null,
    percentage: secondOwner === undefined ? 100 : 50,
    relationship_type: "Owner",
  });
  if (secondOwner === undefined) return;
  sheets.add("apps_clientpatientrelationship", {
    ...common,
    odu_id: `${pet.id}-R2`,
    client_id: secondOwner,
    is_primary: false,
    percentage: 50,
    relationship_type: "Co-owner",
  });
}

function addAppointments(
  { random, calendar, sheets }: World,
  dealt: Dealt,
  household: Household,
  pet: Pet,
): void {
  const { practice, clientId, circumstance } = household;
  const hasOneAhead = pet.isDue && circumstance === "appointment";
  const count = hasOneAhead ? 2 : dealt.appointments();
  for (let at = 1; at <= count; at += 1) {
    const offset = hasOneAhead && at === 1 ? random.whole(1, 20) : someVisitDay(random, pet);
    const [type, reason] = random.pick(visits);
    // A due pet is texted because it has none; one that was canceled does not count.
    const isCanceled = offset > overdue && pet.isDue && !hasOneAhead ? true : random.chance(0.07);
    sheets.add("apps_appointment", {
      odu_id: `${pet.id}-A${at}`,
      server_id: practice.serverId,
      practice_id: practice.id,
      client_id: clientId,
      patient_id: pet.id,
      appointment_datetime:
        random.chance(0.01) && !pet.isDue
          ? null
          : calendar.at(
              offset,
              (random.whole(8, 16) + practice.place.hoursBehind) % 24,
              random.pick([0, 15, 30, 45]),
            ),
      is_canceled_appointment:
        hasOneAhead && at === 1 ? false : isCanceled ? true : random.chance(0.3) ? null : false,
      type,
      pims_reason: reason,
      pims_status: isCanceled ? "Canceled" : offset < 0 ? "Completed" : "Confirmed",
      notes: random.chance(0.1) ? "Client asked for a reminder call" : null,
      duration: random.pick([15, 20, 30, 30, 45, 60]),
      extractor_removed_at:
        random.chance(0.01) && !pet.isDue ? calendar.at(-random.whole(1, 90), 1, 10) : null,
      data_source: "demo",
    });
  }
}

/** In due pets long ago, or ahead and then canceled; else anywhere in three years, one in eight ahead. */
function someVisitDay(random: Random, pet: Pet): number {
  if (pet.isDue) return random.chance(0.06) ? random.whole(1, 30) : -random.whole(70, 1095);
  return random.chance(0.12) ? random.whole(0, 60) : -random.whole(1, 1095);
}

/** @returns the description of the reminder of the past text, if there is one */
function addReminders(world: World, dealt: Dealt, household: Household, pet: Pet): string | null {
  const { random, calendar, sheets } = world;
  const { practice, clientId, circumstance } = household;
  const dueToday = !pet.isDue ? 0 : circumstance === "several-reminders" ? 2 : 1;
  const count = dealt.reminders();
  let described: string | null = null;
  for (let at = 1; at <= count; at += 1) {
    const isOfPastText = pet.pastText !== null && at === count;
    const offset =
      isOfPastText && pet.pastText
        ? pet.pastText.plannedOn + overdue
        : at <= dueToday
          ? overdue
          : someDueDay(random);
    const { code, description } = someService(random, pet.animal.species.services);
    if (isOfPastText) described = description;
    const decidedOn = offset - overdue;
    const wasDecided =
      pet.state === "well" && practice.stage === "running" && decidedOn < 0 && decidedOn >= -runningSinceDays;
    const status = isOfPastText ? "EVENT_CREATED" : wasDecided ? pastDecisions[circumstance] : null;
    sheets.add("apps_reminder", {
      odu_id: `${pet.id}-M${at}`,
      server_id: practice.serverId,
      practice_id: practice.id,
      client_id: clientId,
      patient_id: pet.id,
      date_due: at > dueToday && !isOfPastText && random.chance(0.004) ? null : calendar.day(offset),
      description,
      code,
      type: random.chance(0.7) ? "Service" : null,
      sms_status: status,
      sms_history_id: isOfPastText && pet.pastText ? pet.pastText.uuid : null,
      sms_decided_on: status === null ? null : calendar.day(decidedOn),
      extractor_removed_at:
        at > dueToday && !isOfPastText && random.chance(0.01)
          ? calendar.at(-random.whole(1, 40), 1, 10)
          : null,
      data_source: "demo",
    });
  }
  return described;
}

/** One in ten becomes overdue in the next two weeks; the others are spread over four years. */
function someDueDay(random: Random): number {
  if (random.chance(0.1)) return overdue + random.whole(1, 14);
  return random.whole(-1095, 365);
}

/** What planning said of an earlier reminder of such a household that got no text. */
const pastDecisions = {
  ordinary: "APPOINTMENT_EXISTS",
  "several-reminders": "APPOINTMENT_EXISTS",
  appointment: "APPOINTMENT_EXISTS",
  "no-active-client": "NO_ACTIVE_CLIENT",
  "no-phone": "NO_PHONE",
  "excluded-phone": "EXCLUDED_PHONE_TYPE",
  "opted-out": "OPTED_OUT",
} as const;
