import { emptySettings } from "@vetsuccess/contract/practices";
import { systemActor, type Actor } from "@vetsuccess/domain/deps";
import { callCenterOf } from "@vetsuccess/testing/call-center";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { origin, signInAs } from "@vetsuccess/testing/identity";
import { testSender } from "@vetsuccess/testing/sending";
import { beforeEach, describe, expect, test } from "vitest";
import { appRouter } from "./app-router.ts";

const database = useTestDatabase();
const center = callCenterOf(database);
const tabs = ["00000000-0000-4000-8000-00000000000a", "00000000-0000-4000-8000-00000000000b"] as const;
const as = (actor: Actor) =>
  appRouter.createCaller({
    deps: testSender(database).deps,
    actor,
    origin,
    setSession: () => undefined,
    authenticateAgain: () => Promise.reject(new Error("nothing streams")),
  });

/** Somebody with the role, who has a row of his own. */
async function somebody(role: "admin" | "agent", practiceIds: string[] | null = null) {
  const { id } = await signInAs({ db: database.db, now: () => testSender(database).deps.now() }, role);
  return as({ ...systemActor(id), role, practiceIds });
}
/** A refusal of the domain: its code, and the field or more. */
const refused = (code: string, more: object = {}) => ({ cause: { code, ...more } });

beforeEach(async () => {
  await center.reset();
  await database.pool.query("truncate apps_question, apps_askedquestion, apps_savedview cascade");
  await center.addClient("ann", { name: ["Ann", "Bell"], pets: ["Rex", "Ada"] });
});

describe("an outcome", () => {
  const words = { text: "Moved far away", isFinal: true, scope: "PET" } as const;

  test("is changed by the version it was read in, and pets that have it get its new words", async () => {
    const { outcomes, clients } = await somebody("admin");
    const made = (await outcomes.create(words)).find(({ text }) => text === words.text);
    const { uuid = "", version = 0 } = made ?? {};
    const patients = [{ oduId: "Rex", outcome: words.text }];
    await clients.update({ clientId: "ann", version: 0, patients });
    await outcomes.update({ uuid, version, ...words, text: "Moved" });
    expect((await clients.get({ clientId: "ann" })).patients).toMatchObject([
      { oduId: "Ada", outcome: null },
      { oduId: "Rex", outcome: "Moved" },
    ]);
    const stale = outcomes.update({ uuid, version, ...words, text: "Gone" });
    await expect(stale).rejects.toMatchObject(refused("CONFLICT", { field: "version" }));
  });

  test("in use is archived, not deleted; then agents can record it no more", async () => {
    const { outcomes, clients } = await somebody("admin");
    await center.addOutcomes("Booked a visit");
    const [{ uuid } = { uuid: "" }] = await outcomes.list();
    await clients.update({
      clientId: "ann",
      version: 0,
      patients: [{ oduId: "Rex", outcome: "Booked a visit" }],
    });
    await expect(outcomes.delete({ uuid })).rejects.toMatchObject(refused("IN_USE", { field: "uuid" }));
    await outcomes.archive({ uuid });
    expect(await outcomes.list()).toEqual([]);
    const patients = [{ oduId: "Ada", outcome: "Booked a visit" }];
    await expect(clients.update({ clientId: "ann", version: 1, patients })).rejects.toMatchObject(
      refused("INVALID_INPUT", { fields: [{ path: "patients.0.outcome" }] }),
    );
    await outcomes.restore({ uuid });
    expect((await outcomes.list()).map(({ text }) => text)).toEqual(["Booked a visit"]);
  });

  test("has words that no other has, in whatever case", async () => {
    const { outcomes } = await somebody("admin");
    await outcomes.create(words);
    await expect(outcomes.create({ ...words, text: "MOVED FAR AWAY" })).rejects.toMatchObject(
      refused("INVALID_INPUT", { field: "text" }),
    );
  });

  test("is made, changed and merged by administrators alone", async () => {
    const { outcomes } = await somebody("agent");
    await expect(outcomes.create(words)).rejects.toMatchObject(refused("NOT_ALLOWED"));
  });
});

