import { expect, test } from "vitest";
import {
  addDays,
  dayThere,
  formatClock,
  formatDate,
  formatDay,
  formatDuration,
  formatInstant,
  formatPhone,
  formatSeconds,
  formatAgreed,
  formatThere,
  formatWhen,
  localDay,
  offHours,
  plural,
  today,
} from "./format.ts";

const elevenInNewYork = new Date("2026-11-24T16:00:00Z");

test.each([
  ["ten digits", "5550101234", "(555) 010-1234"],
  ["no number", null, "—"],
  ["what is no ten digits stays as it is", "+44 20 7946 0000", "+44 20 7946 0000"],
])("a phone number: %s", (_, number, expected) => {
  expect(formatPhone(number)).toBe(expected);
});

test.each([
  ["Honolulu", "Pacific/Honolulu", "6:00 AM HST"],
  ["Phoenix, which has no summer time", "America/Phoenix", "9:00 AM MST"],
  ["the viewer's own clock is not said twice", "America/Detroit", null],
  ["a zone that does not exist", "America/Nowhere", null],
  ["no zone", null, null],
])("the practice's time beside the viewer's: %s", (_, zone, expected) => {
  expect(formatThere(elevenInNewYork, zone, "America/New_York")).toBe(expected);
});

test.each([
  ["an evening in New York, which is tomorrow elsewhere", "America/New_York", "2026-11-26"],
  ["the same instant in Tokyo", "Asia/Tokyo", "2026-11-27"],
])("the day by the practice's clock: %s", (_, zone, expected) => {
  expect(dayThere(new Date("2026-11-27T01:30:00Z"), zone)).toBe(expected);
});
test("the day is the viewer's where the practice's zone is not known", () => {
  const now = new Date("2026-11-24T12:00:00Z");
  expect([dayThere(now, null), dayThere(now, "America/Nowhere")]).toEqual([localDay(now), localDay(now)]);
});

test.each([
  ["the last minute of the night", "2026-11-24T12:59:59Z", "Too early to call"],
  ["the first of the day", "2026-11-24T13:00:00Z", undefined],
  ["the last of the day", "2026-11-25T01:59:59Z", undefined],
  ["the first of the night", "2026-11-25T02:00:00Z", "Too late to call"],
  ["midnight", "2026-11-25T05:00:00Z", "Too early to call"],
])("whether a client in New York can be called: %s", (_, now, expected) => {
  expect(offHours(new Date(now), "America/New_York")).toBe(expected);
});
test("nobody is said to sleep in a zone that is not known", () => {
  const night = new Date("2026-11-24T05:00:00Z");
  expect([offHours(night, "America/Nowhere"), offHours(night, null)]).toEqual([undefined, undefined]);
});

test.each([
  ["on the same day", "America/New_York", "UTC", "11:00 AM EST"],
  ["on the day before", "Pacific/Pago_Pago", "Asia/Tokyo", "Nov 24, 5:00 AM GMT-11"],
  ["where the clocks agree", "America/New_York", "America/New_York", null],
  ["where nobody knows the zone", null, "UTC", null],
])("what is agreed by the practice's clock: %s", (_, zone, viewer, expected) => {
  expect(formatAgreed(elevenInNewYork, zone, viewer)).toBe(expected);
});

test("an instant is shown in the zone that is named", () => {
  expect(formatInstant(elevenInNewYork, "America/New_York")).toBe("Nov 24, 11:00 AM");
});

test("a day names its year only when it is not this one", () => {
  expect(formatDay("2026-11-24", "2026-12-31")).toBe("Tue, Nov 24");
  expect(formatDay("2025-11-24", "2026-12-31")).toBe("Mon, Nov 24, 2025");
});

test("days are counted over months, leap days and both clock changes", () => {
  expect(addDays("2026-11-30", 1)).toBe("2026-12-01");
  expect(addDays("2028-03-01", -1)).toBe("2028-02-29");
  expect(addDays("2026-03-08", 1)).toBe("2026-03-09");
});

test("today is the day in UTC", () => {
  expect(today(new Date("2026-11-24T23:59:00-05:00"))).toBe("2026-11-25");
});

test("counts and durations are words", () => {
  expect(plural(1, "text")).toBe("1 text");
  expect(plural(1234, "text")).toBe("1,234 texts");
  expect(formatDuration(420)).toBe("420 ms");
  expect(formatDuration(1_400)).toBe("1.4 s");
  expect(formatDuration(65_000)).toBe("1 min 5 s");
});

test("an instant names its year only when it is not this one", () => {
  const instant = new Date(2026, 10, 24, 16, 0);
  expect(formatWhen(instant, new Date(2026, 11, 31))).toBe("Nov 24, 4:00 PM");
  expect(formatWhen(instant, new Date(2027, 0, 1))).toBe("Nov 24, 2026, 4:00 PM");
});

test("days and clocks are the viewer's own", () => {
  const lastMinute = new Date(2026, 0, 5, 23, 59, 7);
  expect(localDay(lastMinute)).toBe("2026-01-05");
  expect(formatDate(lastMinute)).toBe("Jan 5, 2026");
  expect(formatSeconds(lastMinute)).toBe("11:59:07 PM");
});

test("a clock in a zone that no browser knows is the viewer's own", () => {
  expect(formatClock(elevenInNewYork, "America/Nowhere")).toBe(formatClock(elevenInNewYork));
});
