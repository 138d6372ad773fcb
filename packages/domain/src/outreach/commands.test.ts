import { useTestDatabase } from "@vetsuccess/testing/database";
import { outreachOf, phoneOf } from "@vetsuccess/testing/outreach";
import { beforeEach, describe, expect, test } from "vitest";
import { systemActor, type Deps } from "../deps.ts";
import { planPractice, previewPlan, requestPlan } from "./commands.ts";

const database = useTestDatabase();
const { practiceId, reset, addPractice, addPet, addReminder, listReminders, listJobs, coveredThrough } =
  outreachOf(database);
const day = "2026-06-10";
/** Seven weeks before. */
const due = "2026-04-22";
let errors: object[] = [];

const ignore = () => undefined;
const depsAt = (smsLimitPerMinute = 100): Deps => ({
  db: database.db,
  now: () => new Date(`${day}T02:00:00Z`),
  log: { debug: ignore, info: ignore, warn: ignore, error: (fields) => errors.push(fields) },
  settings: { smsLimitPerMinute, isSmsSendingEnabled: true, isSandbox: true },
});
const plan = () => planPractice(depsAt(), { practiceId, day });
const preview = () => previewPlan(depsAt(), { practiceId, day });

beforeEach(async () => {
  errors = [];
  await reset();
});

describe("planning a day", () => {
  test("writes text, event, decisions, watermark and the job that sends", async () => {
    await addPet("rex", "ann", due);
    await addPet("ada", "ann", due);
    await addReminder("ada", "2026-04-21");
    const result = await plan();
    expect(result).toMatchObject({
      windows: [{ from: "2026-04-22", through: "2026-04-22" }],
      reminders: 2,
      decisions: { EVENT_CREATED: 2, CHECKED: 0, NO_PHONE: 0 },
      texts: 1,
      samples: [{ clientId: "ann", pets: ["Ada", "Rex"], sendAt: "2026-06-10T15:00:00.000Z" }],
    });
    const [untouched, ada, rex] = await listReminders();
    expect(untouched).toMatchObject({ reminder: "ada-2026-04-21", status: null, historyId: null });
    expect(ada).toMatchObject({
      status: "EVENT_CREATED",
      decidedOn: day,
      clientId: "ann",
      textStatus: "PENDING",
      plannedOn: day,
      sendAt: new Date("2026-06-10T15:00:00Z"),
      text: result.samples[0]?.text,
      isSame: true,
      numberTo: "2025551097",
    });
    expect(rex).toEqual({ ...ada, reminder: "rex-2026-04-22" });
    expect(await coveredThrough()).toBe(day);
    expect(await listJobs()).toMatchObject([
      { task: "texts.send-due", runAt: new Date("2026-06-10T15:00:00Z") },
    ]);
  });

  test("a day without due reminders is covered all the same, and sends nothing", async () => {
    expect(await plan()).toMatchObject({ reminders: 0, texts: 0, samples: [] });
    expect(await coveredThrough()).toBe(day);
    expect(await listJobs()).toEqual([]);
  });

  test("nobody on the opt-out list is texted; an ended entry or another practice's does not count", async () => {
    await addPractice("p-2");
    for (const pet of ["a", "b", "c", "d"]) await addPet(pet, pet, due);
    const entry = (owner: string) => ({ number: `+1${phoneOf(owner)}`, source: "STOP" });
    await database.db.optOut.createMany({
      data: [
        entry("a"),
        { ...entry("b"), scope: "PRACTICE", practiceId },
        { ...entry("c"), scope: "PRACTICE", practiceId: "p-2" },
        { ...entry("d"), endedAt: new Date() },
      ],
    });
    expect(await plan()).toMatchObject({ decisions: { OPTED_OUT: 2, EVENT_CREATED: 2 }, texts: 2 });
  });

  test("an outcome that an admin marked as final ends texts, whatever its case", async () => {
    await addPet("moved", "a", due);
    await addPet("died", "b", due);
    await addPet("busy", "c", due);
    await database.db.outcome.createMany({
      data: [{ text: "Moved away ", isFinal: true }, { text: "Busy" }],
    });
    const record = (oduId: string, outcome: string) =>
      database.db.patient.update({ where: { oduId }, data: { outcome } });
    await record("moved", "moved AWAY");
    await record("died", "Client declined - pet died");
    await record("busy", "Busy");
    expect(await plan()).toMatchObject({ reminders: 1, decisions: { EVENT_CREATED: 1 } });
  });

  test("a broken template is logged by its id and stops nobody", async () => {
    const broken = await database.db.smsTemplate.create({ data: { keyWords: ["dental"], template: "Hi {" } });
    await addPet("rex", "ann", "2026-04-22", "Dental");
    expect((await plan()).samples[0]?.text).toContain("Rex is overdue");
    expect(errors).toEqual([{ practiceId, templates: [broken.uuid] }]);
  });

  test("templates match by their position", async () => {
    await database.db.smsTemplate.create({ data: { keyWords: ["dent"], template: "second", position: 2 } });
    await database.db.smsTemplate.create({ data: { keyWords: ["dental"], template: "first", position: 1 } });
    await addPet("rex", "ann", "2026-04-22", "Dental");
    expect((await plan()).samples[0]?.text).toBe("first");
  });

  test("as many texts stand in a minute as may be sent in one, behind those that wait already", async () => {
    for (const owner of ["a", "b", "c", "d", "e"]) await addPet(owner, owner, due);
    await database.db.smsEvent.create({ data: { sendAt: new Date("2026-06-10T15:00:00Z"), context: {} } });
    await planPractice(depsAt(2), { practiceId, day });
    expect((await listReminders()).map((row) => row.sendAt?.toISOString().slice(11, 16))).toEqual([
      "15:00",
      "15:01",
      "15:01",
      "15:02",
      "15:02",
    ]);
  });

  test("the recipient's clock decides: Hawaii waits for its 08:00", async () => {
    await database.db.server.update({ where: { oduId: 1n }, data: { timeZone: "Pacific/Honolulu" } });
    await addPet("rex", "ann", due);
    expect((await plan()).samples[0]?.sendAt).toBe("2026-06-10T18:00:00.000Z");
  });
});

