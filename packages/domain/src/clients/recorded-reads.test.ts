import type { DomainError } from "@vetsuccess/contract/errors";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { hasFixtures } from "@vetsuccess/testing/fixtures";
import { depsOf, idOf, loadRestDataset, restCasesOf, type RestCase } from "@vetsuccess/testing/recorded-rest";
import { describe, expect, test } from "vitest";
import { systemActor } from "../deps.ts";
import { listOutcomes } from "../outcomes/queries.ts";
import { listPractices } from "../practices/queries/list-practices.ts";
import { listAnswers } from "../questions/queries.ts";
import { findClients } from "./queries/find-clients.ts";
import { getClientCard, type ClientCard } from "./queries/get-client.ts";
import { readContacted, type ContactedJson } from "./queries/list-contacted.ts";

const database = useTestDatabase();
const actor = systemActor("agent");

/** Practices that are archived, and so not shown by ours. */
const archived = ["p-101-3", "p-104-1"];
/** Instants to the second, as the recorded service writes them when there is no fraction. */
const asRecorded = (instant: string | null) => instant?.replace(/\.0+Z$/, "Z") ?? null;

const byId = <T extends { odu_id: string }>(rows: readonly T[]) =>
  rows.toSorted((a, b) => (a.odu_id < b.odu_id ? -1 : 1));

/** A client as the recorded service writes one, with UTC dates for appointments. */
const asRecordedClient = (card: ClientCard) => ({
  odu_id: card.oduId,
  first_name: card.firstName,
  last_name: card.lastName,
  full_name: card.fullName,
  emails: card.emails.map(({ oduId, address }) => ({ odu_id: oduId, address })),
  phones: card.phones.map(({ oduId, number }) => ({ odu_id: oduId, app_number: number })),
  practices: card.practices.map(({ oduId, name }) => ({ odu_id: oduId, name })),
  patients: card.patients.map((patient) => ({
    odu_id: patient.oduId,
    species_description: patient.species,
    breed_description: patient.breed,
    gender_description: patient.gender,
    name: patient.name,
    patient_age: patient.age,
    outcome: patient.outcome,
    opt_out: patient.optOut,
    comment: patient.comment,
    outcome_at: asRecorded(patient.outcomeAt),
    next_appointments: patient.nextAppointments.map(({ at }) => ({ date: at.slice(0, 10) })),
    last_appointment: patient.lastAppointment && { date: patient.lastAppointment.at.slice(0, 10) },
    reminders: patient.reminders.map(({ dateDue, description, smsStatus }) => ({
      date_due: dateDue,
      description,
      sms_status: smsStatus,
    })),
  })),
});

/** Reminders of one due date stand in the order of their ids in ours, in no order in the recorded answers. */
function inOneOrder(client: ReturnType<typeof asRecordedClient>) {
  const key = (reminder: { date_due: string; description: string | null }) =>
    `${reminder.date_due} ${reminder.description}`;
  return {
    ...client,
    emails: byId(client.emails),
    phones: byId(client.phones),
    practices: byId(client.practices),
    patients: client.patients.map((patient) => ({
      ...patient,
      reminders: patient.reminders.toSorted((a, b) => (key(a) < key(b) ? -1 : 1)),
    })),
  };
}

