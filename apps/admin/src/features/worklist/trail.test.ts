import type { ContactedPage, ContactedRow } from "@vetsuccess/contract/contacted";
import { expect, test } from "vitest";
import { extendTrail, trailOf } from "./trail.ts";

const page = (clientIds: (string | null)[], cursors: Partial<ContactedPage> = {}): ContactedPage => ({
  rows: clientIds.map((clientId) => ({ clientId }) as ContactedRow),
  nextCursor: null,
  previousCursor: null,
  readAt: new Date(0),
  ...cursors,
});
const input = {
  timeZone: "UTC",
  sort: "sentAt",
  direction: "desc",
  offset: 25,
  limit: 25,
  isFollowed: false,
} as const;
const trail = trailOf(
  input,
  page(["a", "b", "a", null, "c"], { nextCursor: "n", previousCursor: "p" }),
  "/worklist?page=2",
);

test("a trail has each client of the page once, and knows where the list goes on", () => {
  expect(trail).toEqual({
    input: { timeZone: "UTC", sort: "sentAt", direction: "desc", isFollowed: false },
    from: "/worklist?page=2",
    clientIds: ["a", "b", "c"],
    before: "p",
    after: "n",
  });
});

test("it grows at its end with those who are not on it yet", () => {
  const longer = extendTrail(trail, "after", page(["c", "d", "a", "e"], { nextCursor: "n2" }));
  expect(longer).toMatchObject({ clientIds: ["a", "b", "c", "d", "e"], before: "p", after: "n2" });
});

test("it grows at its beginning, where the nearest comes first", () => {
  const longer = extendTrail(trail, "before", page(["y", "x"]));
  expect(longer).toMatchObject({ clientIds: ["x", "y", "a", "b", "c"], before: null, after: "n" });
});

test("it never gets longer than 500", () => {
  const many = Array.from({ length: 600 }, (_, at) => `m${at}`);
  expect(extendTrail(trail, "after", page(many)).clientIds.at(-1)).toBe("m599");
  expect(extendTrail(trail, "after", page(many)).clientIds).toHaveLength(500);
  expect(extendTrail(trail, "before", page(many)).clientIds[0]).toBe("m599");
});
