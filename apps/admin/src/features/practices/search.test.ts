import { expect, test } from "vitest";
import { practiceFilterCount, PracticeSearch, practicesInput, PracticesSearch } from "./search.ts";

const read = (search: Record<string, string>) => PracticesSearch.parse(search);
const first = { offset: 0, limit: 25, sort: "name", direction: "asc" };

test.each([
  ["nothing: the open practices", {}, { isArchived: false }],
  ["words to look for", { q: " Willow " }, { isArchived: false, search: "Willow" }],
  ["the archived ones alone", { archived: "yes" }, { isArchived: true }],
  ["the archived ones too", { archived: "all" }, {}],
  ["those without texts", { sms: "no" }, { isArchived: false, isSmsMailingEnabled: false }],
  ["those with e-mail updates", { email: "yes" }, { isArchived: false, isEmailUpdatesEnabled: true }],
  ["those without settings", { settings: "no" }, { isArchived: false, hasSettings: false }],
  ["those whose data are old", { data: "stale" }, { isArchived: false, dataAge: "stale" }],
  ["the second page of fifty", { page: "2", size: "50" }, { isArchived: false, offset: 50, limit: 50 }],
  [
    "nonsense counts as absent",
    { sms: "maybe", data: "x", sort: "y", archived: "no" },
    { isArchived: false },
  ],
])("the address asks for %s", (_, search, expected) => {
  expect(practicesInput(read(search as Record<string, string>))).toEqual({ ...first, ...expected });
});

test("order and page are no filters", () => {
  expect(practiceFilterCount(read({ page: "3", sort: "city", direction: "desc" }))).toBe(0);
  expect(practiceFilterCount(read({ q: "a", sms: "yes", archived: "all" }))).toBe(3);
});

test.each([
  [{}, { tab: "settings", page: 1 }],
  [
    { tab: "launch", day: "2026-11-26", rows: "OPTED_OUT" },
    { tab: "launch", day: "2026-11-26", rows: "OPTED_OUT", page: 1 },
  ],
  [
    { tab: "nothing", day: "2026-02-30" },
    { tab: "settings", page: 1 },
  ],
])("the address of one practice: %j", (search, expected) => {
  expect(PracticeSearch.parse(search)).toEqual(expected);
});
