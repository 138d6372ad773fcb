import { callCenterOf } from "@vetsuccess/testing/call-center";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { testSender } from "@vetsuccess/testing/sending";
import { beforeEach, describe, expect, test } from "vitest";
import { systemActor, type Actor } from "../../deps.ts";
import { askQuestion, pinQuestion } from "./ask-questions.ts";
import { listPinned, listWaiting } from "../queries.ts";
import { questionKey } from "../rules.ts";

const database = useTestDatabase();
const center = callCenterOf(database);
const agent = systemActor("dana@example.com");
const deps = () => testSender(database).deps;
const practiceId = "p-1";
const ask = (text: string, actor = agent) => askQuestion(deps(), actor, { practiceId, text });
const waiting = () => listWaiting(deps(), agent, { practiceId });
const trail = () =>
  database.db.auditEvent.findMany({
    select: { action: true, entity: true, changes: true },
    orderBy: { id: "asc" },
  });

beforeEach(async () => {
  await center.reset();
  await database.pool.query("truncate apps_question, apps_user cascade");
});

test.each([
  ["Do you take walk-ins?", "do you take walk-ins"],
  ["  do YOU  take\twalk-ins ?! ", "do you take walk-ins"],
  ["Rabies at 12 wk. or 16?", "rabies at 12 wk. or 16"],
])("%j is the same question as %j", (text, key) => {
  expect(questionKey(text)).toBe(key);
});

describe("a question without an answer", () => {
  test("waits for its practice, with who asked first", async () => {
    const filed = await ask("Do you see rabbits?");
    expect(filed).toMatchObject({ state: "WAITING", asked: { text: "Do you see rabbits?", timesAsked: 1 } });
    expect(await waiting()).toEqual([filed.state === "WAITING" && filed.asked]);
    expect(await waiting()).toMatchObject([{ askedBy: "dana@example.com", questionId: null }]);
    await center.addPractice("p-2");
    expect(await listWaiting(deps(), agent, { practiceId: "p-2" })).toEqual([]);
  });

  test("is counted when it is asked again, by ten at once too, and each time leaves a line in the trail", async () => {
    await ask("Do you see rabbits?");
    await ask("Any parking?");
    await Promise.all(Array.from({ length: 10 }, () => ask("do you see  rabbits")));
    expect(await waiting()).toMatchObject([
      { text: "Do you see rabbits?", timesAsked: 11 },
      { text: "Any parking?", timesAsked: 1 },
    ]);
    const lines = await trail();
    expect(lines).toHaveLength(12);
    expect(lines[0]).toMatchObject({
      action: "questions.ask",
      entity: "AskedQuestion",
      changes: { practiceId: { after: practiceId }, timesAsked: { before: 0, after: 1 } },
    });
  });

  test("that stands in the FAQ is tied to it, and stops waiting with the practice's answer", async () => {
    const { uuid } = await database.db.question.create({ data: { text: "Do you see rabbits?" } });
    expect(await ask("DO YOU SEE RABBITS")).toMatchObject({ asked: { questionId: uuid } });
    await center.addPractice("p-2");
    await database.db.answer.create({ data: { practiceId: "p-2", questionId: uuid, text: "No." } });
    expect(await waiting()).toHaveLength(1);
    await database.db.answer.create({ data: { practiceId, questionId: uuid, text: "Dr. Lee does." } });
    expect(await waiting()).toEqual([]);
    expect(await ask("Do you see rabbits?")).toEqual({
      state: "ANSWERED",
      answer: { questionId: uuid, question: "Do you see rabbits?", answer: "Dr. Lee does." },
    });
    expect(await waiting()).toEqual([]);
    expect(await trail()).toHaveLength(1);
  });

  test("waits anew once the one before is closed", async () => {
    await ask("Do you see rabbits?");
    await database.db.askedQuestion.updateMany({ data: { closedAt: new Date("2026-06-01") } });
    expect(await ask("Do you see rabbits?")).toMatchObject({ asked: { timesAsked: 1 } });
    expect(await waiting()).toHaveLength(1);
  });
});

describe("a practice that the actor may not see, or that is archived", () => {
  const stranger: Actor = { ...agent, practiceIds: ["elsewhere"] };
  test("is not there", async () => {
    await expect(ask("Do you see rabbits?", stranger)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(listWaiting(deps(), stranger, { practiceId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    await database.db.practice.updateMany({ data: { isArchived: true } });
    await expect(ask("Do you see rabbits?")).rejects.toMatchObject({
      code: "NOT_FOUND",
      field: "practiceId",
    });
    expect(await database.db.askedQuestion.count()).toBe(0);
  });
});

describe("a pin", () => {
  test("is its owner's, put and taken once however often", async () => {
    const person = async (email: string): Promise<Actor> => {
      const { uuid } = await database.db.user.create({
        data: { email, firstName: "", lastName: "", password: "!" },
      });
      return { ...agent, id: uuid };
    };
    const [dana, robin] = [await person("dana@example.com"), await person("robin@example.com")];
    const { uuid: questionId } = await database.db.question.create({ data: { text: "Parking?" } });
    const pin = (isPinned: boolean) => pinQuestion(deps(), dana, { questionId, isPinned });
    await pin(true);
    expect(await pin(true)).toEqual([questionId]);
    expect(await listPinned(deps(), robin)).toEqual([]);
    await pin(false);
    expect(await pin(false)).toEqual([]);
    expect(await trail()).toMatchObject([
      { action: "questions.pin", changes: { isPinned: { before: false, after: true } } },
      { action: "questions.pin", changes: { isPinned: { before: true, after: false } } },
    ]);
  });

  test("is refused to programs, and for a question that does not exist", async () => {
    const { uuid } = await database.db.question.create({ data: { text: "Parking?" } });
    const pin = (questionId: string) => pinQuestion(deps(), agent, { questionId, isPinned: true });
    await expect(pin(uuid)).rejects.toMatchObject({ code: "NOT_ALLOWED" });
    await expect(pin("7d1c3f04-6c58-4d6e-8f3e-2f2f3f4f5f6f")).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await listPinned(deps(), agent)).toEqual([]);
  });
});