describe("a question", () => {
  const asked = { practiceId: "p-1", text: "Do you treat rabbits?" };

  test("that was asked waits once, however often, until the practice answers it", async () => {
    const { questions } = await somebody("admin");
    await questions.ask(asked);
    await questions.ask({ ...asked, text: "do you treat RABBITS?" });
    const [waiting] = await questions.listWaiting({ practiceId: "p-1" });
    expect(waiting).toMatchObject({ text: asked.text, timesAsked: 2 });
    const answer = { askedId: waiting?.uuid ?? "", question: asked.text, text: "Yes, **daily**." };
    const faq = await questions.answerAsked(answer);
    expect(faq).toMatchObject([{ question: asked.text, answer: "Yes, **daily**.", version: 1 }]);
    expect(await questions.listWaiting({ practiceId: "p-1" })).toEqual([]);
    expect(await questions.ask(asked)).toMatchObject({
      state: "ANSWERED",
      answer: { answer: "Yes, **daily**." },
    });
    await expect(questions.answerAsked(answer)).rejects.toMatchObject(
      refused("NOT_FOUND", { field: "askedId" }),
    );
  });

  test("has an answer that two people cannot overwrite for each other", async () => {
    const { questions } = await somebody("admin");
    const [{ uuid: questionId } = { uuid: "" }] = await questions.create({
      text: "When are you open?",
      isPinned: true,
    });
    const key = { practiceId: "p-1", questionId };
    await questions.setAnswer({ ...key, version: 0, text: "At eight." });
    await expect(questions.setAnswer({ ...key, version: 0, text: "At nine." })).rejects.toMatchObject(
      refused("CONFLICT", { field: "version", details: { text: "At eight.", version: 1 } }),
    );
    await expect(questions.delete({ uuid: questionId })).rejects.toMatchObject(
      refused("IN_USE", { field: "uuid" }),
    );
    expect(await questions.removeAnswer({ ...key, version: 1 })).toMatchObject([{ answer: null }]);
    expect(await questions.delete({ uuid: questionId })).toEqual([]);
  });

  test("merged into another takes its answers along, joined where there are two", async () => {
    const { questions } = await somebody("admin");
    await questions.create({ text: "Open on Sundays?", isPinned: false });
    const all = await questions.create({ text: "Are you open on a Sunday?", isPinned: false });
    const [from, into] = all.map(({ uuid }) => uuid);
    for (const [questionId = "", text] of [
      [from, "No."],
      [into, "Never."],
    ] as const)
      await questions.setAnswer({ practiceId: "p-1", questionId, version: 0, text });
    expect(await questions.merge({ uuid: from ?? "", intoUuid: into ?? "" })).toHaveLength(1);
    expect(await questions.listAnswers({ practiceId: "p-1" })).toMatchObject([{ answer: "Never.\n\nNo." }]);
  });

  test("of a practice that the caller may not see is not there", async () => {
    await database.db.practice.create({ data: { oduId: "p-2", serverId: 1n } });
    const { questions } = await somebody("agent", ["p-2"]);
    await expect(questions.ask(asked)).rejects.toMatchObject(refused("NOT_FOUND"));
    await expect(questions.listAnswers({ practiceId: "p-1" })).rejects.toMatchObject(refused("NOT_FOUND"));
  });
});

describe("a template", () => {
  const words = {
    keyWords: ["vaccine"],
    template: "{your_pets_capitalized}: call us. Reply STOP to opt out.",
  };

  test("keeps every version, and tells who is late what stands there now", async () => {
    const { templates } = await somebody("admin");
    const { templates: made } = await templates.create(words);
    const { uuid, version } = made.at(-1) ?? { uuid: "", version: 0 };
    const next = { ...words, keyWords: ["Rabies", "rabies "] };
    const changed = await templates.update({ uuid, version, ...next });
    expect(changed.templates.at(-1)).toMatchObject({ version: version + 1, keyWords: ["rabies"] });
    await expect(templates.update({ uuid, version, ...words })).rejects.toMatchObject(
      refused("CONFLICT", { field: "version", details: { version: version + 1, keyWords: ["rabies"] } }),
    );
    const versions = await templates.listVersions({ templateId: uuid });
    expect(versions.map(({ keyWords }) => keyWords)).toEqual([["rabies"], ["vaccine"]]);
    await templates.delete({ uuid, version: version + 1 });
    expect(await templates.listVersions({ templateId: uuid })).toHaveLength(2);
  });

  test("is tried before it is saved: what is wrong with it is said, not refused", async () => {
    const { templates } = await somebody("admin");
    const { problem } = await templates.preview({ template: "{owner}, call us." });
    expect(problem).toContain("{owner}");
    const draft = { uuid: null, keyWords: ["rabies"] };
    expect(await templates.match({ description: "RABIES 3 years", draft })).toMatchObject({
      isDefault: false,
      uuid: null,
      keyWord: "rabies",
    });
  });
});

