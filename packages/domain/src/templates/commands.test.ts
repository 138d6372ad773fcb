import { openDatabase } from "@vetsuccess/db/client";
import { callCenterOf } from "@vetsuccess/testing/call-center";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { testSender } from "@vetsuccess/testing/sending";
import { beforeEach, describe, expect, test } from "vitest";
import { systemActor } from "../deps.ts";
import { planPractice } from "../outreach/commands.ts";
import {
  createTemplate,
  deleteTemplate,
  reorderTemplates,
  updateDefaultText,
  updateTemplate,
} from "./commands.ts";
import { listTemplates, listTemplateVersions } from "./queries/list-templates.ts";
import { matchTemplate, previewTemplate } from "./queries/try-template.ts";

const database = useTestDatabase();
const center = callCenterOf(database);
const ann = systemActor("ann@example.com");
const bob = systemActor("bob@example.com");
const deps = () => testSender(database).deps;
const rabies = { keyWords: ["rabies"], template: "RABIES {link} STOP" };
const add = async (words = rabies) => (await createTemplate(deps(), ann, words)).templates.at(-1)?.uuid ?? "";
const actions = async () => {
  const events = await database.db.auditEvent.findMany({ select: { action: true }, orderBy: { id: "asc" } });
  return events.map(({ action }) => action);
};

beforeEach(() => center.reset());

test("a change is in the next plan of another worker within a second, without a restart", async () => {
  const uuid = await add();
  await center.addPet("Rex", "ann", "2026-04-22", "Rabies");
  const worker = openDatabase({
    url: database.url,
    poolSize: 2,
    statementTimeoutMs: 30_000,
    connectionRetries: 0,
    applicationName: "worker-2",
  });
  try {
    await updateTemplate(deps(), ann, { uuid, version: 1, keyWords: ["rabies"], template: "NEW STOP" });
    const plan = await planPractice(
      { ...deps(), db: worker.db, now: () => new Date("2026-06-10T02:00:00Z") },
      { practiceId: "p-1", day: "2026-06-10" },
    );
    expect(plan.samples[0]?.text).toBe("NEW STOP");
  } finally {
    await worker.close();
  }
});

test("default texts are changed in the same way, and stay even by SQL", async () => {
  const { defaultTexts } = await listTemplates(deps());
  expect(defaultTexts.map(({ key, version, problem }) => [key, version, problem])).toEqual([
    ["WITH_LINK", 1, null],
    ["WITH_PHONE", 1, null],
  ]);
  const shipped = defaultTexts[0]?.template ?? "";
  await updateDefaultText(deps(), ann, { key: "WITH_LINK", version: 1, template: "{link} STOP" });
  await center.addPet("Rex", "ann", "2026-04-22", "Rabies");
  const plan = await planPractice(
    { ...deps(), now: () => new Date("2026-06-10T02:00:00Z") },
    { practiceId: "p-1", day: "2026-06-10" },
  );
  expect(plan.samples[0]?.text).toBe("https://book.example.com STOP");
  const versions = await listTemplateVersions(deps(), { templateId: "WITH_LINK" });
  expect(versions.map(({ version, by }) => [version, by])).toEqual([
    [2, "ann@example.com"],
    [1, "VetSuccess, as shipped"],
  ]);
  expect(await actions()).toEqual(["templates.updateDefault"]);
  await expect(database.pool.query("delete from apps_defaulttext")).rejects.toThrow("keeps its two rows");
  await updateDefaultText(deps(), ann, { key: "WITH_LINK", version: 2, template: shipped });
});

