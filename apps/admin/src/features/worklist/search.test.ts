import type { SavedView } from "@vetsuccess/contract/views";
import { expect, test } from "vitest";
import { contactedInput, filterCount, filterOf, isAsSaved, searchOf, WorklistSearch } from "./search.ts";

const read = (search: Record<string, string>) => WorklistSearch.parse(search);
const view: SavedView = {
  uuid: "6f0f9a3e-1111-4222-8333-444455556666",
  name: "To call",
  filter: { isFollowed: false, sentInLastDays: 7, practiceIds: ["1001", "1002"], outcomeState: "none" },
  sort: "client",
  direction: "asc",
  isShared: false,
  isOwn: true,
  ownerName: "Dana",
  canChange: true,
};

test("the address says what is asked for", () => {
  const search = read({
    q: "abb",
    followed: "no",
    within: "7",
    practices: "1001,1002",
    page: "3",
    size: "50",
  });
  expect(contactedInput(search)).toMatchObject({
    offset: 100,
    limit: 50,
    name: "abb",
    isFollowed: false,
    sentInLastDays: 7,
    practiceIds: ["1001", "1002"],
    sort: "sentAt",
    direction: "desc",
  });
  expect(filterCount(search)).toBe(4);
});

test.each([
  ["two letters of a name are too few", { q: "ab" }],
  ["a word that is no state", { followed: "maybe", outcomes: "few" }],
  ["days that are none", { within: "0", from: "2026-02-31" }],
  ["no practice", { practices: ",," }],
  ["a view that cannot be one", { view: "mine" }],
])("what makes no sense counts as absent: %s", (_, search) => {
  expect(filterOf(read(search))).toEqual({});
});

test("a saved view comes back through its address, and a change of it is noticed", () => {
  const search = { ...read({ q: "left over" }), ...searchOf(view) };
  expect(filterOf(search)).toEqual(view.filter);
  expect(isAsSaved(search, view)).toBe(true);
  expect(isAsSaved({ ...search, page: 4 }, view)).toBe(true);
  expect(isAsSaved({ ...search, direction: "desc" }, view)).toBe(false);
  expect(isAsSaved({ ...search, followed: undefined }, view)).toBe(false);
});
