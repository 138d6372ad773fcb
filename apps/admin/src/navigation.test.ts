import { expect, test } from "vitest";
import { screens } from "./navigation.ts";

test("no two screens share an address, a letter or a name", () => {
  for (const field of ["to", "key", "label"] as const)
    expect(new Set(screens.map((screen) => screen[field])).size).toBe(screens.length);
});

test("a letter is one lower-case letter", () => {
  for (const { key } of screens) expect(key).toMatch(/^[a-z]$/);
});
