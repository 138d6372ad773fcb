import { setTimeout as sleep } from "node:timers/promises";
import { callCenterOf } from "@vetsuccess/testing/call-center";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { testSender } from "@vetsuccess/testing/sending";
import { beforeEach, describe, expect, test } from "vitest";
import { systemActor } from "../../deps.ts";
import { updateClient, type ClientUpdate } from "./update-client.ts";

const database = useTestDatabase();
const center = callCenterOf(database);
const agent = systemActor("agent@example.com");
const other = systemActor("other@example.com");
const now = new Date("2026-06-10T14:00:00Z");
const update = (change: Partial<ClientUpdate>, actor = agent, at = now) =>
  updateClient(testSender(database, undefined, { now: at }).deps, actor, {
    clientId: "ann",
    version: null,
    ...change,
  });
const client = (oduId = "ann") => database.db.client.findUniqueOrThrow({ where: { oduId } });
const pet = (oduId = "Rex") => database.db.patient.findUniqueOrThrow({ where: { oduId } });

beforeEach(async () => {
  await center.reset();
  await center.addClient("ann", { name: ["Ann", "Bell"], pets: ["Rex", "Ada"] });
  await center.addOutcomes("Booked a visit", "Left a voicemail", "Moved away");
});

describe("names", () => {
  test("B8: a name that is emptied leaves no trace in the full name", async () => {
    await update({ firstName: null });
    expect(await client()).toMatchObject({ firstName: null, lastName: "Bell", fullName: "Bell" });
    await update({ lastName: null });
    expect(await client()).toMatchObject({ lastName: null, fullName: null });
  });
  test("B8: the full name of the import stays until a name changes", async () => {
    await database.db.client.update({ where: { oduId: "ann" }, data: { fullName: "Bell, Ann" } });
    await update({ firstName: "Ann" });
    expect((await client()).fullName).toBe("Bell, Ann");
    await update({ firstName: "Anna" });
    expect((await client()).fullName).toBe("Anna Bell");
  });
});

describe("contact data", () => {
  test("B9: an e-mail address that is not primary becomes it, the other one ceases to be", async () => {
    await database.db.email.create({ data: { oduId: "em-2", clientId: "ann", address: "b@example.com" } });
    await update({ email: { oduId: "em-2", isPrimary: true } });
    const emails = await database.db.email.findMany({ orderBy: { oduId: "asc" } });
    expect(emails.map(({ oduId, isPrimary }) => [oduId, isPrimary])).toEqual([
      ["em-2", true],
      ["em-ann", false],
    ]);
  });
  test("B9: a removed phone is none of the client's", async () => {
    await database.db.phone.update({ where: { oduId: "ph-ann" }, data: { extractorRemovedAt: now } });
    const change = update({ phone: { oduId: "ph-ann", number: "2025550177" } });
    await expect(change).rejects.toMatchObject({ code: "INVALID_INPUT", field: "phone.oduId" });
  });
  test("B1: nothing to add is said, not crashed on", async () => {
    await database.db.email.deleteMany();
    const change = update({ email: { isPrimary: true } });
    await expect(change).rejects.toMatchObject({ code: "INVALID_INPUT", field: "email.address" });
  });
  test("B11: the raw number of the import changes with the number, and only with it", async () => {
    await database.db.phone.update({ where: { oduId: "ph-ann" }, data: { number: "ask for Ann" } });
    await update({ phone: { oduId: "ph-ann" } });
    await update({ phone: { oduId: "ph-ann", number: "2025551097" } });
    expect(await database.db.phone.findFirst()).toMatchObject({ number: "ask for Ann" });
    await update({ phone: { oduId: "ph-ann", number: "2025550177" } });
    expect(await database.db.phone.findFirst()).toMatchObject({
      number: "2025550177",
      appNumber: "2025550177",
    });
  });
});

