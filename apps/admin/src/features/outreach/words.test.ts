import { expect, test } from "vitest";
import { heldWords, whyNotPlan } from "./words.ts";

const none = { planned: 0, waiting: 0, held: 0, sending: 0, sent: 0, failed: 0, unknown: 0, canceled: 0 };
const practice = {
  practiceId: "1",
  practiceName: "Red Rock Pet Hospital",
  timeZone: "America/Denver",
  due: 12,
  isMailingEnabled: true,
  isArchived: false,
  coveredThrough: "2026-11-23",
  heldBecause: null,
  texts: none,
  decisions: {
    EVENT_CREATED: 0,
    CHECKED: 0,
    APPOINTMENT_EXISTS: 0,
    NO_ACTIVE_CLIENT: 0,
    NO_PHONE: 0,
    EXCLUDED_PHONE_TYPE: 0,
    OPTED_OUT: 0,
    LEFT_OUT: 0,
  },
};

test.each([
  ["an archived practice", { ...practice, isArchived: true }, "2026-11-24", /archived/],
  ["texts switched off", { ...practice, isMailingEnabled: false }, "2026-11-24", /switched off/],
  ["a day to come", practice, "2026-11-25", /to come/],
  ["a day that was planned", practice, "2026-11-23", /already/],
])("planning is refused with a reason: %s", (_, row, day, reason) => {
  expect(whyNotPlan(row, day, "2026-11-24")).toMatch(reason);
});

test("a day not yet covered can be planned, the first one of a practice too", () => {
  expect(whyNotPlan(practice, "2026-11-24", "2026-11-24")).toBeUndefined();
  expect(whyNotPlan({ ...practice, coveredThrough: null }, "2026-11-24", "2026-11-24")).toBeUndefined();
});

test("a reason that the screen does not know is not shown", () => {
  expect(heldWords("PAUSED")).toMatch(/paused/);
  expect(heldWords("SOMETHING_NEW")).toBeNull();
  expect(heldWords(null)).toBeNull();
});
