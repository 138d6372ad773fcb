import type { FollowChangesInput, LiveEvent } from "@vetsuccess/contract/live";
import { describe, expect, test } from "vitest";
import { systemActor, type Actor } from "../deps.ts";
import { LiveFeed } from "./queries/feed.ts";
import { followChanges } from "./queries/follow-changes.ts";
import { changeFor, readNotice, topicsOf } from "./rules.ts";

const operator = systemActor("operator");
const notice = (given: object = {}) =>
  JSON.stringify({ topic: "texts", practiceIds: ["p-1"], clientIds: ["c-1"], ids: ["t-1"], ...given });

/** A reader that is asked for one event after the other. */
function read(
  live: LiveFeed,
  input: FollowChangesInput = {},
  authenticateAgain = () => Promise.resolve(operator),
) {
  const gone = new AbortController();
  const stream = followChanges({ live }, { actor: operator, authenticateAgain }, input, gone.signal);
  const next = async () => (await stream.next()).value as { id: string; event: LiveEvent };
  return { next, leave: () => gone.abort(), stream };
}

test("a slow reader is told to read everything again, and then goes on", async () => {
  const live = new LiveFeed();
  const reader = read(live);
  expect((await reader.next()).event).toEqual({ kind: "ready" });
  for (let at = 0; at < 600; at += 1) live.receive(notice());
  live.receive(notice({ ids: ["last"] }));
  const kinds = [];
  for (let event = await reader.next(); ; event = await reader.next()) {
    kinds.push(event.event.kind);
    if (event.event.kind === "changed" && event.event.ids?.includes("last")) break;
  }
  expect(kinds[0]).toBe("refetch");
  expect(kinds.length).toBeLessThan(600);
});

test("a new stream begins a little back, so that what was read meanwhile is not missed", async () => {
  const live = new LiveFeed();
  live.receive(notice());
  const reader = read(live);
  expect([(await reader.next()).event.kind, (await reader.next()).event.kind]).toEqual(["ready", "changed"]);
});

test("an event that was forgotten cannot be resumed from", async () => {
  const live = new LiveFeed();
  live.receive(notice());
  const first = read(live);
  const { id } = await first.next();
  for (let at = 0; at < 10_001; at += 1) live.receive(notice());
  expect((await read(live, { lastEventId: id }).next()).event.kind).toBe("refetch");
});

test("a reader that leaves frees its place", async () => {
  const live = new LiveFeed();
  const leavers = Array.from({ length: 20 }, () => read(live));
  await Promise.all(leavers.map(({ next }) => next()));
  await expect(read(live).next()).rejects.toThrow("Too many live screens");
  for (const { leave, stream } of leavers) {
    leave();
    await stream.next();
  }
  expect((await read(live).next()).event.kind).toBe("ready");
});

test("a notification that cannot be read means that anything may have changed", async () => {
  const live = new LiveFeed();
  const reader = read(live);
  await reader.next();
  live.receive("{");
  expect((await reader.next()).event.kind).toBe("refetch");
});

test("rights are looked at again when the connection was lost, and those that are gone end the stream", async () => {
  const live = new LiveFeed();
  const reader = read(live, { topics: ["texts"] }, () => Promise.resolve({ ...operator, scopes: [] }));
  await reader.next();
  live.connected();
  await expect(reader.next()).rejects.toMatchObject({ code: "NOT_ALLOWED", field: "topics" });
});

describe("what an actor is told", () => {
  const limited: Actor = { ...operator, role: "agent", practiceIds: ["p-1", "p-2"] };
  const all = topicsOf(operator, undefined);
  const told = (given: object, actor: Actor, filter = {}) => {
    const parsed = readNotice(notice(given));
    return parsed && changeFor(parsed, actor, all, filter);
  };

  test.each([
    ["everything, when it is not limited", {}, operator, {}, ["p-1"]],
    ["its own practices alone", { practiceIds: ["p-1", "p-3"] }, limited, {}, ["p-1"]],
    ["its own practices, when it could be any", { practiceIds: null }, limited, {}, ["p-1", "p-2"]],
    ["nothing of others", { practiceIds: ["p-3"] }, limited, {}, undefined],
    ["nothing of texts whose practice is gone", { practiceIds: [] }, limited, {}, undefined],
    ["nothing of practices that it did not ask for", {}, operator, { practiceIds: ["p-2"] }, undefined],
    ["nothing of clients that it did not ask for", {}, operator, { clientIds: ["c-2"] }, undefined],
    [
      "what could be of the client it asked for",
      { clientIds: null },
      operator,
      { clientIds: ["c-2"] },
      ["p-1"],
    ],
    ["nothing of what only the servers are concerned with", { topic: "access" }, operator, {}, undefined],
  ])("%s", (_name, given, actor, filter, practiceIds) => {
    expect(told(given, actor, filter)?.practiceIds).toEqual(practiceIds);
  });
});
