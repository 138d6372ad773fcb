import { IconSend } from "@tabler/icons-react";
import { expect, test } from "vitest";
import { findEntries } from "./entries.ts";

const entry = (label: string, words?: string) => ({
  id: label,
  icon: IconSend,
  label,
  run: () => undefined,
  ...(words === undefined ? {} : { words }),
});
const practices = Array.from({ length: 20 }, (_, at) => entry(`Practice ${at + 1}`));
const groups = [
  { title: "Screens", entries: [entry("Worklist"), entry("Outreach")] },
  { title: "Actions", entries: [entry("Pause sending", "stop"), entry("Dark theme")] },
  { title: "Practices", entries: practices },
];
const found = (words: string) =>
  findEntries(groups, words).map(({ entries }) => entries.map(({ label }) => label));

test.each([
  [
    "nothing typed shows short groups whole, and no long one",
    "",
    [
      ["Worklist", "Outreach"],
      ["Pause sending", "Dark theme"],
    ],
  ],
  ["the beginning of a word", "out", [["Outreach"]]],
  ["words in any order and case", "SEND pau", [["Pause sending"]]],
  ["another word for it", "stop", [["Pause sending"]]],
  ["the inside of a word is not enough", "reach", []],
  ["signs do not count", "(pause)", [["Pause sending"]]],
])("%s", (_, words, expected) => {
  expect(found(words)).toEqual(expected);
});

test("a group never takes more than six places", () => {
  expect(found("practice")[0]).toHaveLength(6);
});
