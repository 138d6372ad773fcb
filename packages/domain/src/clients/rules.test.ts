import { describe, expect, test } from "vitest";
import {
  editsIn,
  fullNameOf,
  localPhoneDigits,
  phoneDigits,
  planContact,
  readCursor,
  writeCursor,
} from "./rules.ts";

test.each([
  ["Ann", "Bell", "Ann Bell"],
  [null, "Bell", "Bell"],
  ["Ann", null, "Ann"],
  [null, null, null],
  ["", "Bell", "Bell"],
])("B8: %s and %s make %s, never the word None", (first, last, full) => {
  expect(fullNameOf(first, last)).toBe(full);
});

test.each([
  ["2025550110", "2025550110"],
  ["(202) 555-0110", "2025550110"],
  ["+1 202.555.0110", "2025550110"],
  ["1-202-555-0110", "2025550110"],
  ["202555011", null],
  ["12025550110 7", null],
  ["c-2025550110", null],
])("B12: the phone number in %s is %s", (term, digits) => {
  expect(phoneDigits(term)).toBe(digits);
});

test.each([
  ["555-1098", "5551098"],
  [" 555 1098 ", "5551098"],
  ["202-555-1098", null],
  ["555-109", null],
  ["A555-1098", null],
])("%s is the number %s without an area code", (term, digits) => {
  expect(localPhoneDigits(term)).toBe(digits);
});

describe("a change of contact data", () => {
  const first = { oduId: "a", value: "1", isPrimary: true };
  const second = { oduId: "b", value: "2", isPrimary: true };
  const other = { oduId: "c", value: "3", isPrimary: null };
  const error = (path: string) => ({ error: { path, message: expect.any(String) as string } });
  test.each([
    ["without anything in it does nothing", [first], {}, { plan: { demote: [] } }],
    [
      "without an id adds the first one",
      [other],
      { value: "9" },
      { plan: { create: { value: "9" }, demote: [] } },
    ],
    ["B1: without an id and a value has nothing to add", [], { isPrimary: true }, error("value")],
    ["B9: without an id is refused when there are some", [first], { value: "9" }, error("oduId")],
    ["with an unknown id is refused", [first], { oduId: "x", value: "9" }, error("oduId")],
    ["of one that is not primary is refused", [first, other], { oduId: "c", value: "9" }, error("oduId")],
    [
      "writes a new value",
      [first],
      { oduId: "a", value: "9" },
      { plan: { update: { oduId: "a", value: "9" }, demote: [] } },
    ],
    [
      "empties a value",
      [first],
      { oduId: "a", value: null },
      { plan: { update: { oduId: "a", value: null }, demote: [] } },
    ],
    [
      "A20: writes nothing that stays as it is",
      [first],
      { oduId: "a", value: "1" },
      { plan: { demote: [] } },
    ],
    [
      "B9: makes one primary that was not, and demotes the others",
      [first, second, other],
      { oduId: "c", isPrimary: true },
      { plan: { update: { oduId: "c", isPrimary: true }, demote: ["a", "b"] } },
    ],
    [
      "leaves one of two primary ones",
      [first, second],
      { oduId: "b", isPrimary: true },
      { plan: { demote: ["a"] } },
    ],
  ] as const)("%s", (_, existing, change, expected) => {
    expect(planContact(existing, change)).toEqual(expected);
  });
});

test("edits leave out outcomes and versions, which are told elsewhere", () => {
  const change = { before: 1, after: 2 };
  const changes = {
    version: change,
    firstName: change,
    "patients.p.outcome": change,
    "patients.p.outcomeAt": change,
  };
  expect(editsIn(changes)).toEqual({ firstName: change });
});

describe("a cursor", () => {
  const cursor = { key: "2026-06-01 15:00:00.000001+00", uuid: "00000000-0000-4000-8000-000000000001" };
  test("comes back as it was", () => {
    expect(readCursor("sentAt desc", writeCursor("sentAt desc", cursor))).toEqual(cursor);
  });
  test.each([
    ["of another sort", writeCursor("client asc", cursor)],
    ["that is none", "garbage"],
    ["that carries no uuid", writeCursor("sentAt desc", { ...cursor, uuid: "'; drop table" })],
    ["with a NUL byte", writeCursor("sentAt desc", { ...cursor, key: "\0" })],
  ])("%s is none", (_, text) => {
    expect(readCursor("sentAt desc", text)).toBeNull();
  });
});
