import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const root = new URL("../../../", import.meta.url);
const page = readFileSync(new URL("docs/security.md", root), "utf8");
const rows = page.split("\n").filter((line) => /^\| (?!what holds)[^-]/.test(line));
const named = rows.flatMap((row) =>
  [...row.matchAll(/`([\w./-]+\.test\.m?ts|[\w./-]+\.test\.mjs)` "([^"]+)"/g)].map(
    ([, file = "", name = ""]) => [file, name] as const,
  ),
);

test("docs/security.md names a test for each protection", () => {
  expect(rows.length).toBeGreaterThan(40);
  const bare = rows.filter((row) => !/\.test\.(ts|mjs)` "[^"]+" \|$/.test(row));
  expect(bare).toEqual([]);
});

test.each(named)("docs/security.md: %s has the test %j", (file, name) => {
  const address = new URL(file, root);
  expect(existsSync(address)).toBe(true);
  expect(readFileSync(address, "utf8")).toContain(`"${name}"`);
});
