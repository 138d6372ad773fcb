import { emptySettings, PracticeSettings } from "@vetsuccess/contract/practices";
import { callCenterOf } from "@vetsuccess/testing/call-center";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { testSender } from "@vetsuccess/testing/sending";
import { beforeEach, describe, expect, test } from "vitest";
import { systemActor, type Actor } from "../deps.ts";
import { archivePractice, restorePractice, revertSettings, updateSettings } from "./commands.ts";
import { getPractice } from "./queries/get-practice.ts";
import { listSettingsHistory } from "./queries/list-settings-history.ts";
import { getReadiness } from "./queries/readiness.ts";
import { searchPractices } from "./queries/search-practices.ts";

const database = useTestDatabase();
const center = callCenterOf(database);
const practiceId = "p-1";
const ann = systemActor("ann@example.com");
const limited: Actor = { ...ann, practiceIds: ["p-2"] };
const deps = () => testSender(database).deps;
const now = () => deps().now();

/** Settings with which SMS mailing and e-mail updates may be on. */
const complete: PracticeSettings = {
  ...emptySettings,
  isSmsMailingEnabled: true,
  smsSendersPhone: "2025550100",
  smsScheduler: "Robin",
  smsPracticeName: "Willow Vets",
  smsPhone: "202-555-0111",
  smsLink: "https://book.example.com",
  isEmailUpdatesEnabled: true,
  email: "willow@example.com",
  launchDate: "2026-07-01",
  startDateForLaunch: "2026-01-01",
  endDateForLaunch: "2026-04-01",
};
const save = async (change: Partial<PracticeSettings>, actor = ann, version?: number) => {
  const current = await getPractice(deps(), ann, { practiceId });
  return updateSettings(deps(), actor, {
    practiceId,
    version: version ?? current.version,
    settings: { ...(current.settings ?? emptySettings), ...change },
  });
};
const trail = async () => {
  const events = await database.db.auditEvent.findMany({
    select: { action: true, actorLabel: true },
    orderBy: { id: "asc" },
  });
  return events.map(({ action, actorLabel }) => `${action} ${actorLabel}`);
};

beforeEach(async () => {
  await center.reset();
  await database.pool.query("delete from apps_question");
  await database.db.practice.update({
    where: { oduId: practiceId },
    data: { latestExtractorUpdated: now() },
  });
});

/** What makes complete settings wrong, and the field that is told. */
const wrong: [string, Partial<PracticeSettings>, keyof PracticeSettings][] = [
  ["SMS without a sender", { smsSendersPhone: "" }, "smsSendersPhone"],
  ["SMS without a scheduler", { smsScheduler: " " }, "smsScheduler"],
  ["SMS without the practice's name", { smsPracticeName: "" }, "smsPracticeName"],
  ["SMS without a link", { smsLink: "" }, "smsLink"],
  ["a sender that is no number of ten digits", { smsSendersPhone: "12345" }, "smsSendersPhone"],
  ["e-mail updates without an address", { email: "" }, "email"],
  ["an end without a start", { startDateForLaunch: null }, "startDateForLaunch"],
  ["a start on the end", { startDateForLaunch: "2026-04-01" }, "endDateForLaunch"],
  ["a start seven weeks before the launch", { launchDate: "2026-02-19" }, "startDateForLaunch"],
  ["a cap of nothing", { dailySmsCap: 0 }, "dailySmsCap"],
];
const columns: Partial<Record<keyof PracticeSettings, string>> = {
  smsSendersPhone: "sms_senders_phone",
  smsScheduler: "sms_scheduler",
  smsPracticeName: "sms_practice_name",
  smsLink: "sms_link",
  email: "email",
  startDateForLaunch: "start_date_for_launch",
  launchDate: "launch_date",
  dailySmsCap: "daily_sms_cap",
};