describe("pets", () => {
  test("B10: a comment and an opt-out are emptied with null", async () => {
    await update({ patients: [{ oduId: "Rex", comment: "Shy", optOut: true }] });
    expect(await pet()).toMatchObject({ comment: "Shy", optOut: true });
    await update({ patients: [{ oduId: "Rex", comment: null, optOut: null }] });
    expect(await pet()).toMatchObject({ comment: null, optOut: null });
  });
  test("A6: a pet with two owners is changed through either of them, and makes both stale", async () => {
    await center.addClient("bob", { pets: ["Rex"] });
    await update({ clientId: "bob", patients: [{ oduId: "Rex", comment: "Shy" }] });
    await update({ clientId: "ann", version: 1, patients: [{ oduId: "Rex", comment: "Bold" }] }, other);
    expect([(await client("ann")).version, (await client("bob")).version]).toEqual([2, 2]);
    const stale = update({ clientId: "bob", version: 1, firstName: "Rob" });
    await expect(stale).rejects.toMatchObject({
      code: "CONFLICT",
      details: {
        version: 2,
        changes: [
          { by: "other@example.com", changes: { "patients.Rex.comment": { before: "Shy", after: "Bold" } } },
        ],
      },
    });
  });
  test("keep every outcome that was recorded, with author and time", async () => {
    await update({ patients: [{ oduId: "Rex", outcome: "Left a voicemail" }] });
    await update({ patients: [{ oduId: "Rex", outcome: "Booked a visit" }] }, other);
    await update({ patients: [{ oduId: "Rex", outcome: null }] });
    await update({ patients: [{ oduId: "Rex", outcome: null }] });
    expect(await pet()).toMatchObject({ outcome: null, outcomeAt: null });
    const history = await database.db.outcomeHistory.findMany({ orderBy: { id: "asc" } });
    expect(
      history.map(({ previous, outcome, actorLabel, at }) => [previous, outcome, actorLabel, at]),
    ).toEqual([
      [null, "Left a voicemail", "agent@example.com", now],
      ["Left a voicemail", "Booked a visit", "other@example.com", now],
      ["Booked a visit", null, "agent@example.com", now],
    ]);
    await expect(database.db.outcomeHistory.deleteMany()).rejects.toThrow(/append-only/);
  });
});

test("field errors name each path, and nothing is written", async () => {
  const change = update({
    firstName: "New",
    email: { oduId: "nobody's" },
    patients: [{ oduId: "Rex", comment: "x", outcome: "Nonsense" }, { oduId: "Unknown" }],
  });
  await expect(change).rejects.toMatchObject({
    code: "INVALID_INPUT",
    fields: [{ path: "patients.0.outcome" }, { path: "patients.1.oduId" }, { path: "email.oduId" }],
  });
  expect(await client()).toMatchObject({ firstName: "Ann", version: 0 });
  expect(await pet()).toMatchObject({ comment: null });
});

test("several numbers and addresses go in one update, each with its own errors", async () => {
  const more = { clientId: "ann", isPrimary: true };
  await database.db.phone.create({ data: { ...more, oduId: "ph-2", appNumber: "2025550188" } });
  await database.db.email.create({ data: { ...more, oduId: "em-2", address: "b@example.com" } });
  await update({
    emails: [
      { oduId: "em-2", address: "c@example.com" },
      { oduId: "em-ann", address: null },
    ],
    phones: [
      { oduId: "ph-2", number: "2025550177" },
      { oduId: "ph-ann", isOptedOut: true },
    ],
  });
  const { version } = await client();
  expect(version).toBe(1);
  expect(
    await database.db.phone.findMany({ select: { appNumber: true }, orderBy: { oduId: "asc" } }),
  ).toEqual([{ appNumber: "2025550177" }, { appNumber: "2025551097" }]);
  expect(await database.db.email.findMany({ select: { address: true }, orderBy: { oduId: "asc" } })).toEqual([
    { address: "c@example.com" },
    { address: null },
  ]);
  expect(await database.db.optOut.findMany({ select: { number: true } })).toEqual([
    { number: "+12025551097" },
  ]);
  await expect(
    update({ emails: [{ oduId: "em-2" }, { oduId: "nobody's" }], phones: [{ oduId: "ph-3", number: null }] }),
  ).rejects.toMatchObject({ fields: [{ path: "emails.1.oduId" }, { path: "phones.0.oduId" }] });
});

test("B13: an outcome that is gone is refused at once", async () => {
  await database.db.outcome.delete({ where: { text: "Booked a visit" } });
  const change = update({ patients: [{ oduId: "Rex", outcome: "Booked a visit" }] });
  await expect(change).rejects.toMatchObject({ field: "patients.0.outcome" });
});

