import { expect, test } from "vitest";
import { isFiltered, messagesInput, MessagesSearch } from "./search.ts";

const read = (given: Record<string, string>) =>
  MessagesSearch.parse({ sort: "sendAt", direction: "desc", ...given });

test("what makes no sense in an address counts as absent", () => {
  const search = read({
    page: "x",
    status: "LOST",
    sentFrom: "yesterday",
    followed: "maybe",
    text: "7",
    booked: "no",
  });
  expect(isFiltered(search)).toBe(false);
  expect(messagesInput(search)).toEqual({ offset: 0, limit: 25, sort: "sendAt", direction: "desc" });
});

test("filters become what the server is asked for", () => {
  const search = read({
    page: "2",
    status: "UNKNOWN",
    followed: "no",
    sentFrom: "2026-06-01",
    plannedThrough: "2026-06-09",
    booked: "yes",
    outcome: "Left voicemail",
    q: " Ann ",
  });
  expect(isFiltered(search)).toBe(true);
  expect(messagesInput(search)).toMatchObject({
    offset: 25,
    status: "UNKNOWN",
    isFollowed: false,
    sentFrom: "2026-06-01",
    plannedThrough: "2026-06-09",
    isBooked: true,
    outcome: "Left voicemail",
    search: "Ann",
  });
});