describe("a preview", () => {
  test("is what planning then does, and writes nothing", async () => {
    await addPet("rex", "ann", due);
    await addPet("ada", "bob", due);
    await database.db.phone.update({ where: { oduId: "ph-bob" }, data: { type: "work" } });
    const before = await listReminders();
    const previewed = await preview();
    expect(previewed).toMatchObject({ texts: 1, decisions: { EVENT_CREATED: 1, EXCLUDED_PHONE_TYPE: 1 } });
    expect(await listReminders()).toEqual(before);
    expect(await coveredThrough()).toBeUndefined();
    expect(await plan()).toEqual(previewed);
  });

  test("shows three samples at most", async () => {
    for (const owner of ["a", "b", "c", "d"]) await addPet(owner, owner, due);
    expect((await preview()).samples.map((sample) => sample.clientId)).toEqual(["a", "b", "c"]);
  });

  test("of a covered day shows what came in since", async () => {
    await plan();
    await addPet("late", "ann", due);
    expect(await preview()).toMatchObject({ windows: [{ from: "2026-04-22" }], texts: 1 });
  });
});

describe("what cannot be planned", () => {
  beforeEach(async () => {
    await addPractice("archived", {}, { isArchived: true });
    await addPractice("off", { isSmsMailingEnabled: false });
    await database.db.practice.create({ data: { oduId: "bare", serverId: 1n } });
  });
  const actor = systemActor("test");
  const verbs = {
    planPractice,
    previewPlan,
    requestPlan: (deps: Deps, input: Parameters<typeof planPractice>[1]) => requestPlan(deps, actor, input),
  };

  for (const [verb, run] of Object.entries(verbs))
    test.each([
      ["an unknown practice", { practiceId: "nobody", day }, "NOT_FOUND", "practiceId"],
      ["an archived practice", { practiceId: "archived", day }, "PRACTICE_ARCHIVED", "practiceId"],
      ["a practice with mailing off", { practiceId: "off", day }, "MAILING_OFF", "practiceId"],
      ["a practice without settings", { practiceId: "bare", day }, "MAILING_OFF", "practiceId"],
      ["no date", { practiceId, day: "tomorrow" }, "INVALID_INPUT", "day"],
      ["a date that does not exist", { practiceId, day: "2026-02-30" }, "INVALID_INPUT", "day"],
      ["a day in the future", { practiceId, day: "2026-06-11" }, "INVALID_INPUT", "day"],
    ])(`${verb} refuses %s`, async (_, input, code, field) => {
      await expect(run(depsAt(), input)).rejects.toMatchObject({ name: "DomainError", code, field });
      expect(await database.db.outreachWatermark.count()).toBe(0);
      expect(await listJobs()).toEqual([]);
    });

  test("a practice that can be is queued once, however often it is asked for", async () => {
    const jobKey = `outreach.create-sms-events:${practiceId}:${day}`;
    expect(await requestPlan(depsAt(), actor, { practiceId, day })).toEqual({ jobKey });
    await requestPlan(depsAt(), actor, { practiceId, day });
    expect(await listJobs()).toMatchObject([{ task: "outreach.create-sms-events", key: jobKey }]);
  });
});
