import { describe, expect, test } from "vitest";
import { windowsToCover } from "./windows.ts";

const noLaunch = { launchDate: null, startDate: null, endDate: null };
const day = "2026-06-10";

describe("due dates of an outreach day", () => {
  test("the first run covers its own day: exactly seven weeks before", () =>
    expect(windowsToCover(day, null, noLaunch)).toEqual([{ from: "2026-04-22", through: "2026-04-22" }]));

  test("yesterday was covered: today's alone", () =>
    expect(windowsToCover(day, "2026-06-09", noLaunch)).toEqual([
      { from: "2026-04-22", through: "2026-04-22" },
    ]));

  test("three missed days are covered with today", () =>
    expect(windowsToCover(day, "2026-06-06", noLaunch)).toEqual([
      { from: "2026-04-19", through: "2026-04-22" },
    ]));

  test.each([["today"], ["a later day"]])("%s was covered: nothing", (which) =>
    expect(windowsToCover(day, which === "today" ? day : "2026-06-11", noLaunch)).toEqual([]),
  );
});

describe("launch", () => {
  const launchDate = day;
  test.each([
    [
      "no dates: three years back to seven weeks ago",
      { startDate: null, endDate: null },
      "2023-06-10",
      "2026-04-22",
    ],
    [
      "a start: from there to seven weeks ago",
      { startDate: "2025-12-31", endDate: null },
      "2025-12-31",
      "2026-04-22",
    ],
    [
      "both dates: exactly these",
      { startDate: "2024-01-15", endDate: "2026-01-01" },
      "2024-01-15",
      "2026-01-01",
    ],
    ["an end alone is not looked at", { startDate: null, endDate: "2026-01-01" }, "2023-06-10", "2026-04-22"],
  ])("%s", (_, dates, from, through) =>
    expect(windowsToCover(day, null, { launchDate, ...dates })).toEqual([{ from, through }]),
  );

  test("a start after the end covers nothing", () =>
    expect(windowsToCover(day, null, { launchDate, startDate: "2026-01-01", endDate: "2025-01-01" })).toEqual(
      [],
    ));

  test.each([
    ["tomorrow", "2026-06-11"],
    ["yesterday, on the first run", "2026-06-09"],
  ])("a launch %s makes today an ordinary day", (_, date) =>
    expect(windowsToCover(day, null, { ...noLaunch, launchDate: date })).toEqual([
      { from: "2026-04-22", through: "2026-04-22" },
    ]),
  );

  test("a missed launch is made up with the days around it, each due date once", () =>
    expect(windowsToCover(day, "2026-06-06", { ...noLaunch, launchDate: "2026-06-08" })).toEqual([
      { from: "2023-06-08", through: "2026-04-22" },
    ]));

  test("a launch range that ends early leaves its gap", () =>
    expect(
      windowsToCover(day, "2026-06-06", {
        launchDate: "2026-06-08",
        startDate: "2025-01-01",
        endDate: "2025-02-01",
      }),
    ).toEqual([
      { from: "2025-01-01", through: "2025-02-01" },
      { from: "2026-04-19", through: "2026-04-19" },
      { from: "2026-04-21", through: "2026-04-22" },
    ]));
});
