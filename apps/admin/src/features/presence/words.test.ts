import { expect, test } from "vitest";
import { initialsOf, namesOf } from "./words.ts";

test.each([
  [["Dana"], "Dana"],
  [["Dana", "Robin"], "Dana and Robin"],
  [["Dana", "Robin", "Kim"], "Dana, Robin and 1 other"],
  [["Dana", "Robin", "Kim", "Lou"], "Dana, Robin and 2 others"],
])("%j are %s", (names, words) => {
  expect(namesOf(names.map((name) => ({ name })))).toBe(words);
});

test.each([
  ["Dana Lee", "DL"],
  ["robin", "R"],
  ["Ana Maria  de Souza", "AS"],
  ["", ""],
])("the initials of %j are %j", (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});
