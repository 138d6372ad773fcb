import { expect, test, vi } from "vitest";
import { findShortcut, takesLetters } from "./shortcuts.ts";

const page = vi.fn<() => void>();
const panel = vi.fn<() => void>();
const go = vi.fn<() => void>();
const active = [
  { shortcuts: [{ keys: "g o", label: "Outreach", run: go }] },
  {
    shortcuts: [
      { keys: "o", label: "Open", run: page },
      { keys: "j", label: "Next row", run: page },
    ],
  },
  { shortcuts: [{ keys: "j", label: "Next text", run: panel }] },
];

test.each([
  ["a key does what it says", "o", null, { run: page, pending: null }],
  ["what came last to the screen wins", "j", null, { run: panel, pending: null }],
  ["the first of two waits for the second", "g", null, { run: null, pending: "g" }],
  ["the second of two is not taken for itself", "o", "g", { run: go, pending: null }],
  ["a second key that makes no pair counts alone", "j", "g", { run: panel, pending: null }],
  ["a key that nobody wants does nothing", "x", null, { run: null, pending: null }],
  ["shift makes another key", "O", null, { run: null, pending: null }],
] as const)("%s", (_, key, pending, expected) => {
  expect(findShortcut(active, key, pending)).toEqual(expected);
});

test.each([
  ["a text field", { tagName: "INPUT", type: "text" }, true],
  ["a field for a search", { tagName: "INPUT", type: "search" }, true],
  ["a date, which is typed in figures", { tagName: "INPUT", type: "date" }, true],
  ["a large text field", { tagName: "TEXTAREA", type: "textarea" }, true],
  ["a drop-down, which goes to the choice that begins so", { tagName: "SELECT", type: "select-one" }, true],
  ["text that is written in place", { tagName: "DIV", isContentEditable: true }, true],
  ["a checkbox", { tagName: "INPUT", type: "checkbox" }, false],
  ["a radio button", { tagName: "INPUT", type: "radio" }, false],
  ["a slider", { tagName: "INPUT", type: "range" }, false],
  ["a button", { tagName: "BUTTON", type: "submit" }, false],
  ["a link", { tagName: "A", isContentEditable: false }, false],
])("letters belong to %s or to the page", (_, target, expected) => {
  expect(takesLetters(target)).toBe(expected);
});
