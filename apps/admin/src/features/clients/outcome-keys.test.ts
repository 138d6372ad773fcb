import { expect, test } from "vitest";
import { assignKeys } from "./outcome-keys.ts";

const nine = (...ids: (string | null)[]) => [...ids, ...Array.from({ length: 9 - ids.length }, () => null)];

test.each<[string, (string | null)[], string[], string[], (string | null)[]]>([
  ["the most used come first, then the others", [], ["c", "a"], ["a", "b", "c"], nine("c", "a", "b")],
  [
    "a key keeps its outcome when others are used more",
    nine("b", "a"),
    ["a", "c"],
    ["a", "b", "c"],
    nine("b", "a", "c"),
  ],
  ["a key whose outcome is gone goes to the next", nine("x", "a"), ["a", "b"], ["a", "b"], nine("b", "a")],
  ["nobody has two keys", nine("a", "a"), [], ["a"], nine("a")],
  ["an outcome that cannot be recorded gets none", [], ["x", "a"], ["a"], nine("a")],
])("%s", (_, before, mostUsed, all, keys) => {
  expect(assignKeys(before, mostUsed, all)).toEqual(keys);
});

test("there are nine keys, however many outcomes there are", () => {
  const all = Array.from({ length: 30 }, (_, at) => `o-${at}`);
  expect(assignKeys([], [], all)).toEqual(all.slice(0, 9));
});
