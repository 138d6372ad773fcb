import { Prisma } from "@vetsuccess/db/sql";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { beforeEach, describe, expect, test } from "vitest";
import type { Deps } from "../deps.ts";
import { addDays } from "../calendar/rules.ts";
import { planPractice, previewPlan, requestPlan } from "./commands.ts";

const database = useTestDatabase();
/** Its due date is 2026-04-22. */
const day = "2026-06-10";
const practiceId = "p-1";
let errors: object[] = [];

const depsAt = (now = `${day}T02:00:00Z`, smsLimitPerMinute = 100): Deps => ({
  db: database.db,
  now: () => new Date(now),
  log: { debug: ignore, info: ignore, warn: ignore, error: (fields) => errors.push(fields) },
  settings: { smsLimitPerMinute, isSmsSendingEnabled: true, isSandbox: true },
});
const ignore = () => undefined;
const plan = (on = day, deps = depsAt(`${on}T02:00:00Z`)) => planPractice(deps, { practiceId, day: on });
const preview = (on = day) => previewPlan(depsAt(), { practiceId, day: on });

beforeEach(async () => {
  errors = [];
  await database.pool
    .query(`truncate apps_server, apps_practice, apps_client, apps_patient, apps_outcome, apps_optout,
    apps_smstemplate, apps_excludedphonetype, apps_smshistory, graphile_worker._private_jobs cascade`);
  await database.db.server.create({ data: { oduId: 1n, timeZone: "America/New_York" } });
  await addPractice(practiceId);
});

async function addPractice(id: string, settings: object = {}, practice: object = {}) {
  await database.db.practice.create({ data: { oduId: id, serverId: 1n, ...practice } });
  await database.db.practiceSettings.create({
    data: {
      practiceId: id,
      isSmsMailingEnabled: true,
      smsSendersPhone: "2025550100",
      smsScheduler: "Robin",
      smsPracticeName: "Willow Vets",
      smsPhone: "202-555-0111",
      smsLink: "https://book.example.com",
      ...settings,
    },
  });
}

/** A pet with a due reminder; its owner (one for all pets of that name) has a cell phone. */
async function addPet(name: string, owner: string, dueOn = "2026-04-22", description?: string) {
  const { db } = database;
  const number = `202555${String(1000 + owner.charCodeAt(0))}`;
  await db.client.upsert({ where: { oduId: owner }, create: { oduId: owner }, update: {} });
  await db.phone.upsert({
    where: { oduId: `ph-${owner}` },
    create: { oduId: `ph-${owner}`, clientId: owner, isPrimary: true, appNumber: number, type: "Cell" },
    update: {},
  });
  await db.patient.create({ data: { oduId: name, name } });
  await db.clientPatientRelationship.create({
    data: { oduId: `${owner}-${name}`, clientId: owner, patientId: name, isPrimary: true },
  });
  await addReminder(name, dueOn, description);
}

async function addReminder(pet: string, dueOn: string, description?: string) {
  await database.db.reminder.create({
    data: {
      oduId: `${pet}-${dueOn}`,
      patientId: pet,
      practiceId,
      dateDue: new Date(dueOn),
      description: description ?? null,
    },
  });
}

async function rows() {
  return database.db.$queryRaw<Record<string, unknown>[]>(Prisma.sql`
    select r.odu_id as reminder, r.sms_status as status, r.sms_decided_on::text as day, r.sms_history_id::text as history,
      h.client_id as client, h.status as text_status, h.planned_on::text as planned, e.send_at, e.context->>'text' as text,
      e.context = h.event_context as same, e.context->>'number_to' as number_to, h.updated_at as updated
    from apps_reminder r
    left join apps_smshistory h on h.uuid = r.sms_history_id
    left join apps_smsevent e on e.sms_history_id = h.uuid
    order by 1`);
}
const jobs = () =>
  database.db.$queryRaw<{ task: string; run_at: Date; key: string | null }[]>(
    Prisma.sql`select task_identifier as task, run_at, key from graphile_worker.jobs order by 1, 2`,
  );
const coveredThrough = async () =>
  (await database.db.outreachWatermark.findUnique({ where: { practiceId } }))?.coveredThrough
    ?.toISOString()
    .slice(0, 10);

