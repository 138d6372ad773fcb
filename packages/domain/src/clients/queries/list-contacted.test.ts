import { CountContactedInput, ListContactedInput } from "@vetsuccess/contract/contacted";
import { callCenterOf } from "@vetsuccess/testing/call-center";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { testSender } from "@vetsuccess/testing/sending";
import { countStatements } from "@vetsuccess/testing/statements";
import { beforeAll, describe, expect, test } from "vitest";
import type { z } from "zod";
import { systemActor } from "../../deps.ts";
import { countContacted, countNewContacted } from "./count-contacted.ts";
import { listContacted } from "./list-contacted.ts";

const database = useTestDatabase();
const center = callCenterOf(database);
const agent = systemActor("agent");
const list = (input: z.input<typeof ListContactedInput> = {}, actor = agent) =>
  listContacted(testSender(database).deps, actor, ListContactedInput.parse(input));
const total = (input: z.input<typeof CountContactedInput> = {}, actor = agent) =>
  countContacted(testSender(database).deps, actor, CountContactedInput.parse(input));
const ids: Record<string, string> = {};
const namesOf = (rows: readonly { textId: string }[]) =>
  rows.map(({ textId }) => Object.keys(ids).find((name) => ids[name] === textId));
const listed = async (input: z.input<typeof ListContactedInput> = {}, actor = agent) =>
  namesOf((await list(input, actor)).rows);

beforeAll(async () => {
  await center.reset();
  await center.addClient("ann", { name: ["Ann", "Abbott"], pets: ["Rex", "Ada"] });
  await center.addClient("bob", { name: ["Bob", "Bell"] });
  await center.addPractice("p-2", { smsScheduler: "Alex" }, { name: "Birch" });
  await center.addPractice("p-3", {}, { isArchived: true });
  ids["untimed"] = await center.addText({ clientId: "bob", sentAt: null });
  ids["late"] = await center.addText({
    clientId: "ann",
    sentAt: "2026-06-10T03:30:00Z",
    pets: ["Rex", "Rex", "Ada"],
  });
  ids["nobody"] = await center.addText({
    clientId: null,
    sentAt: "2026-06-09T15:00:00Z",
    pets: [null],
    practiceId: "p-2",
  });
  ids["done"] = await center.addText({ clientId: "bob", sentAt: "2026-06-08T15:00:00Z", isFollowed: true });
  // Rex's was recorded after the text, Bo's before it.
  await center.addClient("cat", { name: ["Cat", "Crane"], pets: ["Bo"] });
  await database.pool.query(`
    update apps_patient set outcome = 'Booked', outcome_at = '2026-06-11' where odu_id = 'Rex';
    update apps_patient set outcome = 'Booked', outcome_at = '2026-05-01' where odu_id = 'Bo'`);
  ids["same"] = await center.addText({ clientId: "ann", sentAt: "2026-06-08T15:00:00Z", practiceId: "p-2" });
  await center.addText({ clientId: "ann", status: "ERROR" });
  await center.addText({ clientId: "ann", practiceId: "p-3" });
});

