import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Config } from "./config.ts";

const page = readFileSync(new URL("../../../docs/configuration.md", import.meta.url), "utf8");
const rows = page.matchAll(/^\| `(?<name>[A-Z][A-Z0-9_]*)` \| (?<standard>[^|]*?) \|/gm);
const documented = [...rows].map(
  ({ groups }) => [groups?.["name"] ?? "", groups?.["standard"] ?? ""] as const,
);

/** A setting's default as the page writes it. */
function standardOf(setting: { safeParse(value: unknown): { success: boolean; data?: unknown } }): string {
  const absent = setting.safeParse(undefined);
  if (!absent.success) return "required";
  return absent.data === undefined ? "none" : `\`${absent.data as string | number | boolean}\``;
}

test.each([
  ["SMS_LIMIT_PER_MINUTE", "many", "must be a number"],
  ["SMS_LIMIT_PER_MINUTE", "1.5", "must be a whole number"],
  ["SMS_LIMIT_PER_MINUTE", "0", "must be at least 1"],
  ["SMS_SEGMENT_PRICE_CENTS", "1001", "must be at most 1000"],
] as const)("%s=%s: %s", (name, value, message) => {
  const { error } = Config.shape[name].safeParse(value);
  expect(error?.issues.map((issue) => issue.message)).toEqual([message]);
});

describe("docs/configuration.md", () => {
  test("has one row for each setting, and no other", () => {
    expect(documented.map(([name]) => name).toSorted()).toEqual(Object.keys(Config.shape).toSorted());
  });

  test.each(documented)("tells the default of %s: %s", (name, standard) => {
    const setting = Object.entries(Config.shape).find(([key]) => key === name)?.[1];
    expect(setting && standardOf(setting)).toBe(standard);
  });
});
