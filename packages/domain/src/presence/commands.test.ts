import { randomUUID } from "node:crypto";
import { callCenterOf } from "@vetsuccess/testing/call-center";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { testSender } from "@vetsuccess/testing/sending";
import { beforeEach, describe, expect, test } from "vitest";
import { systemActor, type Actor } from "../deps.ts";
import { enterClient, leaveClient, releaseClient, takeClient } from "./commands.ts";
import { listPresence } from "./queries.ts";

const database = useTestDatabase();
const center = callCenterOf(database);
const deps = () => testSender(database).deps;

let dana: Actor;
let robin: Actor;

const person = async (firstName: string, email: string): Promise<Actor> => {
  const { uuid } = await database.db.user.create({
    data: { email, firstName, lastName: firstName === "" ? "" : "Lee", password: "!" },
  });
  return { ...systemActor(uuid), label: email, role: "agent" };
};
const tab = () => ({ clientId: "ann", tabId: randomUUID() });
const seenBy = (actor: Actor) => listPresence(deps(), actor, { clientIds: ["ann", "bob"] });
/** As if the tabs and leases had been silent for so long. */
const fallSilent = (seconds: number) =>
  database.pool.query(`
    with seen as (update apps_clientpresence set seen_at = seen_at - make_interval(secs => ${seconds}))
    update apps_clientlease set expires_at = expires_at - make_interval(secs => ${seconds})`);

beforeEach(async () => {
  await center.reset();
  await database.pool.query("delete from apps_user");
  await center.addClient("ann");
  await center.addClient("bob");
  dana = await person("Dana", "dana@example.com");
  robin = await person("", "robin@example.com");
});

describe("who has a client open", () => {
  test("is seen by the others, by name or by the beginning of the address", async () => {
    expect(await enterClient(deps(), dana, tab())).toEqual({
      clientId: "ann",
      colleagues: [],
      worker: null,
    });
    const { colleagues } = await enterClient(deps(), robin, tab());
    expect(colleagues).toEqual([{ userId: dana.id, name: "Dana Lee", since: expect.any(Date) as Date }]);
    expect(await seenBy(dana)).toMatchObject([{ clientId: "ann", colleagues: [{ name: "robin" }] }]);
  });

  test("is one person, however many tabs she has", async () => {
    for (let tabs = 0; tabs < 3; tabs += 1) await enterClient(deps(), dana, tab());
    expect((await seenBy(robin))[0]?.colleagues).toHaveLength(1);
  });

  test.each([
    ["leaves", (tabId: string) => leaveClient(deps(), dana, { tabId })],
    ["goes on to another client", (tabId: string) => enterClient(deps(), dana, { clientId: "bob", tabId })],
    ["falls silent", () => fallSilent(46)],
  ])("is gone when she %s", async (_, go) => {
    const { clientId, tabId } = tab();
    await enterClient(deps(), dana, { clientId, tabId });
    await go(tabId);
    expect((await seenBy(robin)).filter((each) => each.clientId === "ann")).toEqual([]);
  });

  test("stays as long as the tab says so", async () => {
    const here = tab();
    await enterClient(deps(), dana, here);
    await fallSilent(40);
    await enterClient(deps(), dana, here);
    await fallSilent(40);
    expect(await seenBy(robin)).toHaveLength(1);
  });

  test("is forgotten after an hour", async () => {
    await enterClient(deps(), dana, tab());
    await fallSilent(3601);
    await enterClient(deps(), robin, tab());
    expect(await database.db.clientPresence.count()).toBe(1);
  });
});

