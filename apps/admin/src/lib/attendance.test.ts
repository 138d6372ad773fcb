import { expect, test } from "vitest";
import { isUnattended, noteAct } from "./attendance.ts";

test("a page is unattended a minute after the last thing that somebody did", () => {
  expect(isUnattended()).toBe(false);
  noteAct(10_000);
  expect(isUnattended(69_999)).toBe(false);
  expect(isUnattended(70_000)).toBe(true);
  noteAct(70_001);
  expect(isUnattended(70_002)).toBe(false);
});
