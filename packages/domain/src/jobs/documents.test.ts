import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { jobTitles, queues } from "@vetsuccess/contract/jobs";

const source = join(import.meta.dirname, "..");
const document = readFileSync(join(source, "../../../docs/jobs.md"), "utf8");
const sections = new Map(
  document
    .split(/^## /m)
    .slice(1)
    .map((section) => [String(section.split("\n", 1)[0]), section]),
);

const Contract = z.object({ name: z.string(), queue: z.enum(queues), maxAttempts: z.int().min(1) });
const files = readdirSync(source)
  .map((noun) => ({ noun, path: join(source, noun, "jobs.ts") }))
  .filter(({ path }) => existsSync(path));
const contracts = await Promise.all(
  files.map(async ({ noun, path }) => {
    const exported = (await import(path)) as Record<string, unknown>;
    return Object.values(exported).map((value) => ({ noun, ...Contract.parse(value) }));
  }),
).then((found) => found.flat());

test("every job has one heading in docs/jobs.md, and every heading is a job", () => {
  expect([...sections.keys()].toSorted()).toEqual(contracts.map(({ name }) => name).toSorted());
});

test("every job has a title for people", () => {
  expect(Object.keys(jobTitles).toSorted()).toEqual(contracts.map(({ name }) => name).toSorted());
});

test.each(contracts)(
  "$name is documented with its queue and attempts",
  ({ noun, name, queue, maxAttempts }) => {
    const attempts = maxAttempts === 1 ? "1 attempt" : `${maxAttempts} attempts`;
    expect(sections.get(name)).toContain(`Queue \`${queue}\`, ${attempts}`);
    expect(name).toMatch(new RegExp(`^${noun}\\.[a-z-]+$`));
  },
);
