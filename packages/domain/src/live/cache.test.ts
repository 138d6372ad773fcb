import { beforeEach, expect, test } from "vitest";
import { Cache } from "./queries/cache.ts";
import { LiveFeed } from "./queries/feed.ts";

const hour = 60 * 60_000;
let live: LiveFeed;
let now = 0;
let reads = 0;
let cache: Cache<number>;
const read = () => Promise.resolve((reads += 1));
const change = (topic: string) =>
  live.receive(JSON.stringify({ topic, practiceIds: null, clientIds: null, ids: null }));

beforeEach(() => {
  now = 0;
  reads = 0;
  live = new LiveFeed();
  cache = new Cache(live, ["outcomes"], () => now);
  live.connected();
});

test("is read once, by many at once too", async () => {
  expect(await Promise.all([cache.get("a", read), cache.get("a", read)])).toEqual([1, 1]);
  expect(await cache.get("a", read)).toBe(1);
  expect(await cache.get("b", read)).toBe(2);
});

test.each([
  ["its topic changes", () => change("outcomes"), 2],
  ["another topic changes", () => change("texts"), 1],
  ["a change cannot be read", () => live.receive("?"), 2],
  ["the connection was lost and is back", () => [live.lost(), live.connected()], 2],
  ["an hour has passed", () => (now += hour), 2],
  ["less than an hour has passed", () => (now += hour - 1), 1],
])("after %s", async (_name, happens, expected) => {
  await cache.get("a", read);
  happens();
  expect(await cache.get("a", read)).toBe(expected);
});

test("without a connection nothing is kept", async () => {
  live.lost();
  expect([await cache.get("a", read), await cache.get("a", read)]).toEqual([1, 2]);
});

test("what is read while it changes is not kept, and nobody joins that read any more", async () => {
  let answer = (_value: number) => {};
  const slow = cache.get("a", () => new Promise((resolve) => (answer = resolve)));
  change("outcomes");
  const fresh = cache.get("a", read);
  answer(-1);
  expect([await slow, await fresh, await cache.get("a", read)]).toEqual([-1, 1, 1]);
});

test("a failure is not kept", async () => {
  await expect(cache.get("a", () => Promise.reject(new Error("away")))).rejects.toThrow("away");
  expect(await cache.get("a", read)).toBe(1);
});

test("the number of entries is bounded", async () => {
  for (let at = 0; at < 501; at += 1) await cache.get(String(at), read);
  expect(await cache.get("0", read)).toBe(502);
});
