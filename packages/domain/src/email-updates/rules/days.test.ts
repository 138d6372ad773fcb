import { readFixture, hasFixtures } from "@vetsuccess/testing/fixtures";
import { describe, expect, test } from "vitest";
import { addDays, isWorkingDay } from "../../calendar/rules.ts";
import { coveredDays } from "./days.ts";

test.each<[string, string, string[]]>([
  ["a Wednesday covers Tuesday", "2026-06-10", ["2026-06-09"]],
  ["a Monday covers Friday to Sunday", "2026-06-08", ["2026-06-05", "2026-06-06", "2026-06-07"]],
  [
    "a Tuesday after a Monday holiday covers Friday to Monday",
    "2026-05-26",
    ["2026-05-22", "2026-05-23", "2026-05-24", "2026-05-25"],
  ],
  ["the day after Thanksgiving covers Wednesday and Thursday", "2026-11-27", ["2026-11-25", "2026-11-26"]],
  [
    "Monday 3 January 2028: 31 December is New Year observed",
    "2028-01-03",
    ["2027-12-30", "2027-12-31", "2028-01-01", "2028-01-02"],
  ],
  ["a Saturday covers nothing", "2026-06-06", []],
  ["a holiday covers nothing", "2026-07-03", []],
])("%s", (_name, day, days) => expect(coveredDays(day)).toEqual(days));

const days = Array.from({ length: 9 * 366 }, (_, at) => addDays("2024-01-01", at)).filter(
  (day) => day < "2033-01-01",
);

describe("2024 to 2032", () => {
  test("every day is covered by exactly one mailing, the first working day after it", () => {
    const mailedOn = new Map<string, string>();
    for (const day of days)
      for (const covered of coveredDays(day)) {
        expect(mailedOn.get(covered)).toBeUndefined();
        mailedOn.set(covered, day);
      }
    const last = days.findLast(isWorkingDay) ?? "";
    for (const day of days.filter((each) => each >= "2024-01-02" && each < last)) {
      const mailing = mailedOn.get(day) ?? "";
      expect(isWorkingDay(mailing)).toBe(true);
      expect(days.slice(days.indexOf(day) + 1, days.indexOf(mailing)).some(isWorkingDay)).toBe(false);
    }
  });

  test("a weekend or holiday covers nothing, any other day begins with a working day", () => {
    for (const day of days) {
      const covered = coveredDays(day);
      expect(covered.length > 0).toBe(isWorkingDay(day));
      if (covered.length === 0) continue;
      expect(covered.filter(isWorkingDay)).toEqual(covered.slice(0, 1));
      expect(covered.at(-1)).toBe(addDays(day, -1));
    }
  });

  test.skipIf(!hasFixtures)("no mailing falls on a recorded holiday", () => {
    const { years } = readFixture<{ years?: Record<string, unknown> }>("sms/us-holidays.json");
    const dates = JSON.stringify(years).match(/\d{4}-\d{2}-\d{2}/g) ?? [];
    const holidays = dates.filter((day) => day >= "2024-01-01" && day < "2033-01-01");
    expect(holidays.length).toBeGreaterThan(90);
    for (const day of holidays) expect(coveredDays(day)).toEqual([]);
  });
});
