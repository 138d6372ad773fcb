import { callCenterOf } from "@vetsuccess/testing/call-center";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { testSender } from "@vetsuccess/testing/sending";
import { countStatements } from "@vetsuccess/testing/statements";
import { beforeEach, describe, expect, test } from "vitest";
import { systemActor } from "../../deps.ts";
import { setFollowed } from "../commands/set-followed.ts";
import { updateClient } from "../commands/update-client.ts";
import { getClient } from "./get-client.ts";

const database = useTestDatabase();
const center = callCenterOf(database);
const agent = systemActor("agent@example.com");
const limited = (...practiceIds: string[]) => ({ ...agent, practiceIds });
/** 10:00 on Wednesday, 10 June 2026, in New York. */
const deps = () => testSender(database, undefined, { now: new Date("2026-06-10T14:00:00Z") }).deps;
const get = (clientId: string, timeZone = "UTC", actor = agent) =>
  getClient(deps(), actor, { clientId, timeZone });

beforeEach(center.reset);

test("A6: a pet with two owners is shown to both, however often", async () => {
  await center.addClient("ann", { pets: ["Rex"] });
  await center.addClient("bob", { pets: ["Rex", "Ada"] });
  expect((await get("ann")).patients.map(({ oduId }) => oduId)).toEqual(["Rex"]);
  expect((await get("bob")).patients.map(({ oduId }) => oduId)).toEqual(["Ada", "Rex"]);
});

describe("practices of a client", () => {
  const practices = async () => (await get("ann")).practices.map(({ oduId }) => oduId);
  beforeEach(async () => {
    await center.addClient("ann");
    await center.addPractice("p-2", {}, { name: "B" });
    await center.addPractice("p-3", {}, { name: "A", isArchived: true });
  });
  test("B15: are those of its server without the archived ones", async () => {
    expect((await practices()).toSorted()).toEqual(["p-1", "p-2"]);
  });
  test("are the one of the newest SENT text alone; B15: a text without a time is not the newest", async () => {
    await center.addText({ clientId: "ann", sentAt: "2026-05-01T15:00:00Z", practiceId: "p-2" });
    await center.addText({ clientId: "ann", sentAt: null, practiceId: "p-1" });
    await center.addText({ clientId: "ann", status: "ERROR", practiceId: "p-1" });
    await center.addText({ clientId: "ann", sentAt: "2026-06-01T15:00:00Z", practiceId: "p-3" });
    expect(await practices()).toEqual(["p-2"]);
  });
});

test("B16: last and next appointments and ages go by the viewer's day", async () => {
  await center.addClient("ann", { pets: ["Rex"] });
  // 20:00 on 9 June in New York is 10 June in UTC.
  const at = new Date("2026-06-10T00:00:00Z");
  await database.db.appointment.create({ data: { oduId: "a-1", patientId: "Rex", appointmentDatetime: at } });
  const [utc] = (await get("ann", "UTC")).patients;
  expect(utc?.nextAppointments).toEqual([{ oduId: "a-1", at, type: null }]);
  expect(utc?.lastAppointment).toBeNull();
  const [eastern] = (await get("ann", "America/New_York")).patients;
  expect(eastern?.lastAppointment).toEqual({ oduId: "a-1", at, type: null });
  expect(eastern?.nextAppointments).toEqual([]);
  await database.db.patient.update({ where: { oduId: "Rex" }, data: { birthDate: new Date("2020-06-11") } });
  expect((await get("ann", "America/New_York")).patients[0]?.age).toBe(5);
  expect((await get("ann", "Pacific/Kiritimati")).patients[0]?.age).toBe(6);
});

test("reminders are shown once each, oldest first, of three years", async () => {
  await center.addClient("ann", { pets: ["Rex"] });
  const add = (oduId: string, dateDue: string | null, description: string) =>
    database.db.reminder.create({
      data: {
        oduId,
        patientId: "Rex",
        practiceId: "p-1",
        description,
        dateDue: dateDue === null ? null : new Date(dateDue),
      },
    });
  await add("r-4", "2026-05-01", "Rabies");
  await add("r-3", "2026-05-01", "Rabies");
  await add("r-2", "2023-06-10", "Dental");
  await add("r-1", "2023-06-09", "Dental");
  await add("r-0", null, "Dental");
  const [rex] = (await get("ann")).patients;
  expect(rex?.reminders.map(({ oduId }) => oduId)).toEqual(["r-2", "r-3"]);
});

