import { expect, test, vi } from "vitest";
import { findShortcut } from "./shortcuts.ts";

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
