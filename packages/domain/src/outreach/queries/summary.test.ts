import { useTestDatabase } from "@vetsuccess/testing/database";
import { outreachOf } from "@vetsuccess/testing/outreach";
import { testSender } from "@vetsuccess/testing/sending";
import { countStatements } from "@vetsuccess/testing/statements";
import { beforeEach, expect, test } from "vitest";
import { systemActor, type Deps } from "../../deps.ts";
import { planPractice } from "../commands.ts";
import { outreachSummary } from "./summary.ts";

const database = useTestDatabase();
const outreach = outreachOf(database);
const { practiceId, addPractice, addPet } = outreach;
const operator = systemActor("operator");
/** A Wednesday morning; the texts of the day go out at 15:00 UTC. */
const day = "2026-06-10";
const morning = new Date("2026-06-10T10:00:00Z");
const noon = new Date("2026-06-10T16:00:00Z");
const dueDay = "2026-04-22";

beforeEach(outreach.reset);

function depsAt(now: Date, settings: Partial<Deps["settings"]> = {}): Deps {
  return testSender(database, undefined, { now, settings }).deps;
}

async function rowAt(now: Date, settings?: Partial<Deps["settings"]>) {
  const { practices } = await outreachSummary(depsAt(now, settings), operator, { day });
  return practices.find((row) => row.practiceId === practiceId);
}

const noTexts = { planned: 0, waiting: 0, held: 0, sending: 0, sent: 0, failed: 0, unknown: 0, canceled: 0 };

test("before planning: what planning would decide is due", async () => {
  await addPet("Rex", "ann", dueDay);
  await addPet("Ada", "bob", dueDay);
  await addPet("Late", "cat", "2026-04-23");
  await addPet("Dead", "dan", dueDay);
  await database.db.patient.update({ where: { oduId: "Dead" }, data: { deathDate: new Date("2026-01-01") } });
  expect(await rowAt(morning)).toMatchObject({
    due: 2,
    coveredThrough: null,
    texts: noTexts,
    heldBecause: null,
  });
});

test("a missed day is due with the day", async () => {
  await addPet("Rex", "ann", dueDay);
  await addPet("Ada", "bob", "2026-04-21");
  await database.db.outreachWatermark.create({
    data: { practiceId, coveredThrough: new Date("2026-06-08"), updatedAt: morning },
  });
  expect((await rowAt(morning))?.due).toBe(2);
});

test("after planning: decisions, waiting texts, and nothing due", async () => {
  await addPet("Rex", "ann", dueDay);
  await addPet("Ada", "bob", dueDay);
  await database.db.phone.delete({ where: { oduId: "ph-bob" } });
  await planPractice(depsAt(morning), { practiceId, day });
  expect(await rowAt(morning)).toMatchObject({
    practiceName: practiceId,
    timeZone: "America/New_York",
    isMailingEnabled: true,
    isArchived: false,
    coveredThrough: day,
    due: 0,
    decisions: { EVENT_CREATED: 1, NO_PHONE: 1, CHECKED: 0, OPTED_OUT: 0 },
    texts: { ...noTexts, planned: 1, waiting: 1 },
  });
});

test("a text whose time has come waits for its turn, or is held with a reason", async () => {
  await addPet("Rex", "ann", dueDay);
  await planPractice(depsAt(morning), { practiceId, day });
  expect((await rowAt(noon))?.texts).toMatchObject({ waiting: 1, held: 0 });
  const held = await rowAt(noon, { isSmsSendingEnabled: false });
  expect(held).toMatchObject({ texts: { waiting: 0, held: 1 }, heldBecause: "SENDING_OFF" });
});

test("at night a text that is delivered now is not held, the others are", async () => {
  await addPet("Rex", "ann", dueDay);
  await addPet("Ada", "bob", dueDay);
  await planPractice(depsAt(morning), { practiceId, day });
  await database.pool.query(`update apps_smsevent set ignores_hours = true
    where sms_history_id = (select uuid from apps_smshistory where client_id = 'ann')`);
  const night = new Date("2026-06-11T04:00:00Z");
  expect(await rowAt(night)).toMatchObject({ texts: { waiting: 1, held: 1 }, heldBecause: "OUTSIDE_HOURS" });
});

test("ended texts are counted by how they ended", async () => {
  const endings = { ann: "SENT", bob: "ERROR", cat: "UNKNOWN", dan: "CANCELED" };
  for (const owner of Object.keys(endings)) await addPet(`pet-${owner}`, owner, dueDay);
  await planPractice(depsAt(morning), { practiceId, day });
  for (const [clientId, status] of Object.entries(endings))
    await database.db.smsHistory.updateMany({ where: { clientId }, data: { status } });
  await database.db.smsEvent.deleteMany();
  const ended = { sent: 1, failed: 1, unknown: 1, canceled: 1 };
  expect((await rowAt(noon))?.texts).toEqual({ ...noTexts, planned: 4, ...ended });
});

test("practices come by name; archived ones only with texts of the day", async () => {
  await addPractice("p-0", { isSmsMailingEnabled: false }, { name: "Aspen" });
  await addPractice("p-2", {}, { name: "Zinnia", isArchived: true });
  await addPractice("p-3", {}, { name: "Birch", isArchived: true });
  await database.db.smsHistory.create({
    data: { practiceId: "p-3", eventContext: {}, plannedOn: new Date(day), updatedAt: morning },
  });
  const { practices } = await outreachSummary(depsAt(morning), operator, { day });
  expect(practices.map((row) => row.practiceName)).toEqual(["Aspen", "Birch", practiceId]);
  expect(practices.map((row) => row.isMailingEnabled)).toEqual([false, true, true]);
});

test.each([
  ["the one asked for", { practiceId: "p-0" }, null, ["p-0"]],
  ["an unknown one", { practiceId: "nobody" }, null, []],
  ["those that the actor may see", {}, ["p-0"], ["p-0"]],
  ["none beyond them", { practiceId }, ["p-0"], []],
])("only %s", async (_name, input, practiceIds, expected) => {
  await addPractice("p-0");
  const summary = await outreachSummary(depsAt(morning), { ...operator, practiceIds }, { day, ...input });
  expect(summary.practices.map((row) => row.practiceId)).toEqual(expected);
});

test("costs two statements, however many practices", async () => {
  for (const id of ["p-2", "p-3", "p-4"]) await addPractice(id);
  const { statements } = await countStatements(database.pool, () => rowAt(morning));
  expect(statements).toBe(2);
});
