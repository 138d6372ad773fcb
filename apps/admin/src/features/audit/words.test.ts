import type { AuditRow } from "@vetsuccess/contract/audit";
import { expect, test } from "vitest";
import { accountWords, deedWords, fieldWords, valueWords } from "./words.ts";

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

test.each([
  ["a failed sign-in to an account", { entityLabel: "eve@example.com" }, "eve@example.com"],
  ["a failed sign-in to none", { entityId: null }, "no such account"],
  ["an account that is gone", {}, "a deleted account"],
  ["one's own account", { actorId: "u-1", entityLabel: "eve@example.com" }, null],
  ["a practice", { entity: "Practice" }, null],
])("whose account it was: %s", (_, change, expected) => {
  const row: AuditRow = {
    id: "1",
    at: new Date("2026-11-24T15:00:00Z"),
    actorId: "stranger",
    actorLabel: "not signed in",
    action: "account.signInFailed",
    entity: "User",
    entityId: "u-1",
    entityLabel: null,
    changes: {},
    address: null,
    requestId: null,
    ...change,
  };
  expect(accountWords(row)).toBe(expected);
});