describe("two who edit one template", () => {
  test("the second is told by whom and what; nothing is lost", async () => {
    const uuid = await add();
    await updateTemplate(deps(), ann, { ...rabies, uuid, version: 1, template: "ANN STOP" });
    const second = updateTemplate(deps(), bob, { ...rabies, uuid, version: 1, template: "BOB STOP" });
    await expect(second).rejects.toMatchObject({
      code: "CONFLICT",
      message: "ann@example.com changed this template in the meantime.",
      details: { version: 2, template: "ANN STOP", by: "ann@example.com" },
    });
    await updateTemplate(deps(), bob, { ...rabies, uuid, version: 2, template: "BOB STOP" });
    const versions = await listTemplateVersions(deps(), { templateId: uuid });
    expect(versions.map(({ version, template, by }) => [version, template, by])).toEqual([
      [3, "BOB STOP", "bob@example.com"],
      [2, "ANN STOP", "ann@example.com"],
      [1, "RABIES {link} STOP", "ann@example.com"],
    ]);
    expect(await actions()).toEqual(["templates.create", "templates.update", "templates.update"]);
  });

  test("at the same moment one of them is told", async () => {
    const uuid = await add();
    const ends = await Promise.allSettled(
      [ann, bob].map((actor) =>
        updateTemplate(deps(), actor, { ...rabies, uuid, version: 1, template: "X STOP" }),
      ),
    );
    expect(ends.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });
});

test("the order is saved as a whole; one that is not the whole list is refused", async () => {
  const first = await add();
  const second = await add({ keyWords: ["dental"], template: "DENTAL STOP" });
  const { templates } = await reorderTemplates(deps(), ann, { uuids: [second, first] });
  expect(templates.map(({ uuid }) => uuid)).toEqual([second, first]);
  await expect(reorderTemplates(deps(), ann, { uuids: [first] })).rejects.toMatchObject({ code: "CONFLICT" });
  await deleteTemplate(deps(), ann, { uuid: second, version: 1 });
  await expect(deleteTemplate(deps(), ann, { uuid: second, version: 1 })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  expect((await actions()).slice(2)).toEqual(["templates.reorder", "templates.delete"]);
  expect(await listTemplateVersions(deps(), { templateId: second })).toHaveLength(1);
});

test("one that came by SQL keeps its first version when it is changed", async () => {
  const { uuid } = await database.db.smsTemplate.create({ data: { keyWords: ["x"], template: "OLD" } });
  await updateTemplate(deps(), ann, { uuid, version: 1, keyWords: ["x"], template: "NEW STOP" });
  const versions = await listTemplateVersions(deps(), { templateId: uuid });
  expect(versions.map(({ template }) => template)).toEqual(["NEW STOP", "OLD"]);
});

describe("the bench", () => {
  test("says which template a description gets, by which word, and what else would fit", async () => {
    const first = await add();
    const second = await add({ keyWords: ["vacc", "rab"], template: "VACC STOP" });
    await center.addPet("Rex", "ann", "2026-04-22", "RABIES vaccine");
    expect(await matchTemplate(deps(), ann, { description: "Rabies Vaccine" })).toEqual({
      isDefault: false,
      uuid: first,
      keyWord: "rabies",
      alsoFits: [second],
      reminders: 1,
    });
    expect(await matchTemplate(deps(), ann, { description: "Exam" })).toMatchObject({
      isDefault: true,
      uuid: null,
    });
    const draft = { uuid: null, keyWords: ["exam"] };
    expect(await matchTemplate(deps(), ann, { description: "Exam", draft })).toMatchObject({
      isDefault: false,
      uuid: null,
      keyWord: "exam",
    });
    const emptied = { uuid: first, keyWords: [] };
    expect(await matchTemplate(deps(), ann, { description: "Rabies", draft: emptied })).toMatchObject({
      uuid: second,
    });
  });

  test("fills a template in for real pets, with its segments; says what is broken", async () => {
    for (const pet of ["rex", "ada"]) await center.addPet(pet, "ann", "2026-04-22");
    await database.pool.query("update apps_client set server_id = 1");
    const shown = await previewTemplate(deps(), ann, {
      template: "{your_pets} {be_verb} – {practice_phone_number}",
    });
    expect(shown.texts.map(({ pets }) => pets.length)).toEqual([1, 2, 3, 4]);
    expect(shown.texts[1]).toMatchObject({
      pets: ["Ada", "Rex"],
      text: "Ada and Rex are – 202-555-0111",
      size: { encoding: "UCS-2", segments: 1, foreign: ["–"] },
    });
    expect(await previewTemplate(deps(), ann, { template: "{x}" })).toMatchObject({
      problem: "{x} is not a variable of a template",
      texts: [],
    });
  });
});
