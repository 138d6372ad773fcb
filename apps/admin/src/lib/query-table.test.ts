import { expect, test } from "vitest";
import { z } from "zod";
import { moveCursor, pageInput, searchString, searchValues, tableSearch } from "./query-table.ts";

const Search = z.object(tableSearch);

test.each([
  ["nothing given", "", { page: 1, size: 25 }],
  ["a page", "?page=3&size=50", { page: 3, size: 50 }],
  ["nonsense counts as absent", "?page=-1&size=7&q=%20", { page: 1, size: 25, q: undefined }],
  ["digits stay words in a search", "?q=0101234", { page: 1, size: 25, q: "0101234" }],
])("an address is read: %s", (_, address, expected) => {
  expect(Search.parse(searchValues(address))).toEqual(expected);
});

test("an address keeps what was put into it and nothing that is empty", () => {
  expect(searchString({ practice: "1006", status: undefined, q: "", page: 2 })).toBe("?practice=1006&page=2");
  expect(searchString({})).toBe("");
  const hostile = { q: "a&page=9 #?" };
  expect(searchValues(searchString(hostile))).toEqual(hostile);
});

test("pages begin at 1 for people and at row 0 for the API", () => {
  expect(pageInput({ page: 3, size: 50 })).toEqual({ offset: 100, limit: 50 });
});

test.each([
  ["enters at the top", null, 1, "a"],
  ["enters at the bottom", null, -1, "c"],
  ["goes down", "a", 1, "b"],
  ["stays at the end", "c", 1, "c"],
  ["stays at the start", "a", -1, "a"],
  ["starts again when its row is gone", "z", 1, "a"],
] as const)("the cursor %s", (_, current, step, expected) => {
  expect(moveCursor(["a", "b", "c"], current, step)).toBe(expected);
});

test("without rows there is no cursor", () => {
  expect(moveCursor([], null, 1)).toBeNull();
});
