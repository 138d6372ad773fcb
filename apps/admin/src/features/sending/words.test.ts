import type { SendingState } from "@vetsuccess/contract/texts";
import { expect, test } from "vitest";
import { isMoving } from "./live.ts";
import { lineWords } from "./words.ts";

const live: SendingState = {
  isSendingEnabled: true,
  isSandbox: false,
  sandboxPhoneUrl: null,
  isInsideSendingHours: true,
  limitPerMinute: 100,
  usedInLastMinute: 0,
  due: 0,
  waiting: 4,
  pauses: [],
};
const pause = {
  uuid: "0b0c3c1e-54a5-4b8e-9a53-0d4a3e8f1a11",
  reason: "MANUAL" as const,
  detail: "wrong template",
  startedAt: new Date("2026-11-24T16:00:00Z"),
  startedBy: "Ann",
  until: null,
};

test.each([
  ["nothing due", live, "Live", false],
  ["texts leaving", { ...live, due: 3, usedInLastMinute: 12 }, "Sending", true],
  ["due but held: nothing leaves", { ...live, due: 3, isInsideSendingHours: false }, "Outside hours", false],
  ["paused wins over due", { ...live, due: 3, usedInLastMinute: 12, pauses: [pause] }, "Paused", false],
  [
    "switched off wins over paused",
    { ...live, isSendingEnabled: false, pauses: [pause] },
    "Sending off",
    false,
  ],
])("the line in a word: %s", (_, state, label, moving) => {
  expect(lineWords(state).label).toBe(label);
  expect(isMoving(state)).toBe(moving);
});

test("a pause says who made it and why", () => {
  expect(lineWords({ ...live, pauses: [pause] }).explain).toMatch(/by Ann: “wrong template”/);
});

test("a pause that ends by itself says when", () => {
  const limited = { ...pause, reason: "RATE_LIMITED" as const, until: new Date("2026-11-24T16:05:00Z") };
  expect(lineWords({ ...live, pauses: [limited] }).explain).toMatch(/Goes on by itself at \d+:05/);
});
