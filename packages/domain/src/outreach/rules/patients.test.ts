import { describe, expect, test } from "vitest";
import {
  decidePatient,
  newestFirst,
  type ClientPhone,
  type DuePatient,
  type RelatedClient,
} from "./patients.ts";

const phone = (fields: Partial<ClientPhone> = {}): ClientPhone => ({
  phoneId: "ph-1",
  number: "2025550101",
  type: "Cell",
  isOptedOut: false,
  ...fields,
});
const client = (fields: Partial<RelatedClient> = {}): RelatedClient => ({
  clientId: "c-1",
  isPrimary: true,
  isUnsafe: false,
  phones: [phone()],
  ...fields,
});
const patient = (fields: Partial<DuePatient> = {}): DuePatient => ({
  patientId: "pt-1",
  name: "rex",
  isOptedOut: false,
  newestAppointment: null,
  reminders: [{ reminderId: "r-1", dateDue: "2026-04-22", description: null }],
  clients: [client()],
  ...fields,
});
const decide = (fields: Partial<DuePatient>, excluded: string[] = []) =>
  decidePatient(patient(fields), new Set(excluded));
const texted = (clientId = "c-1", number = "2025550101") => ({ status: "EVENT_CREATED", clientId, number });

describe("EVENT_CREATED", () => {
  test("an owner with a cell phone", () => expect(decide({})).toEqual(texted()));
  test("the lowest phone id that is a number", () => {
    const phones = [
      phone({ phoneId: "ph-3", number: "2025550103" }),
      phone({ phoneId: "ph-2", number: "2025550102" }),
      phone({ phoneId: "ph-1", number: "123" }),
    ];
    expect(decide({ clients: [client({ phones })] })).toEqual(texted("c-1", "2025550102"));
  });
  test("the primary owner, before one unset, before one who is not; then the lowest id", () => {
    const owners = [
      client({ clientId: "a", isPrimary: false }),
      client({ clientId: "b", isPrimary: null }),
      client({ clientId: "d", isPrimary: true }),
      client({ clientId: "c", isPrimary: true }),
    ];
    expect(decide({ clients: owners })).toEqual(texted("c"));
    expect(decide({ clients: owners.slice(0, 2) })).toEqual(texted("b"));
  });
  test("another owner when the first has no number", () =>
    expect(
      decide({ clients: [client({ phones: [] }), client({ clientId: "c-2", isPrimary: false })] }),
    ).toEqual(texted("c-2")));
});

describe("APPOINTMENT_EXISTS", () => {
  const reminders = [
    { reminderId: "r-1", dateDue: "2025-01-01", description: null },
    { reminderId: "r-2", dateDue: "2026-04-22", description: null },
  ];
  test.each([
    ["two weeks before the newest due date", "2026-04-08", "APPOINTMENT_EXISTS"],
    ["a day earlier", "2026-04-07", "EVENT_CREATED"],
    ["in the future", "2027-01-01", "APPOINTMENT_EXISTS"],
  ])("%s", (_, newestAppointment, status) =>
    expect(decide({ reminders, newestAppointment })).toMatchObject({ status }),
  );
  test("comes before every other reason", () =>
    expect(decide({ newestAppointment: "2026-05-01", clients: [], isOptedOut: true })).toEqual({
      status: "APPOINTMENT_EXISTS",
    }));
});

test("NO_ACTIVE_CLIENT: nobody is related", () =>
  expect(decide({ clients: [], isOptedOut: true })).toEqual({ status: "NO_ACTIVE_CLIENT" }));

describe("NO_PHONE", () => {
  test.each<[string, ClientPhone[]]>([
    ["no phone", []],
    ["an empty number", [phone({ number: "" })]],
    ["no number", [phone({ number: null })]],
    ["a number that cannot be one", [phone({ number: "0000000000" })]],
  ])("%s", (_, phones) => expect(decide({ clients: [client({ phones })] })).toEqual({ status: "NO_PHONE" }));
});

describe("EXCLUDED_PHONE_TYPE", () => {
  test("by a rule, although another phone would do", () =>
    expect(
      decide({ clients: [client({ phones: [phone({ type: "Work" }), phone({ phoneId: "ph-2" })] })] }),
    ).toEqual({ status: "EXCLUDED_PHONE_TYPE" }));
  test("by an admin's exclusion", () =>
    expect(decide({}, ["cell"])).toEqual({ status: "EXCLUDED_PHONE_TYPE" }));
});

describe("OPTED_OUT", () => {
  test.each<[string, Partial<DuePatient>]>([
    ["the pet", { isOptedOut: true }],
    ["the number", { clients: [client({ phones: [phone({ isOptedOut: true })] })] }],
    ["contact with the owner is unsafe", { clients: [client({ isUnsafe: true })] }],
  ])("%s", (_, fields) => expect(decide(fields)).toEqual({ status: "OPTED_OUT" }));
});

test("reminders stand newest first, of one day by id", () =>
  expect(
    newestFirst([
      { reminderId: "b", dateDue: "2026-01-01", description: null },
      { reminderId: "a", dateDue: "2026-01-01", description: null },
      { reminderId: "c", dateDue: "2026-02-01", description: null },
    ]).map((reminder) => reminder.reminderId),
  ).toEqual(["c", "a", "b"]));