describe("a saved view", () => {
  const view = { name: "Mine", filter: { isFollowed: false }, sort: "sentAt", direction: "desc" } as const;

  test("is its owner's until it is shared, and then his to change alone", async () => {
    const [ann, ben] = [await somebody("agent"), await somebody("agent")];
    const { uuid } = await ann.views.create(view);
    expect(await ben.views.list()).toEqual([]);
    await expect(ben.views.update({ uuid, name: "Ours" })).rejects.toMatchObject(refused("NOT_FOUND"));
    await ann.views.share({ uuid, isShared: true });
    expect(await ben.views.list()).toMatchObject([{ uuid, isShared: true, isOwn: false, canChange: false }]);
    await expect(ben.views.update({ uuid, name: "Ours" })).rejects.toMatchObject(refused("NOT_ALLOWED"));
  });

  test("has a name of its own, counts what it shows, and comes back after it was deleted", async () => {
    const { views } = await somebody("agent");
    await center.addText({ clientId: "ann", pets: ["Rex"] });
    const { uuid } = await views.create(view);
    await expect(views.create(view)).rejects.toMatchObject(refused("CONFLICT", { field: "name" }));
    expect(await views.count({ uuids: [uuid] })).toMatchObject([{ uuid, count: 1 }]);
    await views.delete({ uuid });
    expect(await views.list()).toEqual([]);
    expect(await views.restore({ uuid })).toMatchObject({
      uuid,
      name: "Mine",
      filter: { isFollowed: false },
    });
  });
});

test("a client that somebody works on is taken over on purpose only", async () => {
  const [ann, ben] = [await somebody("agent"), await somebody("agent")];
  const [tabOfAnn, tabOfBen] = tabs;
  await ann.presence.enter({ clientId: "ann", tabId: tabOfAnn });
  await ben.presence.enter({ clientId: "ann", tabId: tabOfBen });
  await ann.presence.take({ clientId: "ann", tabId: tabOfAnn });
  const told = await ben.presence.take({ clientId: "ann", tabId: tabOfBen });
  expect(told).toMatchObject({ worker: { isYou: false, isThisTab: false }, colleagues: [{}] });
  const taken = await ben.presence.take({ clientId: "ann", tabId: tabOfBen, isTakeOver: true });
  expect(taken).toMatchObject({ worker: { isYou: true, isThisTab: true }, colleagues: [{}] });
  await ben.presence.leave({ tabId: tabOfBen });
  expect(await ann.presence.list({ clientIds: ["ann"] })).toEqual([]);
});

describe("a practice's settings", () => {
  test("are refused field by field, and by the version they were read in", async () => {
    const { practices } = await somebody("admin");
    const { version } = await practices.get({ practiceId: "p-1" });
    const write = (changes: Partial<typeof emptySettings>) =>
      practices.updateSettings({ practiceId: "p-1", version, settings: { ...emptySettings, ...changes } });
    await expect(write({ smsLink: "book" })).rejects.toMatchObject({
      code: "BAD_REQUEST",
      cause: { issues: [{ path: ["settings", "smsLink"] }] },
    });
    await expect(write({ endDateForLaunch: "2026-06-10" })).rejects.toMatchObject({
      cause: { issues: [{ path: ["settings", "startDateForLaunch"] }] },
    });
    const { settings } = await write({ smsSendersPhone: "+1 (202) 555-0110" });
    expect(settings).toMatchObject({ smsSendersPhone: "2025550110", isSmsMailingEnabled: false });
    await expect(write({ smsScheduler: "Sam" })).rejects.toMatchObject(
      refused("CONFLICT", { field: "version" }),
    );
  });

  test("that turn texts on ask whether the practice is ready", async () => {
    const { practices } = await somebody("admin");
    await database.db.practice.create({ data: { oduId: "p-2", serverId: 1n } });
    const settings = {
      ...emptySettings,
      isSmsMailingEnabled: true,
      smsSendersPhone: "2025550110",
      smsScheduler: "Sam",
      smsPracticeName: "Willow",
      smsLink: "https://book.example.com",
    };
    const turnOn = practices.updateSettings({ practiceId: "p-2", version: 0, settings });
    await expect(turnOn).rejects.toMatchObject(
      refused("NOT_READY", { field: "settings.isSmsMailingEnabled", details: { isReady: false } }),
    );
  });

  test("an archived practice is archived once, and comes back", async () => {
    const { practices } = await somebody("admin");
    expect(await practices.archive({ practiceId: "p-1" })).toMatchObject({ isArchived: true });
    await expect(practices.archive({ practiceId: "p-1" })).rejects.toMatchObject(refused("CONFLICT"));
    expect((await practices.list()).practices).toEqual([]);
    expect(await practices.restore({ practiceId: "p-1" })).toMatchObject({ isArchived: false });
  });
});