describe("planning a day", () => {
  test("writes text, event, decisions, watermark and the job that sends", async () => {
    await addPet("rex", "ann");
    await addPet("ada", "ann");
    await addReminder("ada", "2026-04-21");
    const result = await plan();
    expect(result).toMatchObject({
      windows: [{ from: "2026-04-22", through: "2026-04-22" }],
      reminders: 2,
      decisions: { EVENT_CREATED: 2, CHECKED: 0, NO_PHONE: 0 },
      texts: 1,
      samples: [{ clientId: "ann", pets: ["Ada", "Rex"], sendAt: "2026-06-10T15:00:00.000Z" }],
    });
    const [untouched, ada, rex] = await rows();
    expect(untouched).toMatchObject({ reminder: "ada-2026-04-21", status: null, history: null });
    expect(ada).toMatchObject({
      status: "EVENT_CREATED",
      day,
      client: "ann",
      text_status: "PENDING",
      planned: day,
      send_at: new Date("2026-06-10T15:00:00Z"),
      text: result.samples[0]?.text,
      same: true,
      number_to: "2025551097",
    });
    expect(rex).toEqual({ ...ada, reminder: "rex-2026-04-22" });
    expect(await coveredThrough()).toBe(day);
    expect(await jobs()).toEqual([
      { task: "texts.send-due", run_at: new Date("2026-06-10T15:00:00Z"), key: null },
    ]);
  });

  test("a day without due reminders is covered all the same, and sends nothing", async () => {
    expect(await plan()).toMatchObject({ reminders: 0, texts: 0, samples: [] });
    expect(await coveredThrough()).toBe(day);
    expect(await jobs()).toEqual([]);
  });

  test("nobody on the opt-out list is texted; an ended entry or another practice's does not count", async () => {
    await addPractice("p-2");
    for (const pet of ["a", "b", "c", "d"]) await addPet(pet, pet);
    const entry = (owner: string) => ({ number: `+1202555${1000 + owner.charCodeAt(0)}`, source: "STOP" });
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
    await addPet("moved", "a");
    await addPet("died", "b");
    await addPet("busy", "c");
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
    for (const owner of ["a", "b", "c", "d", "e"]) await addPet(owner, owner);
    await database.db.smsEvent.create({ data: { sendAt: new Date("2026-06-10T15:00:00Z"), context: {} } });
    await plan(day, depsAt(undefined, 2));
    expect((await rows()).map((row) => (row["send_at"] as Date).toISOString().slice(11, 16))).toEqual([
      "15:00",
      "15:01",
      "15:01",
      "15:02",
      "15:02",
    ]);
  });

  test("the recipient's clock decides: Hawaii waits for its 08:00", async () => {
    await database.db.server.update({ where: { oduId: 1n }, data: { timeZone: "Pacific/Honolulu" } });
    await addPet("rex", "ann");
    expect((await plan()).samples[0]?.sendAt).toBe("2026-06-10T18:00:00.000Z");
  });
});

describe("planning again", () => {
  test("R11: four times at once and ten times more leaves the same rows", async () => {
    for (let at = 0; at < 20; at++) await addPet(`pet-${at}`, `owner-${at % 7}`);
    await Promise.all([plan(), plan(), plan(), plan()]);
    const once = await rows();
    expect(once.filter((row) => row["status"] === "EVENT_CREATED")).toHaveLength(20);
    for (let time = 0; time < 10; time++)
      expect(await plan()).toMatchObject({ windows: [], reminders: 0, texts: 0 });
    expect(await rows()).toEqual(once);
    expect(await database.db.smsEvent.count()).toBe(7);
    expect(await database.db.smsHistory.count()).toBe(7);
    expect(await jobs()).toHaveLength(1);
  });

  test("missed days are covered with the next run, each once", async () => {
    await plan("2026-06-06");
    for (const back of [4, 3, 2, 1, 0]) await addPet(`due-${back}`, `o${back}`, addDays("2026-04-22", -back));
    expect(await plan()).toMatchObject({
      windows: [{ from: "2026-04-19", through: "2026-04-22" }],
      decisions: { EVENT_CREATED: 4 },
    });
    expect((await rows()).filter((row) => row["status"] === null)).toMatchObject([
      { reminder: "due-4-2026-04-18" },
    ]);
    expect(await plan("2026-06-08", depsAt())).toMatchObject({ windows: [], reminders: 0 });
    expect(await coveredThrough()).toBe(day);
  });

  test("a missed launch is made up", async () => {
    await plan("2026-06-08");
    await database.db.practiceSettings.update({
      where: { practiceId },
      data: { launchDate: new Date("2026-06-09") },
    });
    await addPet("old", "ann", "2024-01-01");
    expect(await plan()).toMatchObject({
      windows: [{ from: "2023-06-09", through: "2026-04-22" }],
      reminders: 1,
    });
  });

  test("a text that still waits takes the client's new pets in, the time stays", async () => {
    await database.db.smsTemplate.create({ data: { keyWords: ["exam"], template: "EXAM" } });
    await database.db.practiceSettings.update({
      where: { practiceId },
      data: { launchDate: new Date("2026-06-05") },
    });
    await addPet("rex", "ann", "2026-04-17", "exam");
    await addReminder("rex", "2026-04-01", "exam");
    await plan("2026-06-05");
    await addPet("ada", "ann", "2026-04-18", "exam");
    const [before] = (await rows()).filter((row) => row["status"] === "EVENT_CREATED");
    const result = await plan("2026-06-06");
    expect(result).toMatchObject({ texts: 1, samples: [{ pets: ["Ada", "Rex"] }] });
    const linked = (await rows()).filter((row) => row["history"] !== null);
    expect(linked).toHaveLength(2);
    // Rex had several reminders: still the text with the link.
    expect(result.samples[0]?.text).toContain("https://book.example.com");
    for (const row of linked)
      expect(row).toMatchObject({
        history: before?.["history"],
        send_at: before?.["send_at"],
        same: true,
        text: result.samples[0]?.text,
      });
    expect(await database.db.smsEvent.count()).toBe(1);
  });

  test("a text that was sent stays; a new one is planned", async () => {
    await addPet("rex", "ann", "2026-04-21");
    await plan("2026-06-09");
    await database.db.smsEvent.deleteMany();
    await database.db.smsHistory.updateMany({ data: { status: "SENT", sentAt: new Date() } });
    await addPet("ada", "ann");
    expect(await plan()).toMatchObject({ texts: 1, samples: [{ pets: ["Ada"] }] });
    expect(await database.db.smsHistory.count()).toBe(2);
  });

  test("a text that is being sent is left alone: all is refused and can be tried again", async () => {
    await addPet("rex", "ann", "2026-04-21");
    await plan("2026-06-09");
    await database.db.smsEvent.updateMany({
      data: { status: "IN_PROGRESS", claimedBy: "w", claimedAt: new Date() },
    });
    await addPet("ada", "ann");
    await expect(plan()).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await coveredThrough()).toBe("2026-06-09");
    await database.db.smsEvent.updateMany({ data: { status: "PENDING", claimedBy: null, claimedAt: null } });
    expect(await plan()).toMatchObject({ texts: 1, samples: [{ pets: ["Ada", "Rex"] }] });
  });

  test("a text that lost its event gets one again", async () => {
    await addPet("rex", "ann", "2026-04-21");
    await plan("2026-06-09");
    await database.db.smsEvent.deleteMany();
    await addPet("ada", "ann");
    await plan();
    expect((await rows()).map((row) => row["send_at"])).toEqual(
      Array(2).fill(new Date("2026-06-10T15:00:00Z")),
    );
  });
});

