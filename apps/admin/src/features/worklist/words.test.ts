import { expect, test } from "vitest";
import { ago, outcomeOf } from "./words.ts";

const now = new Date("2026-11-24T12:00:00Z");

test.each([
  ["2026-11-24T11:59:40Z", "just now"],
  ["2026-11-24T12:00:05Z", "just now"],
  ["2026-11-24T11:58:00Z", "2 min ago"],
  ["2026-11-24T09:00:00Z", "3 h ago"],
  ["2026-11-19T12:00:00Z", "5 d ago"],
  ["2026-05-01T12:00:00Z", "May 1, 2026"],
])("%s is %s", (instant, words) => {
  expect(ago(new Date(instant), now)).toBe(words);
});

test("the newest outcome since the text counts, older ones do not", () => {
  const pet = (outcome: string | null, at: string | null) => ({
    oduId: "p",
    name: "Rex",
    outcome,
    outcomeAt: at === null ? null : new Date(at),
  });
  const patients = [
    pet("Booked", "2026-11-01"),
    pet("Moved away", "2026-11-02"),
    pet("Old", null),
    pet(null, null),
  ];
  expect(outcomeOf({ patients })).toEqual({
    latest: { outcome: "Moved away", at: new Date("2026-11-02") },
    open: 2,
  });
  expect(outcomeOf({ patients: [pet("Old", null)] })).toEqual({ latest: null, open: 1 });
});
