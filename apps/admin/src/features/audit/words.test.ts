import { expect, test } from "vitest";
import { deedWords, fieldWords, valueWords } from "./words.ts";

test.each([
  ["users.invite", "Invited a user"],
  ["practices.update", "Practices: update"],
  ["texts.deliverNow", "Texts: deliver now"],
])("%s reads as %s", (action, expected) => {
  expect(deedWords(action)).toBe(expected);
});

test.each([
  ["nothing", null, "—"],
  ["an empty text", "", "—"],
  ["a yes", true, "Yes"],
  ["a number", 7, "7"],
  ["a text", "Paws", "Paws"],
  ["a list", ["1001", "1002"], "1001, 1002"],
  ["an empty list", [], "None"],
  ["what is nested", { a: [1] }, '{\n "a": [\n  1\n ]\n}'],
])("%s", (_, value, expected) => {
  expect(valueWords(value)).toBe(expected);
});

test("an instant is a date and a time", () => {
  expect(valueWords("2026-11-24T15:00:00.000Z")).toMatch(/^Nov 2\d, 2026, \d+:\d\d [AP]M$/);
});

test("a field's name is words", () => {
  expect(fieldWords("practiceIds")).toBe("Practice ids");
});
