import { expect, test } from "vitest";
import { jobsInput, JobsSearch } from "./search.ts";

const read = (search: Record<string, string>) => JobsSearch.parse(search);

test.each([
  ["nothing: what runs and waits now", {}, { view: "now", offset: 0, limit: 25 }],
  ["a queue", { queue: "sms", view: "ended" }, { view: "ended", queue: "sms", offset: 0, limit: 25 }],
  [
    "words on the third page",
    { q: "plan", page: "3" },
    { view: "now", search: "plan", offset: 50, limit: 25 },
  ],
  ["nonsense counts as absent", { queue: "x", view: "y" }, { view: "now", offset: 0, limit: 25 }],
])("the address asks for %s", (_, search, expected) => {
  expect(jobsInput(read(search as Record<string, string>))).toEqual(expected);
});

test.each([
  ["42", "42"],
  ["1e3", undefined],
  ["-1", undefined],
  ["1234567890123456789", undefined],
])("a job is open by its number alone: %s", (job, expected) => {
  expect(read({ job }).job).toBe(expected);
});