test("the timeline has texts, attempts, outcomes and edits, newest first, in three statements in all", async () => {
  await center.addClient("ann", { pets: ["Rex"] });
  await center.addOutcomes("Booked a visit");
  const textId = await center.addText({ clientId: "ann", pets: ["Rex"], sentAt: "2026-06-01T15:00:01Z" });
  await database.pool.query(
    `insert into apps_smsattempt (sms_history_id, worker_id, number_to, local_day, started_at, finished_at, result, http_status)
     values ($1, 'w', '+12025551097', '2026-06-01', '2026-06-01T15:00:00Z', '2026-06-01T15:00:01Z', 'ACCEPTED', 200)`,
    [textId],
  );
  const patients = [{ oduId: "Rex", outcome: "Booked a visit", comment: "Shy" }];
  await updateClient(deps(), agent, { clientId: "ann", version: 0, patients });
  await setFollowed(deps(), agent, { textIds: [textId], isFollowed: false });
  const { result, statements } = await countStatements(database.pool, () => get("ann"));
  expect(statements).toBeLessThanOrEqual(3);
  expect(result.version).toBe(1);
  const kinds = result.timeline.map(({ kind }) => kind);
  expect(kinds).toEqual(["EDIT", "EDIT", "OUTCOME", "TEXT", "ATTEMPT"]);
  expect(result.timeline[0]).toMatchObject({
    entity: "SmsHistory",
    changes: { isFollowed: { before: true, after: false } },
  });
  expect(result.timeline[1]).toMatchObject({
    by: "agent@example.com",
    changes: { "patients.Rex.comment": { before: null, after: "Shy" }, followed: { after: [textId] } },
  });
  expect(result.timeline[2]).toMatchObject({ outcome: "Booked a visit", previous: null, petName: "Rex" });
  expect(result.timeline[3]).toMatchObject({
    textId,
    status: "SENT",
    pets: ["Rex"],
    at: new Date("2026-06-01T15:00:01Z"),
  });
  expect(result.timeline[4]).toMatchObject({ result: "ACCEPTED", httpStatus: 200 });
});

describe("A19: an actor who is limited to practices", () => {
  beforeEach(async () => {
    await center.addClient("ann", { pets: ["Rex"] });
    await center.addPractice("p-2", {}, { name: "B" });
  });
  test("does not find clients of others", async () => {
    await database.db.server.create({ data: { oduId: 2n } });
    await center.addPractice("p-9", {}, { serverId: 2n });
    await expect(get("ann", "UTC", limited("p-9"))).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(get("ann", "UTC", limited())).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
  test("sees neither texts nor reminders nor practices of others on the same server", async () => {
    const textId = await center.addText({ clientId: "ann", pets: ["Rex"], practiceId: "p-1" });
    const ours = await get("ann", "UTC", limited("p-1"));
    expect(ours.timeline).toMatchObject([{ textId }]);
    const theirs = await get("ann", "UTC", limited("p-2"));
    expect(theirs.timeline).toEqual([]);
    expect(theirs.practices).toEqual([{ oduId: "p-2", name: "B" }]);
    expect(theirs.patients[0]?.reminders).toEqual([]);
  });
});

test("a phone says whether its number is opted out", async () => {
  await center.addClient("ann");
  expect((await get("ann")).phones).toMatchObject([{ number: "2025551097", isOptedOut: false }]);
  await database.db.optOut.create({ data: { number: "+12025551097", source: "STOP" } });
  expect((await get("ann")).phones).toMatchObject([{ isOptedOut: true }]);
});

test("a phone says how many texts wait for its number, to other clients and from practices out of sight too", async () => {
  await center.addClient("ann", { pets: ["Rex"] });
  await center.addClient("bob", { pets: ["Ada"] });
  await center.addPractice("p-2");
  const add = (clientId: string, practiceId: string, status: "PENDING" | "SENT") =>
    center.addText({ clientId, practiceId, status });
  expect((await get("ann")).phones).toMatchObject([{ waitingTexts: 0 }]);
  await add("ann", "p-1", "PENDING");
  await add("ann", "p-2", "PENDING");
  await add("ann", "p-1", "SENT");
  const sameNumber = await add("bob", "p-1", "PENDING");
  await database.pool.query(
    `update apps_smshistory set event_context = event_context || '{"number_to": "2025551097"}' where uuid = $1`,
    [sameNumber],
  );
  const seen = await get("ann", "UTC", limited("p-1"));
  expect(seen.phones).toMatchObject([{ number: "2025551097", waitingTexts: 3 }]);
  expect(seen.timeline).toHaveLength(2);
});

test("pets that are not contacted any more stand apart with the reason; deleted and removed ones are no pets", async () => {
  await center.addClient("ann", { pets: ["Rex", "Ada", "Bo", "Cy", "Dot", "Eli"] });
  const change = (oduId: string, data: object) => database.db.patient.update({ where: { oduId }, data });
  await change("Ada", { isDeceased: true });
  await change("Bo", { deathDate: new Date("2025-05-04") });
  await change("Cy", { pimsIsInactive: true, speciesDescription: "Canine" });
  await change("Dot", { pimsIsDeleted: true });
  await change("Eli", { pimsIsDeceased: true, extractorRemovedAt: new Date() });
  const { patients, formerPatients } = await get("ann");
  expect(patients.map(({ name }) => name)).toEqual(["Rex"]);
  expect(formerPatients).toEqual([
    { oduId: "Ada", name: "Ada", species: null, reason: "DECEASED", day: null },
    { oduId: "Bo", name: "Bo", species: null, reason: "DECEASED", day: "2025-05-04" },
    { oduId: "Cy", name: "Cy", species: "Canine", reason: "INACTIVE", day: null },
  ]);
});
