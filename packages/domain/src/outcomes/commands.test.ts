import { callCenterOf } from "@vetsuccess/testing/call-center";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { testSender } from "@vetsuccess/testing/sending";
import { beforeEach, expect, test } from "vitest";
import { updateClient } from "../clients/commands/update-client.ts";
import { systemActor } from "../deps.ts";
import { planPractice } from "../outreach/commands.ts";
import {
  archiveOutcome,
  createOutcome,
  deleteOutcome,
  mergeOutcomes,
  restoreOutcome,
  updateOutcome,
} from "./commands.ts";
import { listAllOutcomes, listOutcomes } from "./queries.ts";

const database = useTestDatabase();
const center = callCenterOf(database);
const ann = systemActor("ann@example.com");
const deps = () => testSender(database).deps;
const add = async (text: string, given: { isFinal?: boolean; scope?: "PET" | "CLIENT" } = {}) => {
  const rows = await createOutcome(deps(), ann, { text, isFinal: false, scope: "PET", ...given });
  return rows.find((row) => row.text === text)?.uuid ?? "";
};
const rowOf = async (uuid: string) => (await listAllOutcomes(deps())).find((row) => row.uuid === uuid);
const record = (outcome: string) =>
  updateClient(deps(), ann, { clientId: "bob", version: null, patients: [{ oduId: "Bo", outcome }] });
const outcomeOf = async (oduId: string) =>
  (await database.db.patient.findUnique({ where: { oduId } }))?.outcome;
const actions = async () => {
  const events = await database.db.auditEvent.findMany({
    where: { entity: "Outcome" },
    select: { action: true },
    orderBy: { id: "asc" },
  });
  return events.map(({ action }) => action);
};

beforeEach(async () => {
  await center.reset();
  for (const pet of ["Bo", "Cy"]) await center.addPet(pet, "bob", "2026-04-22", "Rabies");
  await center.addClient("bob");
});

test("one is added once, whatever its case; a shipped one is restored instead", async () => {
  await add("Moved away");
  await expect(add("moved AWAY")).rejects.toMatchObject({ code: "INVALID_INPUT", field: "text" });
  await expect(add("pet died")).rejects.toMatchObject({ code: "INVALID_INPUT", field: "text" });
  expect(await actions()).toEqual(["outcomes.create"]);
});

test("a new wording is its pets' too, makes screens stale, and a stale change is told", async () => {
  const uuid = await add("Moved");
  await record("Moved");
  const before = await database.db.client.findUniqueOrThrow({ where: { oduId: "bob" } });
  await updateOutcome(deps(), ann, { uuid, version: 1, text: "Moved away", isFinal: true, scope: "CLIENT" });
  expect(await outcomeOf("Bo")).toBe("Moved away");
  const after = await database.db.client.findUniqueOrThrow({ where: { oduId: "bob" } });
  expect(after.version).toBeGreaterThan(before.version);
  const stale = updateOutcome(deps(), ann, { uuid, version: 1, text: "X", isFinal: false, scope: "PET" });
  await expect(stale).rejects.toMatchObject({ code: "CONFLICT" });
  expect(await actions()).toEqual(["outcomes.create", "outcomes.update"]);
  expect(await rowOf(uuid)).toMatchObject({
    isFinal: true,
    scope: "CLIENT",
    pets: 1,
    recorded: 0,
    version: 2,
  });
});

test("one that is used cannot vanish: it is archived, agents lose it, its meaning stays", async () => {
  const uuid = await add("Moved", { isFinal: true });
  await record("Moved");
  await expect(deleteOutcome(deps(), ann, { uuid })).rejects.toMatchObject({ code: "IN_USE" });
  await archiveOutcome(deps(), ann, { uuid });
  expect(await listOutcomes(deps())).toEqual([]);
  await expect(record("Moved")).rejects.toMatchObject({ code: "INVALID_INPUT" });
  const plan = await planPractice(
    { ...deps(), now: () => new Date("2026-06-10T02:00:00Z") },
    { practiceId: "p-1", day: "2026-06-10" },
  );
  expect(plan.reminders).toBe(1);
  await restoreOutcome(deps(), ann, { uuid });
  expect((await listOutcomes(deps())).map(({ text }) => text)).toEqual(["Moved"]);
  const unused = await add("Never used");
  await deleteOutcome(deps(), ann, { uuid: unused });
  expect(await rowOf(unused)).toBeUndefined();
  expect(await actions()).toEqual([
    "outcomes.create",
    "outcomes.archive",
    "outcomes.restore",
    "outcomes.create",
    "outcomes.delete",
  ]);
});

test("two become one: pets get the one that stays, histories stay as they were", async () => {
  const uuid = await add("Moved");
  const intoUuid = await add("Moved away");
  await record("Moved");
  await expect(
    Promise.resolve().then(() => mergeOutcomes(deps(), ann, { uuid, intoUuid: uuid })),
  ).rejects.toMatchObject({
    code: "INVALID_INPUT",
  });
  await mergeOutcomes(deps(), ann, { uuid, intoUuid });
  expect(await outcomeOf("Bo")).toBe("Moved away");
  expect(await rowOf(uuid)).toBeUndefined();
  const history = await database.db.outcomeHistory.findMany({ select: { outcome: true } });
  expect(history).toEqual([{ outcome: "Moved" }]);
  expect((await actions()).at(-1)).toBe("outcomes.merge");
});

test("one for the whole client cancels the waiting text about another pet, at once", async () => {
  await add("Client moved away", { isFinal: true, scope: "CLIENT" });
  await database.pool.query("update apps_reminder set date_due = '2020-01-01' where patient_id = 'Bo'");
  await planPractice(
    { ...deps(), now: () => new Date("2026-06-10T02:00:00Z") },
    { practiceId: "p-1", day: "2026-06-10" },
  );
  await record("Client moved away");
  const texts = await database.db.smsHistory.findMany({ select: { status: true, errorCode: true } });
  expect(texts).toEqual([{ status: "CANCELED", errorCode: "FINAL_OUTCOME" }]);
});