describe.skipIf(!hasFixtures)("recorded answers", () => {
  let isDirty = true;
  async function prepare(each: RestCase) {
    if (isDirty || each.given || each.method !== "GET") await loadRestDataset(database, each.given);
    isDirty = Boolean(each.given) || each.method !== "GET";
  }

  /** The other owner sees a shared pet too (A6). */
  const sharedPets: Record<string, string[]> = {
    "client: shared patients, first owner": ["pt-co-2"],
    "client: shared patients, second owner": ["pt-co-1"],
  };
  test.each(restCasesOf("client", "GET"))("%s", async (name, each) => {
    await prepare(each);
    const input = { clientId: idOf(each), timeZone: "UTC" };
    const ours = inOneOrder(asRecordedClient(await getClientCard(depsOf(database, each), actor, input)));
    const theirs = inOneOrder(each.expect.body as ReturnType<typeof asRecordedClient>);
    theirs.practices = theirs.practices.filter(({ odu_id }) => !archived.includes(odu_id));
    const pets = sharedPets[name];
    if (pets) {
      const missing = ours.patients.filter(({ odu_id }) => pets.includes(odu_id));
      theirs.patients = byId([...theirs.patients, ...missing]);
    }
    expect(ours).toEqual(theirs);
  });

  test.each(restCasesOf("client", "GET", 404))("%s is not found", async (_, each) => {
    await prepare(each);
    const found = getClientCard(depsOf(database, each), actor, { clientId: idOf(each), timeZone: "UTC" });
    await expect(found).rejects.toMatchObject({ code: "NOT_FOUND" } satisfies Partial<DomainError>);
  });

  test.each(restCasesOf("clients", "GET"))("%s", async (_, each) => {
    await prepare(each);
    const query = new URLSearchParams(each.query);
    const phoneNumber = query.getAll("phone_number").at(-1)?.trim();
    const lookUp = phoneNumber ? { phoneNumber } : { term: query.get("search") ?? "" };
    const found = await findClients(depsOf(database, each), actor, lookUp);
    const ours = found.map((row) => ({
      odu_id: row.oduId,
      first_name: row.firstName,
      last_name: row.lastName,
      full_name: row.fullName,
      email_address: row.emailAddress,
      phone_number: row.phoneNumber,
    }));
    expect(byId(ours)).toEqual(byId(each.expect.body as typeof ours));
  });

  test.each(restCasesOf("contacted", "GET"))("%s", async (_, each) => {
    await prepare(each);
    const { rows, total } = await readContacted(depsOf(database, each), actor, contactedInput(each));
    const theirs = each.expect.body as { count: number; results: { sent_at: string | null }[] };
    expect(total).toBe(theirs.count);
    expect(rows.map(asRecordedRow)).toEqual(theirs.results.map(withoutRepeats));
  });

  test.each(restCasesOf("outcomes", "GET"))("%s", async (name, each) => {
    await prepare(each);
    // The recorded service went on offering what was gone from its table (B13).
    const gone = name.includes("cached for an hour") ? ["Booked a visit"] : [];
    const theirs = (each.expect.body as string[]).filter((text) => !gone.includes(text));
    expect((await listOutcomes(depsOf(database, each))).map(({ text }) => text)).toEqual(theirs);
  });

  test.each(restCasesOf("faq", "GET"))("%s", async (name, each) => {
    if (/long id|invalid UTF-8/.test(name)) return;
    await prepare(each);
    const answers = await listAnswers(depsOf(database, each), actor, { practiceId: idOf(each) });
    expect(answers.map(({ question, answer }) => ({ question, answer }))).toEqual(each.expect.body);
  });
  test.each(restCasesOf("practices", "GET"))("%s", async (_, each) => {
    await prepare(each);
    const { practices, schedulers } = await listPractices(depsOf(database, each), actor);
    // B18: ours lists all practices, and says which of them have texts.
    const texted = practices.filter(({ hasTexts }) => hasTexts);
    const ids = texted.map(({ oduId }) => oduId);
    const mapping = schedulers
      .map(
        ({ name, practiceIds }) =>
          [`View ${name}'s Practices`, practiceIds.filter((id) => ids.includes(id))] as const,
      )
      .filter(([, of]) => of.length > 0);
    expect({
      mapping: Object.fromEntries(mapping),
      practices: texted.map(({ oduId, name, scheduler }) => ({ odu_id: oduId, name, scheduler })),
    }).toEqual(each.expect.body);
  });
});

function contactedInput(each: RestCase): Parameters<typeof readContacted>[2] {
  const query = new URLSearchParams(each.query);
  const last = (name: string) => query.getAll(name).at(-1)?.trim() || undefined;
  const number = (name: string, fallback: number, max: number) => {
    const value = last(name) ?? "";
    return /^\d+$/.test(value) ? Math.min(Number(value), max) || fallback : fallback;
  };
  const day = (name: string) => {
    const value = last(name);
    return value === undefined ? undefined : new Date(`${value} UTC`).toISOString().slice(0, 10);
  };
  const followed = { true: true, "1": true, false: false, "0": false }[last("followed") ?? ""];
  const practice = last("practice");
  return {
    offset: number("offset", 0, 1_000_000),
    limit: number("limit", 10, 100),
    name: last("name"),
    sentFrom: day("sent_after"),
    sentThrough: day("sent_before"),
    timeZone: "UTC",
    isFollowed: followed,
    practiceIds: practice?.split(",").map((id) => id.trim()),
    sort: "sentAt",
    direction: "desc",
  };
}

const asRecordedRow = (row: ContactedJson) => ({
  client_id: row.clientId,
  full_name: row.fullName,
  practice_id: row.practiceId,
  practice_name: row.practiceName,
  sent_at: asRecorded(row.sentAt),
  sms_history_id: row.textId,
  is_followed: row.isFollowed,
  emails: row.emails.map(({ oduId, address }) => ({ odu_id: oduId, address })),
  phones: row.phones.map(({ oduId, number }) => ({ odu_id: oduId, app_number: number })),
  patients: row.patients.map(({ oduId, name }) => ({ odu_id: oduId, name })),
});

/** A pet with two reminders is listed once in ours. */
function withoutRepeats(row: object): object {
  const { patients = [] } = row as { patients?: { odu_id: string }[] };
  const once = new Map(patients.map((patient) => [patient.odu_id, patient]));
  return { ...row, patients: byId([...once.values()]) };
}
