import { expect, test } from "vitest";
import { percent, totalOf } from "./words.ts";

const practice = {
  practiceId: "oak",
  practiceName: "Oak",
  due: 5,
  sent: 3,
  failed: 1,
  unknown: 0,
  followed: 2,
  booked: 1,
  outcomes: [],
};

test("numbers are summed over the practices", () => {
  const report = { from: "2026-06-01", through: "2026-06-30", practices: [practice, practice], days: [] };
  expect([totalOf(report, "sent"), totalOf(report, "due")]).toEqual([6, 10]);
});

test("a share of nothing is none", () => {
  expect([percent(1, 3), percent(0, 0)]).toEqual(["33 %", "—"]);
});