describe("a lease", () => {
  test("is held by one at a time, and the other is told by whom", async () => {
    const { worker } = await takeClient(deps(), dana, { ...tab(), isTakeOver: false });
    expect(worker).toMatchObject({ name: "Dana Lee", isYou: true, isThisTab: true });
    const second = await takeClient(deps(), robin, { ...tab(), isTakeOver: false });
    expect(second.worker).toMatchObject({
      userId: dana.id,
      name: "Dana Lee",
      isYou: false,
      isThisTab: false,
    });
    expect((await seenBy(robin))[0]?.worker).toMatchObject({ userId: dana.id, isYou: false });
  });

  test("goes to one of ten who start at once", async () => {
    const people = await Promise.all(
      Array.from({ length: 10 }, (_, at) => person(`P${at}`, `p${at}@example.com`)),
    );
    const tries = people.map((each) => takeClient(deps(), each, { ...tab(), isTakeOver: false }));
    const ends = await Promise.all(tries);
    expect(ends.filter(({ worker }) => worker?.isYou === true)).toHaveLength(1);
    expect(new Set(ends.map(({ worker }) => worker?.userId)).size).toBe(1);
  });

  test("is taken over on demand, and the trail says from whom", async () => {
    const hers = tab();
    await takeClient(deps(), dana, { ...hers, isTakeOver: false });
    const { worker } = await takeClient(deps(), robin, { ...tab(), isTakeOver: true });
    expect(worker).toMatchObject({ name: "robin", isYou: true });
    expect((await enterClient(deps(), dana, hers)).worker).toMatchObject({ name: "robin", isYou: false });
    const trail = await database.db.auditEvent.findMany({
      select: { action: true, actorId: true, changes: true },
    });
    expect(trail).toEqual([
      {
        action: "presence.take",
        actorId: robin.id,
        changes: { worker: { before: dana.id, after: robin.id } },
      },
    ]);
  });

  test.each([
    ["is given back", (tabId: string) => releaseClient(deps(), dana, { tabId })],
    ["ends when the tab is closed", (tabId: string) => leaveClient(deps(), dana, { tabId })],
    [
      "ends when the tab shows another client",
      (tabId: string) => enterClient(deps(), dana, { clientId: "bob", tabId }),
    ],
    ["ends when the tab falls silent", () => fallSilent(121)],
  ])("%s", async (_, end) => {
    const { clientId, tabId } = tab();
    await takeClient(deps(), dana, { clientId, tabId, isTakeOver: false });
    await end(tabId);
    const { worker } = await takeClient(deps(), robin, { ...tab(), isTakeOver: false });
    expect(worker?.isYou).toBe(true);
  });

  test("goes on while the tab says that it is there", async () => {
    const hers = tab();
    await takeClient(deps(), dana, { ...hers, isTakeOver: false });
    await fallSilent(100);
    await enterClient(deps(), dana, hers);
    await fallSilent(100);
    expect((await seenBy(robin))[0]?.worker?.name).toBe("Dana Lee");
  });

  test("follows the same person to another tab", async () => {
    await takeClient(deps(), dana, { ...tab(), isTakeOver: false });
    const { worker } = await takeClient(deps(), dana, { ...tab(), isTakeOver: false });
    expect(worker?.isThisTab).toBe(true);
    expect(await database.db.clientLease.count()).toBe(1);
  });

  test("of one cannot be ended by another", async () => {
    const hers = tab();
    await takeClient(deps(), dana, { ...hers, isTakeOver: false });
    await releaseClient(deps(), robin, hers);
    await leaveClient(deps(), robin, hers);
    expect((await seenBy(robin))[0]?.worker?.name).toBe("Dana Lee");
    await expect(enterClient(deps(), robin, hers)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("a client whom the actor may not see", () => {
  const stranger = (): Actor => ({ ...robin, practiceIds: ["elsewhere"] });

  test("cannot be entered or taken", async () => {
    const refusal = { code: "NOT_FOUND", field: "clientId" };
    await expect(enterClient(deps(), stranger(), tab())).rejects.toMatchObject(refusal);
    const taking = takeClient(deps(), stranger(), { ...tab(), isTakeOver: true });
    await expect(taking).rejects.toMatchObject(refusal);
    const nobody = enterClient(deps(), robin, { ...tab(), clientId: "nobody" });
    await expect(nobody).rejects.toMatchObject(refusal);
  });

  test("has nobody at it", async () => {
    await takeClient(deps(), dana, { ...tab(), isTakeOver: false });
    expect(await seenBy(stranger())).toEqual([]);
  });
});