describe("the invariants of settings", () => {
  beforeEach(async () => {
    await save(complete);
  });

  test.each(wrong)("by the rule that API and form share, refused: %s", (_, change, field) => {
    const { error } = PracticeSettings.safeParse({ ...complete, ...change });
    expect(error?.issues.map(({ path }) => path[0])).toContain(field);
  });

  test.each(wrong)("by SQL, refused: %s", async (_, change) => {
    for (const [field, value] of Object.entries(change))
      await expect(
        database.pool.query(
          `update apps_practicesettings set ${columns[field as keyof PracticeSettings]} = $1 where practice_id = $2`,
          [value, practiceId],
        ),
      ).rejects.toThrow(/check constraint "practicesettings_/);
  });

  test("complete ones, and a start the day before the limit, are welcome everywhere", async () => {
    const launchDate = "2026-02-20";
    expect(PracticeSettings.safeParse({ ...complete, launchDate }).success).toBe(true);
    await database.pool.query("update apps_practicesettings set launch_date = $1", [launchDate]);
    expect((await save({ dailySmsCap: 300 })).settings).toMatchObject({ launchDate, dailySmsCap: 300 });
  });

  test("a sender's phone is ten digits, however it was typed", () => {
    const parsed = PracticeSettings.parse({ ...complete, smsSendersPhone: "+1 (202) 555-0100" });
    expect(parsed.smsSendersPhone).toBe("2025550100");
  });
});

describe("saving settings", () => {
  test("writes them and who did it in one go; the history shows what changed, and each change can be taken back", async () => {
    await save({ rdoName: "Kim" });
    await save({ rdoName: "Lee", dailySmsCap: 50 });
    const { rows } = await listSettingsHistory(deps(), ann, { practiceId, offset: 0, limit: 10 });
    expect(rows.map(({ by, changes }) => [by, changes])).toMatchObject([
      [
        "ann@example.com",
        { rdoName: { before: "Kim", after: "Lee" }, dailySmsCap: { before: null, after: 50 } },
      ],
      ["ann@example.com", { rdoName: { before: "", after: "Kim" } }],
    ]);
    const { version } = await getPractice(deps(), ann, { practiceId });
    const changeId = rows[0]?.id ?? "";
    const reverted = await revertSettings(deps(), ann, { practiceId, version, changeId });
    expect(reverted.settings).toMatchObject({ rdoName: "Kim", dailySmsCap: null });
    expect(await trail()).toEqual([
      "practices.updateSettings ann@example.com",
      "practices.updateSettings ann@example.com",
      "practices.revertSettings ann@example.com",
    ]);
  });

  test("whoever was overtaken is told, by SQL too, and nothing is written", async () => {
    const { version } = await getPractice(deps(), ann, { practiceId });
    await database.pool.query("update apps_practicesettings set rdo_name = 'SQL'");
    await expect(save({ rdoName: "Kim" }, ann, version)).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await getPractice(deps(), ann, { practiceId })).settings?.rdoName).toBe("SQL");
    expect(await trail()).toEqual([]);
  });

  test("a practice without settings gets its first ones", async () => {
    await database.db.practice.create({ data: { oduId: "p-2" } });
    const first = { practiceId: "p-2", version: 0, settings: { ...emptySettings, rdoName: "Kim" } };
    expect(await updateSettings(deps(), ann, first)).toMatchObject({
      version: 1,
      settings: { rdoName: "Kim" },
    });
    await expect(updateSettings(deps(), ann, first)).rejects.toMatchObject({ code: "CONFLICT" });
  });

  test.each([
    ["a practice outside one's own", () => save({}, limited)],
    ["reading one", () => getPractice(deps(), limited, { practiceId })],
    ["its readiness", () => getReadiness(deps(), limited, { practiceId })],
    ["its history", () => listSettingsHistory(deps(), limited, { practiceId, offset: 0, limit: 1 })],
    ["archiving one", () => archivePractice(deps(), limited, { practiceId })],
    [
      "taking a change back",
      () => revertSettings(deps(), limited, { practiceId, version: 1, changeId: "1" }),
    ],
  ])("is not found: %s", async (_, deed) => {
    const tried = async (): Promise<unknown> => deed();
    await expect(tried()).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("readiness", () => {
  const open = async () => {
    const { items } = await getReadiness(deps(), ann, { practiceId });
    return items.filter(({ isReady }) => !isReady).map(({ key }) => key);
  };

  test("a complete practice with fresh data is ready", async () => expect(await open()).toEqual([]));

  test.each([
    [
      "SENDER",
      "update apps_practicesettings set is_sms_mailing_enabled = false, sms_senders_phone = '1115550100'",
    ],
    ["NAMES", "update apps_practicesettings set is_sms_mailing_enabled = false, sms_scheduler = ''"],
    ["LINK", "update apps_practicesettings set sms_link = 'nowhere'"],
    ["TEMPLATES", "insert into apps_smstemplate (key_words, template) values ('{x}', 'Hi {nobody} STOP')"],
    ["TEMPLATES", "update apps_practicesettings set sms_phone = ''"],
    ["DATA", "update apps_practice set latest_extractor_updated = '2026-06-09T02:00:00Z'"],
    ["FAQ", "insert into apps_question (text) values ('Walk-ins?')"],
  ])("%s is open after: %s", async (key, sql) => {
    await database.pool.query("delete from apps_smstemplate");
    await database.pool.query(sql);
    expect(await open()).toEqual([key]);
    await database.pool.query("delete from apps_smstemplate");
  });

  test("SMS mailing is not turned on before it; the answer says what is missing", async () => {
    await save({ isSmsMailingEnabled: false });
    await database.pool.query("update apps_practice set latest_extractor_updated = null");
    await expect(save({ isSmsMailingEnabled: true })).rejects.toMatchObject({
      code: "NOT_READY",
      details: { isReady: false },
    });
    await database.pool.query("update apps_practice set latest_extractor_updated = $1", [now()]);
    expect((await save({ isSmsMailingEnabled: true })).isSmsMailingEnabled).toBe(true);
  });
});

test("a practice is archived and restored, once each, with a line in the trail", async () => {
  expect(await archivePractice(deps(), ann, { practiceId })).toMatchObject({ isArchived: true });
  await expect(archivePractice(deps(), ann, { practiceId })).rejects.toMatchObject({ code: "CONFLICT" });
  expect(await restorePractice(deps(), ann, { practiceId })).toMatchObject({ isArchived: false });
  expect(await trail()).toEqual(["practices.archive ann@example.com", "practices.restore ann@example.com"]);
});

describe("the list of practices", () => {
  beforeEach(async () => {
    const { practice } = database.db;
    await practice.update({
      where: { oduId: practiceId },
      data: { name: "Willow 100%", city: "Salem", state: "OR" },
    });
    await practice.create({
      data: { oduId: "p-2", name: "Oak", zipCode: "97301", phoneNumber: "(503) 555-0142" },
    });
    await practice.create({ data: { oduId: "p-3", name: "Elm", isArchived: true } });
  });
  const find = async (input: object, actor = ann) => {
    const page = { offset: 0, limit: 25, sort: "name", direction: "asc", ...input } as const;
    return (await searchPractices(deps(), actor, page)).rows.map(({ oduId }) => oduId);
  };

  test.each([
    ["everything by name", {}, ["p-3", "p-2", "p-1"]],
    ["backwards", { direction: "desc" }, ["p-1", "p-2", "p-3"]],
    ["a name", { search: "willow" }, ["p-1"]],
    ["each word", { search: "salem willow" }, ["p-1"]],
    ["a sign that SQL takes for a pattern", { search: "100%" }, ["p-1"]],
    ["an id", { search: "P-2" }, ["p-2"]],
    ["a zip code", { search: "97301" }, ["p-2"]],
    ["digits of a phone", { search: "555-0142" }, ["p-2"]],
    ["with settings", { hasSettings: true }, ["p-1"]],
    ["SMS off", { isSmsMailingEnabled: false }, ["p-3", "p-2"]],
    ["archived", { isArchived: true }, ["p-3"]],
    ["fresh data", { dataAge: "fresh" }, ["p-1"]],
    ["never imported", { dataAge: "never" }, ["p-3", "p-2"]],
    ["one page of it", { offset: 1, limit: 1 }, ["p-2"]],
  ])("%s", async (_, input, expected) => expect(await find(input)).toEqual(expected));

  test("shows nobody a practice outside his own", async () =>
    expect(await find({}, limited)).toEqual(["p-2"]));
});
