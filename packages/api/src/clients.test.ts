import { systemActor, type Actor } from "@vetsuccess/domain/deps";
import { callCenterOf } from "@vetsuccess/testing/call-center";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { origin } from "@vetsuccess/testing/identity";
import { testSender } from "@vetsuccess/testing/sending";
import { beforeEach, describe, expect, test } from "vitest";
import { appRouter } from "./app-router.ts";

const database = useTestDatabase();
const center = callCenterOf(database);
const operator = systemActor("operator");
const as = (actor: Actor | null) =>
  appRouter.createCaller({
    deps: testSender(database).deps,
    actor,
    origin,
    setSession: () => undefined,
    authenticateAgain: () => Promise.reject(new Error("nothing streams")),
  });

beforeEach(async () => {
  await center.reset();
  await center.addClient("ann", { name: ["Ann", "Bell"], pets: ["Rex"] });
  await center.addOutcomes("Booked a visit", "Moved away");
});

describe("an agent's call", () => {
  test("finds the client, reads it, records an outcome and sees the follow-up closed", async () => {
    const { clients, outcomes } = as({ ...operator, role: "agent" });
    const textId = await center.addText({ clientId: "ann", pets: ["Rex"] });
    const [match] = (await clients.search({ term: "(202) 555-1097" })).rows;
    const before = await clients.get({ clientId: match?.oduId ?? "" });
    const [outcome] = await outcomes.list();
    const patients = [{ oduId: "Rex", outcome: outcome?.text, comment: " " }];
    const after = await clients.update({ clientId: "ann", version: before.version, patients });
    expect(after).toMatchObject({
      version: before.version + 1,
      patients: [{ outcome: "Booked a visit", comment: null }],
    });
    const { rows, nextCursor } = await clients.listContacted({ isFollowed: true });
    expect(rows).toMatchObject([{ textId, sentAt: expect.any(Date) as Date }]);
    expect(nextCursor).toBeNull();
  });

  test("that is based on an old version is told who changed what", async () => {
    const { clients } = as(operator);
    await clients.update({ clientId: "ann", version: 0, firstName: "Anna" });
    await expect(clients.update({ clientId: "ann", version: 0, firstName: "Annie" })).rejects.toMatchObject({
      code: "CONFLICT",
      cause: {
        details: { version: 1, changes: [{ by: "operator", changes: { firstName: { after: "Anna" } } }] },
      },
    });
  });

  test("takes phone numbers as people write them, and refuses what is none", async () => {
    const { clients } = as(operator);
    const write = (number: string) =>
      clients.update({ clientId: "ann", version: 0, phone: { oduId: "ph-ann", number } });
    for (const wrong of ["555-0110", "call Ann", "٢٠٢٥٥٥٠١١٠", "+44 20 7946 0958"])
      await expect(write(wrong)).rejects.toMatchObject({ code: "BAD_REQUEST" });
    expect((await write("+1 (202) 555-0110")).phones).toMatchObject([{ number: "2025550110" }]);
  });

  test.each([
    ["an empty name", { firstName: " " }],
    ["a name of two lines", { firstName: "a\nb" }],
    ["a name that is too long", { lastName: "a".repeat(256) }],
    ["an e-mail address that is none", { email: { oduId: "em-ann", address: "x" } }],
    ["a comment that is too long", { patients: [{ oduId: "Rex", comment: "c".repeat(1001) }] }],
    ["a time zone that is none", { timeZone: "Mars/Olympus" }],
    ["an offset, whose sign PostgreSQL turns round", { timeZone: "+05:00" }],
  ])("refuses %s", async (_, change) => {
    const update = as(operator).clients.update({ clientId: "ann", version: 0, ...change });
    await expect(update).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });

  test.each([
    ["a comment with a NUL byte", { patients: [{ oduId: "Rex", comment: "a\0b" }] }],
    ["an id with a NUL byte (B3)", { clientId: "\0" }],
  ])("refuses %s, which no text of the database can hold", async (_, change) => {
    const update = as(operator).clients.update({ clientId: "ann", version: 0, ...change });
    await expect(update).rejects.toMatchObject({ code: "BAD_REQUEST", cause: { code: "INVALID_INPUT" } });
  });

  test("lengths are counted in characters", async () => {
    const comment = "🐕".repeat(1000);
    const { clients } = as(operator);
    const { patients } = await clients.update({
      clientId: "ann",
      version: 0,
      patients: [{ oduId: "Rex", comment }],
    });
    expect(patients[0]?.comment).toBe(comment);
  });
});

test("a viewer reads and changes nothing", async () => {
  const { clients, practices, questions } = as({ ...operator, role: "viewer" });
  const textId = await center.addText({ clientId: "ann" });
  expect((await clients.get({ clientId: "ann" })).fullName).toBe("Ann Bell");
  expect((await practices.list()).schedulers).toEqual([{ name: "Robin", practiceIds: ["p-1"] }]);
  expect(await questions.listAnswers({ practiceId: "p-1" })).toEqual([]);
  await expect(clients.update({ clientId: "ann", version: 0 })).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(clients.setFollowed({ textIds: [textId], isFollowed: true })).rejects.toMatchObject({
    code: "FORBIDDEN",
  });
});

test("a follow-up is set and taken back", async () => {
  const { clients } = as(operator);
  const textId = await center.addText({ clientId: "ann" });
  expect(await clients.setFollowed({ textIds: [textId], isFollowed: true })).toEqual({ changed: 1 });
  expect(await clients.setFollowed({ textIds: [textId], isFollowed: false })).toEqual({ changed: 1 });
});
