import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { noteRecentClient, recentClientIds } from "./recent.ts";

let kept: Map<string, string>;
beforeEach(() => {
  kept = new Map();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
});
afterEach(() => vi.unstubAllGlobals());

test("the newest comes first, each once, and no more than six", () => {
  for (const id of ["a", "b", "c", "d", "b", "e", "f", "g"]) noteRecentClient(id);
  expect(recentClientIds()).toEqual(["g", "f", "e", "b", "d", "c"]);
});

test.each([
  ["no JSON", "{"],
  ["no list", '{"a":1}'],
  ["no ids", "[1,null,{}]"],
])("what is kept and makes no sense counts as nothing: %s", (_, written) => {
  noteRecentClient("a");
  for (const key of kept.keys()) kept.set(key, written);
  expect(recentClientIds()).toEqual([]);
  noteRecentClient("b");
  expect(recentClientIds()).toEqual(["b"]);
});

test("nothing but ids is kept: names stay on the server", () => {
  noteRecentClient("c-1");
  expect([...kept.values()]).toEqual(['["c-1"]']);
});
