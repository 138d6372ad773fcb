import { expect, test } from "vitest";
import { keyOf } from "./fields.ts";
import { householdOf } from "./household.ts";

const pet = (oduId: string, outcome: string | null) => ({ oduId, outcome }) as never;
const outcomes = { isFinal: (text: string | null) => text === "Deceased" };
const visit = (...edited: string[]) => ({
  edits: () => new Map(edited.map((id) => [keyOf("patients", id, "outcome"), "Deceased"])),
});

test.each([
  ["every pet", [pet("a", null), pet("b", "No answer")], visit(), ["a", "b"]],
  ["not the one that died", [pet("a", null), pet("b", "Deceased")], visit(), ["a"]],
  ["the one that is recorded anew", [pet("a", null), pet("b", "Deceased")], visit("b"), ["a", "b"]],
  ["all, where there are no others", [pet("a", "Deceased"), pet("b", "Deceased")], visit(), ["a", "b"]],
])("an outcome for all is about %s", (_, patients, typed, expected) => {
  expect(householdOf({ patients }, typed, outcomes)).toEqual(expected);
});
