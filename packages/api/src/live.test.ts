import { DomainError } from "@vetsuccess/contract/errors";
import type { Topic } from "@vetsuccess/contract/live";
import { systemActor, type Actor } from "@vetsuccess/domain/deps";
import { LiveFeed } from "@vetsuccess/domain/live/queries/feed";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { origin } from "@vetsuccess/testing/identity";
import { testSender } from "@vetsuccess/testing/sending";
import { expect, test } from "vitest";
import { appRouter } from "./app-router.ts";

const database = useTestDatabase();
const agent: Actor = { ...systemActor("agent"), role: "agent" };
const ended = () => Promise.reject(new DomainError("NOT_SIGNED_IN", "Sign in first."));

/** Follows changes as a server lets somebody do it; each event as tRPC hands it on: its id, then what it says. */
async function follow(
  live: LiveFeed,
  input: { topics?: Topic[]; clientIds?: string[]; lastEventId?: string } = {},
  authenticateAgain: () => Promise<Actor> = () => Promise.resolve(agent),
) {
  const caller = appRouter.createCaller({
    deps: { ...testSender(database).deps, live },
    actor: agent,
    origin,
    setSession: () => undefined,
    authenticateAgain,
  });
  const stream = (await caller.live.changes(input)) as unknown as AsyncIterable<[string, { kind: string }]>;
  const events = stream[Symbol.asyncIterator]();
  return async () => {
    const [id, event] = ((await events.next()) as IteratorYieldResult<[string, { kind: string }]>).value;
    return { id, event };
  };
}
const change = (clientId: string) =>
  JSON.stringify({ topic: "clients", practiceIds: ["p-1"], clientIds: [clientId], ids: null });
const changed = (clientId: string) => ({ kind: "changed", topic: "clients", clientIds: [clientId] });

test("what changes is told in its order, and of the clients asked for alone", async () => {
  const live = new LiveFeed();
  const next = await follow(live, { topics: ["clients"], clientIds: ["ann", "cleo"] });
  expect((await next()).event).toEqual({ kind: "ready" });
  for (const clientId of ["ann", "ben", "cleo"]) live.receive(change(clientId));
  expect((await next()).event).toMatchObject(changed("ann"));
  expect((await next()).event).toMatchObject(changed("cleo"));
});

test("a stream that broke goes on after its last event, without telling it again", async () => {
  const live = new LiveFeed();
  const next = await follow(live);
  await next();
  for (const clientId of ["ann", "ben"]) live.receive(change(clientId));
  const { id: lastEventId } = await next();
  const again = await follow(live, { lastEventId });
  expect((await again()).event).toEqual({ kind: "ready" });
  expect((await again()).event).toMatchObject(changed("ben"));
});

test("an event of another server, or none of ours, begins with reading everything anew", async () => {
  const next = await follow(new LiveFeed(), { lastEventId: "elsewhere:7" });
  expect((await next()).event).toEqual({ kind: "refetch" });
});

test("a stream ends with the code of what ended it", async () => {
  const live = new LiveFeed();
  const [closing, expiring] = [await follow(live), await follow(new LiveFeed())];
  await closing();
  await expiring();
  live.close();
  await expect(closing()).rejects.toMatchObject({ cause: { code: "UNAVAILABLE" } });

  const feed = new LiveFeed();
  const next = await follow(feed, {}, ended);
  await next();
  feed.receive(JSON.stringify({ topic: "access", practiceIds: null, clientIds: null, ids: [agent.id] }));
  await expect(next()).rejects.toMatchObject({ cause: { code: "NOT_SIGNED_IN" } });
});

test.each([
  ["a topic that nobody knows", { topics: ["weather"] }],
  ["no topic at all", { topics: [] }],
  ["no client at all", { clientIds: [] }],
  ["an event whose id is too long", { lastEventId: "7".repeat(101) }],
])("%s is refused before the stream begins", async (_what, input) => {
  const refused = follow(new LiveFeed(), input as { topics: Topic[] });
  await expect(refused).rejects.toMatchObject({ code: "BAD_REQUEST" });
});
