import { expect, test } from "vitest";
import { searchValues } from "../../lib/query-table.ts";
import { OutreachSearch, textsInput } from "./search.ts";

const read = (address: string) => OutreachSearch.parse(searchValues(address));

test("an address becomes the question to the server", () => {
  const search = read("?day=2026-11-20&practice=1006&status=ERROR&error=REJECTED&q=lee&page=2");
  expect(textsInput(search)).toEqual({
    plannedOn: "2026-11-20",
    practiceId: "1006",
    status: "ERROR",
    errorCode: "REJECTED",
    search: "lee",
    offset: 25,
    limit: 25,
    sort: "sendAt",
    direction: "desc",
  });
});

test("texts of all days have no day", () => {
  expect(textsInput(read("?day=2026-11-20&days=all"))).not.toHaveProperty("plannedOn");
});

test("a broken address opens the page all the same", () => {
  const search = read("?day=yesterday&status=LOST&sort=color&text=1&panel=nothing&page=zero");
  expect(search).toMatchObject({ page: 1, sort: "sendAt" });
  expect([search.day, search.status, search.text, search.panel]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
