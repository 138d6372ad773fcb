import { expect, test } from "vitest";
import { decisionsInput, DecisionsSearch } from "./decisions-search.ts";

const ask = (given: object) => decisionsInput(DecisionsSearch.parse(given), "2026-11-24");

test("without days it is about the last thirty; what makes no sense counts as absent", () => {
  const all = { offset: 0, limit: 25, decidedFrom: "2026-10-26", decidedThrough: "2026-11-24" };
  expect(ask({})).toEqual(all);
  expect(ask({ decision: "MAYBE", from: "yesterday", page: "x" })).toEqual(all);
});

test("filters become what the server is asked for", () => {
  const search = {
    page: "2",
    practice: "7",
    decision: "NO_PHONE",
    from: "2026-11-01",
    through: "2026-11-02",
  };
  expect(ask(search)).toEqual({
    offset: 25,
    limit: 25,
    practiceId: "7",
    decision: "NO_PHONE",
    decidedFrom: "2026-11-01",
    decidedThrough: "2026-11-02",
  });
});
