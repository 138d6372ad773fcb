import { describe, expect, test } from "vitest";
import {
  ageWords,
  appointmentWords,
  dueWords,
  editWords,
  optOutWords,
  petWords,
  phoneOptOutWords,
  valueWords,
  weeksOverdue,
  type TextEntry,
} from "./words.ts";

const today = "2026-11-25";

test.each<[string, number | null, string]>([
  ["2026-11-25", null, "due today"],
  ["2026-12-01", null, "due Tue, Dec 1"],
  ["2026-11-24", 0, "1 day overdue"],
  ["2026-11-19", 0, "6 days overdue"],
  ["2026-11-18", 1, "1 week overdue"],
  ["2026-10-07", 7, "7 weeks overdue"],
  ["2024-11-27", 104, "104 weeks overdue"],
])("a reminder of %s", (dateDue, weeks, words) => {
  expect(weeksOverdue(dateDue, today)).toBe(weeks);
  expect(dueWords(dateDue, today)).toBe(words);
});

test.each<[number | null, string | null, string | null]>([
  [7, "2019-03-01", "7 years"],
  [1, "2025-03-01", "1 year"],
  [0, "2026-08-20", "3 months"],
  [0, "2026-11-20", "0 months"],
  [null, null, null],
])("an age of %s, born on %s", (age, born, words) => {
  expect(ageWords(age, born, today)).toBe(words);
});

test("what is not known of a pet leaves no gap", () => {
  const pet = { species: "Canine", breed: null, gender: "", age: 2, birthDate: null };
  expect(petWords(pet as unknown as Parameters<typeof petWords>[0], today)).toBe("Canine · 2 years");
});

describe("an opt-out says what it stops", () => {
  const text = (patientIds: string[]) =>
    ({ patientIds, practiceName: "Willow", sendAt: null }) as unknown as TextEntry;
  const silent =
    (...ids: string[]) =>
    (id: string) =>
      ids.includes(id);
  test("a text about the pet alone", () => {
    expect(optOutWords("Rex", "rex", [text(["rex"]), text(["ada"])], silent())).toEqual([
      "The text from Willow will not go out.",
    ]);
  });
  test("a text that speaks of others too", () => {
    expect(optOutWords("Rex", "rex", [text(["rex", "ada"])], silent())).toEqual([
      "The text from Willow will go out without Rex.",
    ]);
    expect(optOutWords("Rex", "rex", [text(["rex", "ada"])], silent("ada"))).toEqual([
      "The text from Willow will not go out.",
    ]);
  });
});

describe("an opt-out of a phone says what it stops", () => {
  const number = "2025550110";
  const text = (over: Partial<TextEntry> = {}) =>
    ({
      kind: "TEXT",
      status: "PENDING",
      numberTo: number,
      practiceName: "Willow",
      sendAt: new Date(2026, 10, 26, 9),
      ...over,
    }) as TextEntry;
  const sent = text({ status: "SENT" });
  const toAnother = text({ numberTo: "2025550111" });
  const own = "the text from Willow that waits for Nov 26, 9:00 AM";
  test.each([
    ["nothing waits", 0, [sent, toAnother], "No text is waiting."],
    ["one waits", 1, [sent, text(), toAnother], `Stops ${own}.`],
    [
      "two wait",
      2,
      [text(), text({ practiceName: null })],
      `Stops ${own}, and the text that waits for Nov 26, 9:00 AM.`,
    ],
    [
      "one of them elsewhere",
      2,
      [text()],
      `Stops ${own}, and 1 text to other clients or from other practices.`,
    ],
    ["all of them elsewhere", 2, [], "Stops 2 texts to other clients or from other practices."],
  ])("%s", (_, waitingTexts, timeline, words) => {
    expect(phoneOptOutWords({ number, waitingTexts }, timeline)).toBe(words);
  });
});

test("what was decided about a text of unknown fate is told with its reason", () => {
  const { changes } = editWords(
    { status: { before: "UNKNOWN", after: "PENDING" }, reason: { before: null, after: "not in the log" } },
    (id) => id,
  );
  expect(changes).toEqual([
    { what: "Text", before: "Unknown", after: "Waiting" },
    { what: "How that is known", before: "empty", after: "not in the log" },
  ]);
});

test("an edit names each field with its old and new value, and what followed from it", () => {
  const { changes, effects } = editWords(
    {
      firstName: { before: "Ann", after: "Anna" },
      fullName: { before: "Ann Bell", after: "Anna Bell" },
      "phone.ph-1.number": { before: null, after: "5550100123" },
      "phone.ph-1.isOptedOut": { before: false, after: true },
      "patients.p.1.optOut": { before: null, after: true },
      canceled: { before: null, after: [{ textId: "t-1" }, { textId: "t-2" }] },
    },
    (id) => (id === "p.1" ? "Rex" : id),
  );
  expect(changes).toEqual([
    { what: "First name", before: "Ann", after: "Anna" },
    { what: "Phone", before: "empty", after: "(555) 010-0123" },
    { what: "No texts to the number", before: "no", after: "yes" },
    { what: "Rex: Opted out", before: "no", after: "yes" },
  ]);
  expect(effects).toEqual(["2 texts not sent any more"]);
});

test.each([
  ["patients/p-1/optOut", null, "No"],
  ["patients/p-1/optOut", true, "Yes"],
  ["phones/ph-1/number", "5550100123", "(555) 010-0123"],
  ["patients/p-1/comment", null, "—"],
] as const)("%s of %j reads %j", (key, value, words) => {
  expect(valueWords(key, value)).toBe(words);
});

test("an appointment is told by the viewer's clock and by the practice's, with its day where that is another one", () => {
  const at = new Date("2026-11-24T16:00:00Z");
  const zones = ["Pacific/Kiritimati", "Pacific/Pago_Pago"].map((zone) =>
    appointmentWords({ oduId: "a", at, type: "Recheck" }, zone),
  );
  expect(zones[0]).toMatch(/^Nov 2[45], .* \(.*6:00 AM GMT\+14\), Recheck$/);
  expect(zones[1]).toMatch(/^Nov 2[45], .* \(.*5:00 AM .*\), Recheck$/);
  expect(appointmentWords({ oduId: "a", at, type: null }, null)).toMatch(/^Nov 2[45], [^()]*$/);
});
