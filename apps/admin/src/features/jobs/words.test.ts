import type { JobRow } from "@vetsuccess/contract/jobs";
import { expect, test } from "vitest";
import { inWords, jobTitle, progressWords, reasonWords } from "./words.ts";

const now = new Date("2026-11-24T15:00:00Z");
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const job: JobRow = {
  id: "1",
  name: "outreach.create-sms-events",
  title: "Create texts",
  queue: "sms",
  state: "RETRYING",
  practiceId: "oak",
  practiceName: "Oak Street",
  day: "2026-11-24",
  attempt: 2,
  maxAttempts: 3,
  runAt: later(40),
  startedAt: null,
  finishedAt: null,
  reason: "TypeError: boom",
  runId: null,
};

test("a job is named in the words of the business", () => {
  expect(jobTitle(job, "2026-11-24")).toBe("Create texts for Oak Street, Tue, Nov 24");
  expect(jobTitle({ ...job, practiceId: null, practiceName: null, day: null }, "2026-11-24")).toBe(
    "Create texts",
  );
  expect(jobTitle({ ...job, practiceName: null }, "2026-11-24")).toContain("for oak");
});

test.each<[string, Partial<JobRow>, string]>([
  ["one that failed and is tried again", {}, "attempt 2 of 3 failed, next in 40 s"],
  ["one that runs", { state: "RUNNING", attempt: 1 }, "attempt 1 of 3"],
  ["one that waits", { state: "WAITING", runAt: later(7_200) }, "starts in 2 h"],
  ["one that is due", { state: "WAITING", runAt: later(-5) }, "starts now"],
  ["one out of attempts", { state: "FAILED", attempt: 3, runAt: null }, "after 3 attempts"],
])("%s says how far it is", (_, part, expected) => {
  expect(progressWords({ ...job, ...part }, now)).toBe(expected);
});

test("times to come are short", () => {
  expect([5, 200, 6_000, 300_000].map((seconds) => inWords(later(seconds), now))).toEqual([
    "in 5 s",
    "in 3 min",
    "in 2 h",
    "in 3 days",
  ]);
});

test("a reason is shown without its code", () => {
  expect(reasonWords("PRACTICE_ARCHIVED: it is archived")).toBe("it is archived");
  expect(reasonWords("its worker died")).toBe("its worker died");
});
