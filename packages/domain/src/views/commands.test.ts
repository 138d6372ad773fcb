import type { CreateViewInput, SavedView } from "@vetsuccess/contract/views";
import { callCenterOf } from "@vetsuccess/testing/call-center";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { testSender } from "@vetsuccess/testing/sending";
import { beforeEach, describe, expect, test } from "vitest";
import { systemActor, type Actor } from "../deps.ts";
import { createView, deleteView, restoreView, shareView, updateView } from "./commands.ts";
import { countViews, listViews } from "./queries.ts";

const database = useTestDatabase();
const center = callCenterOf(database);
const deps = (now?: Date) => {
  const made = testSender(database).deps;
  return now ? { ...made, now: () => now } : made;
};

let dana: Actor;
let robin: Actor;
let lead: Actor;

const person = async (name: string, role: Actor["role"]): Promise<Actor> => {
  const { uuid } = await database.db.user.create({
    data: { email: `${name}@example.com`, firstName: name, lastName: "", password: "!", role },
  });
  return { ...systemActor(uuid), role };
};
const open: CreateViewInput = {
  name: "Open",
  filter: { isFollowed: false },
  sort: "sentAt",
  direction: "desc",
};
const create = (actor: Actor, given: Partial<CreateViewInput> = {}) =>
  createView(deps(), actor, { ...open, ...given });
const seenBy = async (actor: Actor) => (await listViews(deps(), actor)).map(({ name }) => name);
const share = (actor: Actor, { uuid }: SavedView, isShared = true) =>
  shareView(deps(), actor, { uuid, isShared });

beforeEach(async () => {
  await center.reset();
  await database.pool.query("delete from apps_savedview");
  await database.pool.query("delete from apps_user");
  dana = await person("Dana", "agent");
  robin = await person("Robin", "agent");
  lead = await person("Kim", "manager");
});

