import { callCenterOf } from "@vetsuccess/testing/call-center";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { testSender } from "@vetsuccess/testing/sending";
import { beforeAll, expect, test } from "vitest";
import { systemActor } from "../../deps.ts";
import { listMostUsed, listOutcomes } from "../../outcomes/queries.ts";
import { listAnswers } from "../../questions/queries.ts";
import { listPractices } from "./list-practices.ts";

const database = useTestDatabase();
const center = callCenterOf(database);
const agent = systemActor("agent");
const deps = () => testSender(database).deps;

beforeAll(async () => {
  await center.reset();
  await database.db.practice.update({ where: { oduId: "p-1" }, data: { name: "Willow" } });
  await center.addPractice("p-2", { smsScheduler: "Alex" }, { name: "Birch" });
  await center.addPractice("p-3", { smsScheduler: "Zoe" }, { name: "Closed", isArchived: true });
  await center.addPractice("p-4", { isSmsMailingEnabled: false, smsScheduler: "" }, { name: "Ash" });
  await center.addText({ clientId: null });
  const { uuid } = await database.db.question.create({ data: { text: "Parking?" } });
  await database.db.answer.create({ data: { practiceId: "p-1", questionId: uuid, text: "In the street." } });
  await center.addOutcomes("Moved away", "Booked a visit", " PET DIED ");
});

test("B18: all practices but the archived are listed by name, with those of each scheduler", async () => {
  const { practices, schedulers } = await listPractices(deps(), agent);
  expect(practices.map(({ name, hasTexts }) => [name, hasTexts])).toEqual([
    ["Ash", false],
    ["Birch", false],
    ["Willow", true],
  ]);
  expect(practices[2]).toMatchObject({ oduId: "p-1", scheduler: "Robin", timeZone: "America/New_York" });
  expect(schedulers).toEqual([
    { name: "Alex", practiceIds: ["p-2"] },
    { name: "Robin", practiceIds: ["p-1"] },
  ]);
});

test("A19: an actor who is limited sees his practices and their answers alone", async () => {
  const limited = { ...agent, practiceIds: ["p-2"] };
  expect((await listPractices(deps(), limited)).practices).toMatchObject([{ oduId: "p-2" }]);
  await expect(listAnswers(deps(), limited, { practiceId: "p-1" })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  expect(await listAnswers(deps(), agent, { practiceId: "p-1" })).toMatchObject([
    { question: "Parking?", answer: "In the street." },
  ]);
});

test("outcomes say which of them are final, by mark or by what they say", async () => {
  const outcomes = await listOutcomes(deps());
  expect(outcomes.map(({ text, isFinal }) => [text, isFinal])).toEqual([
    [" PET DIED ", true],
    ["Booked a visit", false],
    ["Moved away", true],
  ]);
});

test("the outcomes that most pets have come first among the most used", async () => {
  const [booked, moved] = await Promise.all(
    ["Booked a visit", "Moved away"].map((text) => database.db.outcome.findFirstOrThrow({ where: { text } })),
  );
  const outcomes = [
    "Moved away",
    "Booked a visit",
    "Booked a visit",
    "Not in the list",
    "Not in the list",
    null,
  ];
  await database.db.patient.createMany({
    data: outcomes.map((outcome, at) => ({ oduId: `used-${at}`, outcome })),
  });
  expect(await listMostUsed(deps())).toEqual([booked?.uuid, moved?.uuid]);
});