describe("A19: an actor who is limited to practices", () => {
  test("changes no client of others", async () => {
    const limited = { ...agent, practiceIds: ["p-9"] };
    await expect(update({ firstName: "X" }, limited)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await update({ firstName: "X" }, { ...agent, practiceIds: ["p-1"] });
    expect((await client()).firstName).toBe("X");
  });
  test("and nobody changes a client who is not listed, nor a pet that is not", async () => {
    await database.db.patient.update({ where: { oduId: "Rex" }, data: { isDeceased: true } });
    await expect(update({ patients: [{ oduId: "Rex", comment: "x" }] })).rejects.toMatchObject({
      field: "patients.0.oduId",
    });
    await database.db.client.update({ where: { oduId: "ann" }, data: { pimsIsInactive: true } });
    await expect(update({ firstName: "X" })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("several at once", () => {
  test("A20: what the import writes meanwhile is not undone", async () => {
    const session = await database.pool.connect();
    await session.query("begin");
    await session.query(`update apps_client set is_safe_contact = false, pims_id = '7' where odu_id = 'ann'`);
    await session.query(`update apps_patient set weight = '9' where odu_id = 'Rex'`);
    const updating = update({ firstName: "Anna", patients: [{ oduId: "Rex", comment: "Shy" }] });
    await sleep(100);
    await session.query("commit");
    session.release();
    await updating;
    expect(await client()).toMatchObject({ firstName: "Anna", isSafeContact: false, pimsId: "7" });
    expect(await pet()).toMatchObject({ comment: "Shy", weight: "9" });
  });

  test("of two agents with the same version one is refused, and told what the other changed", async () => {
    const results = await Promise.allSettled([
      update({ version: 0, firstName: "Anna" }),
      update({ version: 0, lastName: "Ball" }, other),
    ]);
    const refused = results.find((result) => result.status === "rejected");
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(refused?.reason).toMatchObject({
      code: "CONFLICT",
      field: "version",
      details: { version: 1, changes: [{}] },
    });
    const winner = (await client()).firstName === "Anna" ? "firstName" : "lastName";
    expect(refused?.reason).toMatchObject({
      details: { changes: [{ changes: { [winner]: {}, fullName: {} } }] },
    });
  });

  test("a renaming by the import makes older screens stale too", async () => {
    await database.pool.query(`update apps_client set last_name = 'Imported' where odu_id = 'ann'`);
    const stale = update({ version: 0, lastName: "Ball" });
    await expect(stale).rejects.toMatchObject({ code: "CONFLICT", details: { version: 1, changes: [] } });
    await database.pool.query(`update apps_client set pims_id = '8' where odu_id = 'ann'`);
    await update({ version: 1, lastName: "Ball" });
    expect(await client()).toMatchObject({ lastName: "Ball", version: 2 });
  });

  test("many agents on two owners of the same pets neither lose a change nor lock each other out", async () => {
    await center.addClient("bob", { pets: ["Rex", "Ada"] });
    const tries = Array.from({ length: 20 }, (_, at) => {
      const pets = at % 2 === 0 ? ["Rex", "Ada"] : ["Ada", "Rex"];
      return update({
        clientId: at % 2 === 0 ? "ann" : "bob",
        patients: pets.map((oduId) => ({ oduId, comment: `${at}` })),
      });
    });
    await Promise.all(tries);
    expect([(await client("ann")).version, (await client("bob")).version]).toEqual([20, 20]);
  });
});

test("every change is audited; what changes nothing leaves no trace", async () => {
  await update({
    firstName: "Ann",
    email: { oduId: "em-ann", address: "ann@example.com" },
    patients: [{ oduId: "Rex", comment: null }],
  });
  expect(await database.db.auditEvent.count()).toBe(0);
  expect(await client()).toMatchObject({ version: 0 });
  await update({
    firstName: "Anna",
    email: { oduId: "em-ann", address: null },
    patients: [{ oduId: "Rex", optOut: true }],
  });
  const [line] = await database.db.auditEvent.findMany();
  expect(line).toMatchObject({
    action: "clients.update",
    entity: "Client",
    entityId: "ann",
    actorLabel: "agent@example.com",
  });
  expect(line?.changes).toEqual({
    version: { before: 0, after: 1 },
    firstName: { before: "Ann", after: "Anna" },
    fullName: { before: "Ann Bell", after: "Anna Bell" },
    "email.em-ann.address": { before: "ann@example.com", after: null },
    "patients.Rex.optOut": { before: null, after: true },
  });
});
