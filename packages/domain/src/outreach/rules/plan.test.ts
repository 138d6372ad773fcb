import { describe, expect, test } from "vitest";
import type { DuePatient } from "./patients.ts";
import { countDecisions, decide, samplesOf, sendTimes, writeFor, type Load } from "./plan.ts";

const patient = (patientId: string, clientId: string, fields: Partial<DuePatient> = {}): DuePatient => ({
  patientId,
  name: patientId,
  isOptedOut: false,
  newestAppointment: null,
  reminders: [{ reminderId: `${patientId}-1`, dateDue: "2026-04-22", description: "exam" }],
  clients: [
    {
      clientId,
      isPrimary: true,
      isUnsafe: false,
      phones: [{ phoneId: "ph", number: "2025550101", type: null, isOptedOut: false }],
    },
  ],
  ...fields,
});

describe("decisions of a run", () => {
  test("pets are gathered per client, the newest reminder of each is linked, the others are checked", () => {
    const reminders = [
      { reminderId: "old", dateDue: "2026-04-01", description: "rabies" },
      { reminderId: "new", dateDue: "2026-04-22", description: "dental" },
    ];
    const { reminders: decided, recipients } = decide(
      [patient("b", "ann", { reminders }), patient("c", "bob"), patient("a", "ann")],
      new Set(),
    );
    expect(decided).toEqual([
      { reminderId: "a-1", status: "EVENT_CREATED", clientId: "ann" },
      { reminderId: "new", status: "EVENT_CREATED", clientId: "ann" },
      { reminderId: "old", status: "CHECKED", clientId: null },
      { reminderId: "c-1", status: "EVENT_CREATED", clientId: "bob" },
    ]);
    expect(recipients.map(({ clientId, pets }) => [clientId, pets.map((pet) => pet.descriptions)])).toEqual([
      ["ann", [["exam"], ["dental", "rabies"]]],
      ["bob", [["exam"]]],
    ]);
  });

  test("a client who was left out gets no text; the reason stands on its reminders and in the list of the skipped", () => {
    const decided = decide([patient("a", "ann"), patient("b", "bob")], new Set(), new Set(["ann"]));
    expect(decided.recipients.map(({ clientId }) => clientId)).toEqual(["bob"]);
    expect(decided.reminders[0]).toEqual({ reminderId: "a-1", status: "LEFT_OUT", clientId: null });
    expect(decided.skipped).toEqual([
      {
        patientId: "a",
        petName: "a",
        reason: "LEFT_OUT",
        reminders: [{ description: "exam", dateDue: "2026-04-22" }],
      },
    ]);
  });

  test("a reason stands on every reminder of the patient", () => {
    const reminders = ["r-1", "r-2"].map((reminderId) => ({
      reminderId,
      dateDue: "2026-04-22",
      description: null,
    }));
    const decided = decide([patient("a", "ann", { clients: [], reminders })], new Set());
    expect(decided.recipients).toEqual([]);
    expect(countDecisions(decided.reminders)).toEqual({
      EVENT_CREATED: 0,
      CHECKED: 0,
      APPOINTMENT_EXISTS: 0,
      NO_ACTIVE_CLIENT: 2,
      NO_PHONE: 0,
      EXCLUDED_PHONE_TYPE: 0,
      OPTED_OUT: 0,
      LEFT_OUT: 0,
    });
  });
});

describe("a recipient whose text still waits", () => {
  const sender = { scheduler: "Robin", practiceName: "Willow Vets", phone: "1", link: "2" };
  const wording = {
    templates: [{ uuid: "t", keyWords: ["exam"], template: "EXAM {your_pets}" }],
    defaultTexts: { withLink: "LINK {your_pets}", withPhone: "PHONE {your_pets}" },
  };
  const recipient = {
    clientId: "ann",
    number: "2025550101",
    pets: [{ patientId: "b", name: "bo", descriptions: ["exam"] }],
  };
  const write = (...waiting: (typeof recipient)["pets"]) =>
    writeFor(recipient, waiting, wording, sender).text;

  test("without a waiting text", () => expect(write()).toBe("EXAM Bo"));
  test("another pet joins", () =>
    expect(write({ patientId: "a", name: "ada", descriptions: ["exam"] })).toBe("PHONE Ada and Bo"));
  test("the same pet stands once, with all its reminders", () =>
    expect(write({ patientId: "b", name: "bo", descriptions: ["exam"] })).toBe("LINK Bo"));
});

describe("times of sending", () => {
  const first = new Date("2026-06-10T15:00:00Z");
  const shown = (times: Date[]) => times.map((time) => time.toISOString().slice(5, 16));
  const minutes = (count: number, waiting = 0, perMinute = 2) => {
    const load = [{ day: "2026-06-10", waiting, own: 0 }];
    return shown(sendTimes(first, count, { load, perMinute, perDay: null, zone: "America/New_York" }));
  };

  test("so many a minute", () => expect(minutes(3)).toEqual(["06-10T15:00", "06-10T15:00", "06-10T15:01"]));
  test("behind those that wait", () => expect(minutes(2, 3)).toEqual(["06-10T15:01", "06-10T15:02"]));
  test("the next morning when the day is full", () =>
    expect(minutes(2, 2 * 9 * 60 - 1)).toEqual(["06-10T23:59", "06-11T12:00"]));

  const capped = (count: number, perDay: number, load: Load[] = []) =>
    shown(sendTimes(first, count, { load, perMinute: 2, perDay, zone: "America/New_York" }));
  test("a cap spreads them over working days, the weekend and a holiday left out", () =>
    expect(capped(16, 2).filter((_, at) => at % 2 === 0)).toEqual([
      "06-10T15:00",
      "06-11T15:00",
      "06-12T15:00",
      "06-15T15:00",
      "06-16T15:00",
      "06-17T15:00",
      "06-18T15:00",
      // 19 June 2026 is Juneteenth, a Friday.
      "06-22T15:00",
    ]));
  test("what the practice sends on a day already counts, what others send takes minutes", () =>
    expect(
      capped(3, 2, [
        { day: "2026-06-10", waiting: 1, own: 1 },
        { day: "2026-06-11", waiting: 4, own: 0 },
      ]),
    ).toEqual(["06-10T15:00", "06-11T15:02", "06-11T15:02"]));
  test("a day that is full already gets none", () =>
    expect(capped(1, 2, [{ day: "2026-06-10", waiting: 3, own: 5 }])).toEqual(["06-11T15:00"]));
});

test("samples are the first three", () => {
  const text = (clientId: string) => ({
    clientId,
    written: { text: `to ${clientId}`, names: ["Rex"], brokenTemplate: null },
    sendAt: new Date("2026-06-10T15:00:00Z"),
  });
  expect(samplesOf(["a", "b", "c", "d"].map(text))).toEqual(
    ["a", "b", "c"].map((clientId) => ({
      clientId,
      text: `to ${clientId}`,
      pets: ["Rex"],
      sendAt: "2026-06-10T15:00:00.000Z",
    })),
  );
});
