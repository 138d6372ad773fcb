import { randomUUID } from "node:crypto";
import { callCenterOf } from "@vetsuccess/testing/call-center";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { testSender } from "@vetsuccess/testing/sending";
import { beforeEach, expect, test } from "vitest";
import { systemActor } from "../../deps.ts";
import { setFollowed } from "./set-followed.ts";

const database = useTestDatabase();
const center = callCenterOf(database);
const agent = systemActor("agent@example.com");
const set = (textIds: string[], isFollowed: boolean, actor = agent) =>
  setFollowed(testSender(database).deps, actor, { textIds, isFollowed });
const isFollowed = async (uuid: string) => (await center.textNow(uuid)).isFollowed;

beforeEach(async () => {
  await center.reset();
  await center.addClient("ann");
});

test("A20: says what shall be, so twice is once and two agents do not cancel each other", async () => {
  const first = await center.addText({ clientId: "ann" });
  const second = await center.addText({ clientId: "ann", isFollowed: true });
  const [one, other] = await Promise.all([set([first, second], true), set([second, first, first], true)]);
  expect(one.changed + other.changed).toBe(1);
  expect(await isFollowed(first)).toBe(true);
  expect(await set([first], true)).toEqual({ changed: 0 });
  expect(await set([first], false)).toEqual({ changed: 1 });
  expect(await isFollowed(first)).toBe(false);
});

test("A20: leaves alone what the sender writes at the same time", async () => {
  const uuid = await center.addText({ clientId: "ann", status: "PENDING", sentAt: null });
  const client = await database.pool.connect();
  await client.query("begin");
  await client.query(
    "update apps_smshistory set status = 'SENT', sent_at = '2026-06-10T15:00:00Z' where uuid = $1",
    [uuid],
  );
  const setting = set([uuid], true);
  await client.query("commit");
  client.release();
  await setting;
  expect(await center.textNow(uuid)).toMatchObject({ status: "SENT", isFollowed: true });
});

test("is audited, text by text, and only where something changed", async () => {
  const first = await center.addText({ clientId: "ann" });
  await set([first, await center.addText({ clientId: "ann", isFollowed: true })], true);
  const trail = await database.db.auditEvent.findMany({
    select: { action: true, entityId: true, actorLabel: true },
  });
  expect(trail).toEqual([
    { action: "clients.setFollowed", entityId: first, actorLabel: "agent@example.com" },
  ]);
});

test("A19: refuses all when one is unknown or of a practice that the actor may not see", async () => {
  await center.addPractice("p-2");
  const ours = await center.addText({ clientId: "ann", practiceId: "p-2" });
  const theirs = await center.addText({ clientId: "ann", practiceId: "p-1" });
  const limited = { ...agent, practiceIds: ["p-2"] };
  await expect(set([ours, theirs], true, limited)).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(set([ours, randomUUID()], true)).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect(await isFollowed(ours)).toBe(false);
  expect(await set([ours], true, limited)).toEqual({ changed: 1 });
});
