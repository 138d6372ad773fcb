import { callCenterOf } from "@vetsuccess/testing/call-center";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { testSender } from "@vetsuccess/testing/sending";
import { beforeEach, describe, expect, test } from "vitest";
import { systemActor, type Actor } from "../../deps.ts";
import { getFaq, listQuestions, listWaiting } from "../queries.ts";
import { answerAsked, dismissAsked, removeAnswer, setAnswer } from "./answer-questions.ts";
import { askQuestion } from "./ask-questions.ts";
import {
  createQuestion,
  deleteQuestion,
  mergeQuestions,
  reorderQuestions,
  updateQuestion,
} from "./change-questions.ts";

const database = useTestDatabase();
const center = callCenterOf(database);
const ann = systemActor("ann@example.com");
const limited: Actor = { ...ann, practiceIds: ["p-2"] };
const practiceId = "p-1";
const deps = () => testSender(database).deps;
const add = async (text: string, isPinned = false) => {
  const rows = await createQuestion(deps(), ann, { text, isPinned });
  return rows.find((row) => row.text === text)?.uuid ?? "";
};
const answer = (questionId: string, text: string, version = 0) =>
  setAnswer(deps(), ann, { practiceId, questionId, version, text });
const actions = async () => {
  const events = await database.db.auditEvent.findMany({ select: { action: true }, orderBy: { id: "asc" } });
  return events.map(({ action }) => action);
};
const texts = async () => (await listQuestions(deps())).map(({ text }) => text);

beforeEach(async () => {
  await center.reset();
  await database.pool.query("truncate apps_question cascade");
});

test("questions stand in their order, pinned ones first, each asked once", async () => {
  const first = await add("Hours?");
  const second = await add("Walk-ins?");
  await add("Emergencies?", true);
  expect(await texts()).toEqual(["Emergencies?", "Hours?", "Walk-ins?"]);
  await expect(add("hours?")).rejects.toMatchObject({ code: "INVALID_INPUT" });
  const [third = ""] = (await listQuestions(deps())).map(({ uuid }) => uuid);
  await reorderQuestions(deps(), ann, { uuids: [third, second, first] });
  expect(await texts()).toEqual(["Emergencies?", "Walk-ins?", "Hours?"]);
  await expect(reorderQuestions(deps(), ann, { uuids: [first] })).rejects.toMatchObject({ code: "CONFLICT" });
  const change = { uuid: first, version: 1, text: "Opening hours?", isPinned: true };
  await updateQuestion(deps(), ann, change);
  await expect(updateQuestion(deps(), ann, change)).rejects.toMatchObject({ code: "CONFLICT" });
  expect((await actions()).slice(3)).toEqual(["questions.reorder", "questions.update"]);
});

test("what LIKE takes for a pattern is a question like any other", async () => {
  for (const text of ["100 % refunds?", "100 x refunds?", "A\\B or B\\", "_"]) await add(text);
  expect(await texts()).toHaveLength(4);
});

test("one that is answered is not deleted; merged, its answers move and are joined", async () => {
  const uuid = await add("Hours?");
  const intoUuid = await add("Opening hours?");
  await answer(uuid, "8 to 6");
  await answer(intoUuid, "Mon-Fri");
  await expect(deleteQuestion(deps(), ann, { uuid })).rejects.toMatchObject({ code: "IN_USE" });
  await mergeQuestions(deps(), ann, { uuid, intoUuid });
  const faq = await getFaq(deps(), ann, { practiceId });
  expect(faq.map(({ question, answer: words }) => [question, words])).toEqual([
    ["Opening hours?", "Mon-Fri\n\n8 to 6"],
  ]);
  const unused = await add("Nobody asks?");
  await deleteQuestion(deps(), ann, { uuid: unused });
  expect((await actions()).slice(-3)).toEqual(["questions.merge", "questions.create", "questions.delete"]);
});

describe("an answer", () => {
  test("has who wrote it and when; whoever was overtaken is told", async () => {
    const uuid = await add("Hours?");
    expect((await answer(uuid, "8 to 6"))[0]).toMatchObject({ version: 1, updatedBy: "ann@example.com" });
    await expect(answer(uuid, "9 to 5")).rejects.toMatchObject({
      code: "CONFLICT",
      details: { text: "8 to 6" },
    });
    await removeAnswer(deps(), ann, { practiceId, questionId: uuid, version: 1 });
    expect((await getFaq(deps(), ann, { practiceId }))[0]).toMatchObject({ answer: null, version: 0 });
    expect((await actions()).slice(1)).toEqual(["questions.setAnswer", "questions.removeAnswer"]);
  });

  test("to a question that waits makes it one of the FAQ, and it waits no more", async () => {
    await askQuestion(deps(), ann, { practiceId, text: "Do you see rabbits?" });
    const [asked] = await listWaiting(deps(), ann, { practiceId });
    const askedId = asked?.uuid ?? "";
    const faq = await answerAsked(deps(), ann, {
      askedId,
      question: "Do you see rabbits?",
      text: "On Tuesdays",
    });
    expect(faq).toMatchObject([{ question: "Do you see rabbits?", answer: "On Tuesdays" }]);
    expect(await listWaiting(deps(), ann, { practiceId })).toEqual([]);
    await expect(
      answerAsked(deps(), ann, { askedId, question: "Do you see rabbits?", text: "x" }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect((await actions()).slice(1)).toEqual(["questions.create", "questions.answerAsked"]);
  });

  test("is not needed for one that is dismissed", async () => {
    await askQuestion(deps(), ann, { practiceId, text: "Do you see rabbits?" });
    const [asked] = await listWaiting(deps(), ann, { practiceId });
    const askedId = asked?.uuid ?? "";
    await expect(dismissAsked(deps(), limited, { askedId })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await dismissAsked(deps(), ann, { askedId })).toEqual([]);
    expect((await actions()).at(-1)).toBe("questions.dismissAsked");
  });

  test("of a practice outside one's own is not found", async () => {
    const questionId = await add("Hours?");
    const input = { practiceId, questionId, version: 0, text: "x" };
    await expect(setAnswer(deps(), limited, input)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(getFaq(deps(), limited, { practiceId })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});
