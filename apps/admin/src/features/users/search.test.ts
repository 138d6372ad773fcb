import { expect, test } from "vitest";
import { usersDefaults, usersInput, UsersSearch } from "./search.ts";

test("an empty address is the first page by name", () => {
  expect(UsersSearch.parse({})).toEqual(usersDefaults);
});

test("what makes no sense counts as absent", () => {
  expect(UsersSearch.parse({ role: "king", state: "gone", sort: "shoes", page: "-1" })).toEqual(
    usersDefaults,
  );
});

test("filters are asked for in the words of the API", () => {
  const search = UsersSearch.parse({ q: " lee ", role: "agent", state: "disabled", page: "3" });
  expect(usersInput(search)).toEqual({
    offset: 50,
    limit: 25,
    sort: "name",
    direction: "asc",
    search: "lee",
    role: "agent",
    isActive: false,
  });
});
