import { UpdateClientInput } from "@vetsuccess/contract/clients";
import { describe, expect, test } from "vitest";
import { changesOf, faultOf, isChange, keyOf, merge, readKey, type Value } from "./fields.ts";

const firstName = keyOf("client", "", "firstName");
const number = keyOf("phones", "ph-1", "number");
const optedOut = keyOf("phones", "ph-1", "isOptedOut");
const outcome = keyOf("patients", "a/b:1", "outcome");
const comment = keyOf("patients", "a/b:1", "comment");

test("a key can be read again, whatever is in the id", () => {
  expect(readKey(outcome)).toEqual({ list: "patients", id: "a/b:1", name: "outcome" });
});

test.each<[string, string, Value, Value, boolean]>([
  ["blanks around a name", firstName, "Ann", " Ann ", false],
  ["another name", firstName, "Ann", "Anna", true],
  ["an emptied name", firstName, "Ann", " ", true],
  ["nothing in an empty field", firstName, null, "", false],
  ["a number written in another way", number, "2025550110", "+1 (202) 555-0110", false],
  ["another number", number, "2025550110", "2025550111", true],
  ["an opt-out that was never decided", optedOut, null, false, false],
  ["the same outcome, recorded again", outcome, "No answer", "No answer", true],
  ["no outcome where there was none", outcome, null, null, false],
])("%s", (_, key, base, value, isOne) => {
  expect(isChange(key, base, value)).toBe(isOne);
});

test("edits become one update that the server's schema takes, and each is found by its path", () => {
  const edits = new Map<string, Value>([
    [firstName, "Anna"],
    [number, "(202) 555-0111"],
    [optedOut, true],
    [keyOf("emails", "", "address"), "ann@example.com"],
    [outcome, "No answer"],
    [comment, " "],
    [keyOf("patients", "p-2", "optOut"), true],
  ]);
  const { changes, keyAt } = changesOf(edits);
  expect(changes).toEqual({
    firstName: "Anna",
    phones: [{ oduId: "ph-1", number: "(202) 555-0111", isOptedOut: true }],
    emails: [{ address: "ann@example.com" }],
    patients: [
      { oduId: "a/b:1", outcome: "No answer", comment: null },
      { oduId: "p-2", optOut: true },
    ],
  });
  expect(UpdateClientInput.safeParse({ clientId: "c-1", version: 1, ...changes }).success).toBe(true);
  expect(keyAt.get("patients.1.optOut")).toBe(keyOf("patients", "p-2", "optOut"));
  expect([...keyAt.values()]).toEqual([...edits.keys()]);
});

test.each<[string, Value, RegExp]>([
  [firstName, "Anna", /^fine$/],
  [firstName, "", /^fine$/],
  [firstName, "a\nb", /one line/],
  [number, "(202) 555-0110", /^fine$/],
  [number, "555-0110", /ten digits/],
  [keyOf("emails", "em-1", "address"), "ann@", /email/i],
  [comment, "c".repeat(1000), /^fine$/],
  [comment, "c".repeat(1001), /1000 characters/],
])("%s takes %j or says why not", (key, value, words) => {
  expect(faultOf(key, value) ?? "fine").toMatch(words);
});

describe("when somebody else saved first", () => {
  const base = new Map<string, Value>([
    [firstName, "Ann"],
    [number, "2025550110"],
    [outcome, null],
    [comment, null],
  ]);
  const now = (changed: [string, Value][]) => new Map([...base, ...changed]);

  test("what they left alone stays mine, what I left alone becomes theirs", () => {
    const merged = merge(base, new Map([[firstName, "Anna"]]), now([[comment, "Prefers mornings"]]));
    expect([...merged.mine]).toEqual([[firstName, "Anna"]]);
    expect(merged.theirs).toEqual([{ key: comment, base: null, theirs: "Prefers mornings" }]);
    expect(merged.conflicts).toEqual([]);
  });

  test("what both changed is a person's to decide", () => {
    const { conflicts, mine } = merge(base, new Map([[outcome, "No answer"]]), now([[outcome, "Booked"]]));
    expect(conflicts).toEqual([{ key: outcome, base: null, mine: "No answer", theirs: "Booked" }]);
    expect(mine.size).toBe(0);
  });

  test("what both changed to the same is settled", () => {
    const merged = merge(base, new Map([[number, "202-555-0111"]]), now([[number, "2025550111"]]));
    expect(merged).toEqual({ mine: new Map(), conflicts: [], theirs: [], gone: [] });
  });

  test("what is gone is shown, not sent", () => {
    const without = new Map([...base].filter(([key]) => key !== comment));
    const { gone, mine } = merge(base, new Map([[comment, "Call after 5"]]), without);
    expect(gone).toMatchObject([{ key: comment, mine: "Call after 5" }]);
    expect(mine.size).toBe(0);
  });
});
