import { callCenterOf } from "@vetsuccess/testing/call-center";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { testSender } from "@vetsuccess/testing/sending";
import { beforeEach, expect, test } from "vitest";
import { systemActor } from "../../deps.ts";
import { updateClient, type ClientUpdate } from "./update-client.ts";

const database = useTestDatabase();
const center = callCenterOf(database);
const now = new Date("2026-06-10T14:00:00Z");
const record = (...patients: NonNullable<ClientUpdate["patients"]>) =>
  updateClient(testSender(database, undefined, { now }).deps, systemActor("agent"), {
    clientId: "ann",
    version: null,
    patients,
  });
const outcome = "Booked a visit";
const isFollowed = async (uuid: string) => (await center.textNow(uuid)).isFollowed;
const setOutcomeAt = (oduId: string, at: string | null) =>
  database.db.patient.update({
    where: { oduId },
    data: { outcome, outcomeAt: at === null ? null : new Date(at) },
  });

beforeEach(async () => {
  await center.reset();
  await center.addClient("ann", { pets: ["Rex", "Ada", "Bo"] });
  await center.addOutcomes(outcome);
});

test("a text is followed once all of its pets have an outcome, recorded now or since it was sent", async () => {
  const ofBoth = await center.addText({ clientId: "ann", pets: ["Rex", "Ada"] });
  await record({ oduId: "Rex", outcome });
  expect(await isFollowed(ofBoth)).toBe(false);
  await record({ oduId: "Ada", outcome });
  expect(await isFollowed(ofBoth)).toBe(true);
});

test.each([
  ["at the text", "2026-06-01T15:00:00Z", true],
  ["before the text", "2026-06-01T14:59:59Z", false],
  ["without a time", null, false],
])("an earlier outcome of another pet %s counts: %s, %s", async (_, at, expected) => {
  const text = await center.addText({
    clientId: "ann",
    pets: ["Rex", "Ada"],
    sentAt: "2026-06-01T15:00:00Z",
  });
  await setOutcomeAt("Ada", at);
  await record({ oduId: "Rex", outcome });
  expect(await isFollowed(text)).toBe(expected);
});

test("B6: a SENT text without a time, or with a reminder without a pet, does no harm", async () => {
  const untimed = await center.addText({ clientId: "ann", pets: ["Rex"], sentAt: null });
  const untimedOfTwo = await center.addText({ clientId: "ann", pets: ["Rex", "Ada"], sentAt: null });
  const petless = await center.addText({ clientId: "ann", pets: ["Rex", null] });
  await setOutcomeAt("Ada", "2026-06-09T15:00:00Z");
  await record({ oduId: "Rex", outcome });
  expect([await isFollowed(untimed), await isFollowed(untimedOfTwo), await isFollowed(petless)]).toEqual([
    true,
    false,
    true,
  ]);
});

test("B7: an outcome that is taken back, a comment or an opt-out closes nothing", async () => {
  const text = await center.addText({ clientId: "ann", pets: ["Rex"] });
  await record({ oduId: "Rex", outcome: null, comment: "Shy", optOut: true });
  expect(await isFollowed(text)).toBe(false);
});

test("B7: the same outcome recorded again is recorded: its time moves and the text is followed", async () => {
  await setOutcomeAt("Rex", "2026-05-01T15:00:00Z");
  const text = await center.addText({ clientId: "ann", pets: ["Rex"] });
  await record({ oduId: "Rex", outcome });
  expect(await isFollowed(text)).toBe(true);
  expect((await database.db.patient.findUnique({ where: { oduId: "Rex" } }))?.outcomeAt).toEqual(now);
});

test("the texts of all owners that speak of the pet are followed, others and unsent ones are not", async () => {
  await center.addClient("bob", { pets: ["Rex"] });
  const ofBob = await center.addText({ clientId: "bob", pets: ["Rex"] });
  const ofAda = await center.addText({ clientId: "ann", pets: ["Ada"] });
  const failed = await center.addText({ clientId: "ann", pets: ["Rex"], status: "ERROR" });
  await record({ oduId: "Rex", outcome });
  expect([await isFollowed(ofBob), await isFollowed(ofAda), await isFollowed(failed)]).toEqual([
    true,
    false,
    false,
  ]);
});
