import { expect, test } from "vitest";
import { isStale, settingValue } from "./words.ts";

const now = new Date("2026-11-24T12:00:00Z");

test.each([
  ["just imported", "2026-11-24T12:00:00Z", false],
  ["36 hours old", "2026-11-23T00:00:00Z", false],
  ["a millisecond older", "2026-11-22T23:59:59.999Z", true],
])("data is too old to text with: %s", (_, at, expected) => {
  expect(isStale(new Date(at), now)).toBe(expected);
});

test.each([
  ["nothing", null, "empty"],
  ["no words", "", "empty"],
  ["a switch that is on", true, "on"],
  ["a switch that is off", false, "off"],
  ["zero is a value", 0, "0"],
  ["words", "Robin", "Robin"],
  ["several values", ["a", 1], '["a",1]'],
])("a setting in words: %s", (_, value, expected) => {
  expect(settingValue(value)).toBe(expected);
});