describe("a saved view", () => {
  test("comes back as it was saved, to its owner alone", async () => {
    const filter = { practiceIds: ["p-1"], outcomeState: "none" as const, sentInLastDays: 7 };
    await create(dana, { filter, sort: "client", direction: "asc" });
    expect(await listViews(deps(), dana)).toEqual([
      {
        uuid: expect.any(String) as string,
        name: "Open",
        filter,
        sort: "client",
        direction: "asc",
        isShared: false,
        isOwn: true,
        ownerName: "Dana",
        canChange: true,
      },
    ]);
    expect(await seenBy(robin)).toEqual([]);
  });

  test("that is shared is seen by everybody, after one's own", async () => {
    await share(dana, await create(dana, { name: "A team's" }));
    await create(robin, { name: "Mine" });
    expect(await seenBy(robin)).toEqual(["Mine", "A team's"]);
    const [, theirs] = await listViews(deps(), robin);
    expect(theirs).toMatchObject({ isOwn: false, canChange: false, ownerName: "Dana" });
  });

  test("is renamed and changed by halves", async () => {
    const { uuid } = await create(dana);
    await updateView(deps(), dana, { uuid, name: "Closed" });
    const changed = await updateView(deps(), dana, { uuid, filter: { isFollowed: true } });
    expect(changed).toMatchObject({ name: "Closed", filter: { isFollowed: true }, sort: "sentAt" });
  });

  test("has a name that its owner uses once, whatever the case", async () => {
    const { uuid } = await create(dana, { name: "Other" });
    await create(dana);
    await create(robin);
    const taken = { code: "CONFLICT", field: "name" };
    await expect(create(dana, { name: "OPEN" })).rejects.toMatchObject(taken);
    await expect(updateView(deps(), dana, { uuid, name: "open" })).rejects.toMatchObject(taken);
    const atOnce = await Promise.allSettled([1, 2, 3, 4].map(() => create(dana, { name: "Twice" })));
    expect(atOnce.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("is one of fifty", async () => {
    for (let at = 1; at <= 50; at += 1) await create(dana, { name: `View ${at}` });
    await expect(create(dana)).rejects.toMatchObject({ code: "CONFLICT" });
  });

  test("that is deleted can be restored for a day, unless its name is taken", async () => {
    const { uuid } = await create(dana);
    await deleteView(deps(), dana, { uuid });
    expect(await seenBy(dana)).toEqual([]);
    await restoreView(deps(), dana, { uuid });
    expect(await seenBy(dana)).toEqual(["Open"]);
    await deleteView(deps(), dana, { uuid });
    const another = await create(dana);
    await expect(restoreView(deps(), dana, { uuid })).rejects.toMatchObject({ code: "CONFLICT" });
    await deleteView(deps(), dana, another);
    const later = new Date(deps().now().getTime() + 25 * 3_600_000);
    await expect(restoreView(deps(later), dana, { uuid })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("of somebody who is gone stays if it is shared, and goes if not", async () => {
    await share(dana, await create(dana, { name: "For all" }));
    await create(dana, { name: "For me" });
    await database.pool.query("delete from apps_user where uuid = $1", [dana.id]);
    await create(robin, { name: "Mine" });
    expect((await listViews(deps(), robin))[1]).toMatchObject({ name: "For all", ownerName: null });
    expect(await database.db.savedView.count()).toBe(2);
  });

  test("with a filter that nobody understands any more shows everything", async () => {
    const { uuid } = await create(dana);
    await database.pool.query("update apps_savedview set filter = $1", [{ colour: "red" }]);
    expect(await listViews(deps(), dana)).toMatchObject([{ uuid, filter: {} }]);
  });
});

describe("a view of somebody else", () => {
  const changes = (uuid: string) => [
    (actor: Actor) => updateView(deps(), actor, { uuid, name: "Mine now" }),
    (actor: Actor) => shareView(deps(), actor, { uuid, isShared: false }),
    (actor: Actor) => deleteView(deps(), actor, { uuid }),
  ];

  test("cannot be found while it is personal, not even by those who lead", async () => {
    const { uuid } = await create(dana);
    for (const change of changes(uuid))
      for (const actor of [robin, lead])
        await expect(change(actor)).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await seenBy(dana)).toEqual(["Open"]);
  });

  test("is changed by those who lead once it is shared, and by nobody else", async () => {
    const view = await create(dana);
    await share(dana, view);
    for (const change of changes(view.uuid))
      await expect(change(robin)).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await updateView(deps(), lead, { uuid: view.uuid, name: "Led" });
    expect(await seenBy(dana)).toEqual(["Led"]);
  });
});

test("the trail says what was done, without the name of a client", async () => {
  const view = await create(dana, { filter: { name: "Abbott", isFollowed: true } });
  await share(dana, view);
  await deleteView(deps(), dana, view);
  const trail = await database.db.auditEvent.findMany({ orderBy: { id: "asc" } });
  expect(trail.map(({ action }) => action)).toEqual(["views.create", "views.share", "views.delete"]);
  expect(trail[0]?.changes).toMatchObject({ filter: { after: { isFollowed: true, hasName: true } } });
  expect(JSON.stringify(trail.map(({ changes }) => changes))).not.toContain("Abbott");
});

test("views are counted, each for whoever asks", async () => {
  await center.addClient("ann");
  await center.addPractice("p-2");
  await center.addText({ clientId: "ann" });
  await center.addText({ clientId: "ann", isFollowed: true, practiceId: "p-2" });
  const all = await create(dana, { name: "All", filter: {} });
  const opened = await create(dana);
  const foreign = await create(robin);
  const uuids = [all.uuid, opened.uuid, foreign.uuid];
  expect(await countViews(deps(), dana, { uuids, timeZone: "UTC" })).toEqual([
    { uuid: all.uuid, count: 2, atMost: 1000 },
    { uuid: opened.uuid, count: 1, atMost: 1000 },
  ]);
  const limited = { ...dana, practiceIds: ["p-2"] };
  expect(await countViews(deps(), limited, { uuids, timeZone: "UTC" })).toMatchObject([
    { count: 1 },
    { count: 0 },
  ]);
});
