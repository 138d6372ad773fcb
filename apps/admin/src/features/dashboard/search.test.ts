import { expect, test } from "vitest";
import { DashboardSearch, reportInput } from "./search.ts";

test.each([
  ["thirty days, unless told otherwise", {}, 30],
  ["today alone", { range: "today" }, 1],
  ["thirty days for nonsense", { range: "9y" }, 30],
])("the report is about %s", (_, search, days) => {
  expect(reportInput(DashboardSearch.parse(search), "2026-11-24")).toEqual({ day: "2026-11-24", days });
});