test("the number of statements does not grow with the patients", async () => {
  const statements: number[] = [];
  for (const [at, pets] of [3, 30].entries()) {
    for (let pet = 0; pet < pets; pet++)
      await addPet(`pet-${at}-${pet}`, `o-${at}-${pet}`, addDays("2026-04-22", at));
    const count = await countStatements(() => plan(addDays(day, at)));
    statements.push(count);
  }
  expect(statements[0]).toBe(statements[1]);
  expect(statements[0]).toBeLessThanOrEqual(20);
});

async function countStatements(work: () => Promise<unknown>): Promise<number> {
  const { pool } = database;
  let count = 0;
  const connect = pool.connect.bind(pool);
  const counting = async () => {
    const client = await connect();
    const query = client.query.bind(client);
    Object.assign(client, { query: (...args: Parameters<typeof query>) => (count++, query(...args)) });
    return Object.assign(client, {
      release: restore(client.release.bind(client), () => Object.assign(client, { query })),
    });
  };
  Object.assign(pool, { connect: counting });
  try {
    await work();
  } finally {
    Object.assign(pool, { connect });
  }
  return count;
}
const restore =
  (release: (error?: Error | boolean) => void, before: () => void) => (error?: Error | boolean) => {
    before();
    release(error);
  };

describe("a preview", () => {
  test("is what planning then does, and writes nothing", async () => {
    await addPet("rex", "ann");
    await addPet("ada", "bob");
    await database.db.phone.update({ where: { oduId: "ph-bob" }, data: { type: "work" } });
    const before = await rows();
    const previewed = await preview();
    expect(previewed).toMatchObject({ texts: 1, decisions: { EVENT_CREATED: 1, EXCLUDED_PHONE_TYPE: 1 } });
    expect(await rows()).toEqual(before);
    expect(await coveredThrough()).toBeUndefined();
    expect(await plan()).toEqual(previewed);
  });

  test("shows three samples at most", async () => {
    for (const owner of ["a", "b", "c", "d"]) await addPet(owner, owner);
    expect((await preview()).samples.map((sample) => sample.clientId)).toEqual(["a", "b", "c"]);
  });

  test("of a covered day shows what came in since", async () => {
    await plan();
    await addPet("late", "ann");
    expect(await preview()).toMatchObject({ windows: [{ from: "2026-04-22" }], texts: 1 });
  });
});

describe("what cannot be planned", () => {
  beforeEach(async () => {
    await addPractice("archived", {}, { isArchived: true });
    await addPractice("off", { isSmsMailingEnabled: false });
    await database.db.practice.create({ data: { oduId: "bare", serverId: 1n } });
  });
  const actor = { id: "u-1", label: "somebody" };
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
      expect(await jobs()).toEqual([]);
    });

  test("a practice that can be is queued once, however often it is asked for", async () => {
    const jobKey = `outreach.create-sms-events:${practiceId}:${day}`;
    expect(await requestPlan(depsAt(), actor, { practiceId, day })).toEqual({ jobKey });
    await requestPlan(depsAt(), actor, { practiceId, day });
    expect(await jobs()).toMatchObject([{ task: "outreach.create-sms-events", key: jobKey }]);
  });
});
