import { expect, test } from "vitest";
import { findUnreadable } from "./text.ts";

test.each<[string, unknown, string | null]>([
  ["plain text", { name: "Rex 🐕 Ångström" }, null],
  ["no text at all", { count: 1, none: null, missing: undefined, at: new Date(0) }, null],
  ["NUL deep inside", { patients: [{ comment: "ok" }, { comment: "a\0b" }] }, "patients.1.comment"],
  ["half a pair", { search: "a\uD800b" }, "search"],
  ["halves in the wrong order", ["\uDC00\uD800"], "0"],
  ["a key", { pets: { "\0": 1 } }, "pets"],
  ["the data itself", "\0", ""],
])("%s", (_name, data, place) => {
  expect(findUnreadable(data)).toBe(place);
});

test("data nested ever so deep are looked through", () => {
  let data: unknown = "\0";
  for (let depth = 0; depth < 100_000; depth += 1) data = [data];
  expect(findUnreadable(data)?.length).toBe(199_999);
});