describe("the contacted list", () => {
  test("B5: shows texts whose client is gone, or that have a reminder without a pet", async () => {
    const { rows } = await list();
    expect(await total()).toBe(5);
    expect(namesOf(rows).slice(0, 3)).toEqual(["untimed", "late", "nobody"]);
    expect(rows[0]).toMatchObject({ clientId: "bob", sentAt: null });
    expect(rows[2]).toMatchObject({ clientId: null, fullName: null, emails: [], phones: [], patients: [] });
  });

  test("names each pet once, with contact data", async () => {
    const [row] = (await list({ offset: 1, limit: 1 })).rows;
    expect(row).toMatchObject({
      fullName: "Ann Abbott",
      practiceId: "p-1",
      patients: [{ oduId: "Ada" }, { oduId: "Rex" }],
      emails: [{ address: "ann@example.com" }],
      phones: [{ number: "2025551097" }],
    });
  });

  test.each([
    ["part of a name, in any case", { name: "ABBO" }, ["late", "same"]],
    ["not followed", { isFollowed: false, name: "bell" }, ["untimed"]],
    ["followed", { isFollowed: true }, ["done"]],
    ["practices", { practiceIds: ["p-2", "p-3"] }, ["nobody", "same"]],
    ["no practice at all", { practiceIds: [] }, []],
    ["a scheduler's practices", { scheduler: "Alex" }, ["nobody", "same"]],
    ["LIKE's signs by their letters", { name: "A%t" }, []],
    ["days from, without texts that have no time", { sentFrom: "2026-06-09" }, ["late", "nobody"]],
    ["days through", { sentThrough: "2026-06-08", practiceIds: ["p-2"] }, ["same"]],
    ["B16: a day of the viewer", { sentFrom: "2026-06-10", timeZone: "America/New_York" }, []],
    [
      "B16: a late evening of the viewer, UTC is a day ahead",
      { sentFrom: "2026-06-09", sentThrough: "2026-06-09", timeZone: "America/New_York" },
      ["late", "nobody"],
    ],
    ["the last days of the viewer", { sentInLastDays: 2 }, ["late", "nobody"]],
    [
      "the last days of a viewer who is a day behind",
      { sentInLastDays: 1, timeZone: "Pacific/Pago_Pago" },
      [],
    ],
    ["what was sent after a given instant", { sentUntil: new Date("2026-06-08T14:00:00Z") }, ["untimed"]],
    ["outcomes for some pets", { outcomeState: "some" as const }, ["late"]],
    ["no outcome", { outcomeState: "none" as const, isFollowed: false }, ["untimed", "nobody", "same"]],
    ["outcomes for all pets", { outcomeState: "all" as const }, []],
    ["an outcome", { outcome: "Booked" }, ["late"]],
    ["an outcome that nobody recorded", { outcome: "Moved away" }, []],
  ])("filters %s", async (_, input, expected) => {
    expect(await listed(input)).toEqual(expected);
    expect(await total(input)).toBe(expected.length);
  });

  test.each([
    ["sentAt", "desc"],
    ["sentAt", "asc"],
    ["client", "asc"],
    ["practice", "desc"],
  ] as const)("gives the same rows by offset and by cursor, sorted by %s %s", async (sort, direction) => {
    const all = await listed({ sort, direction });
    expect(new Set(all).size).toBe(5);
    const byCursor: (string | undefined)[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ sort, direction, limit: 2, ...(cursor === undefined ? {} : { cursor }) });
      byCursor.push(...namesOf(page.rows));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined && byCursor.length < 10);
    expect(byCursor).toEqual(all);
    const byOffset = [
      await listed({ sort, direction, limit: 3 }),
      await listed({ sort, direction, limit: 3, offset: 3 }),
    ];
    expect(byOffset.flat()).toEqual(all);
  });

  test("reads backwards from any page", async () => {
    const forwards = await listed();
    const first = await list({ limit: 2 });
    expect(first.previousCursor).toBeNull();
    const page = await list({ limit: 2, offset: 3 });
    const before = await list({ limit: 2, direction: "asc", cursor: page.previousCursor ?? "" });
    expect(namesOf(before.rows)).toEqual([forwards[2], forwards[1]]);
  });

  test("says when an outcome was recorded, if that was since the text", async () => {
    const text = await center.addText({ clientId: "cat", pets: ["Bo"], sentAt: "2026-06-02T15:00:00Z" });
    const of = async (name: string) =>
      (await list({ name })).rows.find(({ patients }) => patients.length > 0);
    expect((await of("crane"))?.patients).toMatchObject([{ outcome: "Booked", outcomeAt: null }]);
    expect((await of("abbott"))?.patients).toMatchObject([
      { name: "Ada", outcome: null, outcomeAt: null },
      { name: "Rex", outcome: "Booked", outcomeAt: new Date("2026-06-11") },
    ]);
    await database.db.reminder.deleteMany({ where: { smsHistoryId: text } });
    await database.db.smsHistory.delete({ where: { uuid: text } });
  });

  test("counts what went out since it was read", async () => {
    const count = (since: string, rest = {}) =>
      countNewContacted(testSender(database).deps, agent, {
        since: new Date(since),
        timeZone: "UTC",
        ...rest,
      });
    expect(await count("2026-06-08T15:00:00Z")).toEqual({ count: 2, atMost: 100 });
    expect(await count("2026-06-08T14:59:59Z", { isFollowed: false })).toMatchObject({ count: 3 });
    expect(await count("2026-06-01T00:00:00Z", { practiceIds: ["p-2"] })).toMatchObject({ count: 2 });
    expect(await count("2026-06-10T03:30:00Z")).toMatchObject({ count: 0 });
  });

  test("refuses a cursor of another list", async () => {
    const { nextCursor } = await list({ limit: 2 });
    const wrong = list({ limit: 2, sort: "client", cursor: nextCursor ?? "" });
    await expect(wrong).rejects.toMatchObject({ code: "INVALID_INPUT", field: "cursor" });
  });

  test("A19: shows an actor who is limited to practices the texts of these alone", async () => {
    const limited = { ...agent, practiceIds: ["p-2"] };
    expect(await listed({}, limited)).toEqual(["nobody", "same"]);
    expect(await list({ name: "bell" }, limited)).toMatchObject({ rows: [] });
    expect(await total({ name: "bell" }, limited)).toBe(0);
    expect(await total({}, limited)).toBe(2);
  });

  test("takes one statement, however long the page", async () => {
    const { statements } = await countStatements(database.pool, () => list({ limit: 100 }));
    expect(statements).toBe(1);
  });

  test("sorts names as a dictionary does, whatever the case and accents of their letters", async () => {
    const given = ["Zoë Vale", "élodie Vale", "EDGAR Vale", "Eve Vale", "aaron Vale"];
    for (const [at, name] of given.entries()) {
      const [first = "", last = ""] = name.split(" ");
      await center.addClient(`vale-${at}`, { name: [first, last] });
      await center.addText({ clientId: `vale-${at}`, sentAt: "2026-06-01T15:00:00Z" });
    }
    const { rows } = await list({ name: " vale", sort: "client", direction: "asc" });
    expect(rows.map(({ fullName }) => fullName)).toEqual([
      "aaron Vale",
      "EDGAR Vale",
      "élodie Vale",
      "Eve Vale",
      "Zoë Vale",
    ]);
  });
});
