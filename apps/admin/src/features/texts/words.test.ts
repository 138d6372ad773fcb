import { holdReasons, smsErrorCodes, textStatuses } from "@vetsuccess/contract/texts";
import { expect, test } from "vitest";
import { errorWords, holdWords, stateOf, stateWords } from "./words.ts";

const waiting = { status: "PENDING", isSending: false, heldBecause: null } as const;

test.each([
  ["waits for its time", waiting, "Waiting"],
  ["is held", { ...waiting, heldBecause: "PAUSED" }, "Held"],
  ["is on its way, whatever else", { ...waiting, isSending: true, heldBecause: "PAUSED" }, "Sending"],
  ["was sent", { ...waiting, status: "SENT" }, "Sent"],
  ["failed", { ...waiting, status: "ERROR" }, "Failed"],
  ["may have gone out", { ...waiting, status: "UNKNOWN" }, "Unknown"],
] as const)("the badge of a text that %s", (_, text, label) => {
  expect(stateOf(text).label).toBe(label);
});

test("each state has a word of its own", () => {
  const labels = Object.values(stateWords).map(({ label }) => label);
  expect(new Set(labels).size).toBe(labels.length);
  expect(Object.keys(stateWords)).toEqual(expect.arrayContaining([...textStatuses]));
});

test.each([
  ...smsErrorCodes.map((code) => errorWords[code]),
  ...holdReasons.map((reason) => holdWords[reason]),
])("a reason is short in a cell and a sentence in the drawer: $label", ({ label, explain }) => {
  expect(label.length).toBeLessThanOrEqual(24);
  expect(explain).toMatch(/^[A-Z].*\.$/);
});

test("a text that may have gone out is never said to be sent again", () => {
  for (const code of ["TIMED_OUT", "CONNECTION_LOST", "PROVIDER_ERROR", "WORKER_DIED"] as const)
    expect(errorWords[code].explain).toMatch(/never sent again by itself/);
});
