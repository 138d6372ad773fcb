import type { BatchText, DecideBatchInput } from "@vetsuccess/contract/outreach";
import { callCenterOf } from "@vetsuccess/testing/call-center";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { phoneOf } from "@vetsuccess/testing/outreach";
import { testSender } from "@vetsuccess/testing/sending";
import { beforeEach, describe, expect, test } from "vitest";
import { systemActor, type Actor } from "../deps.ts";
import { decideBatch, planPractice, requestDailyPlans, requestPlan } from "./commands.ts";
import { listBatchRows, previewBatch } from "./queries/preview-batch.ts";

const database = useTestDatabase();
const center = callCenterOf(database);
const { practiceId } = center;
const ann = systemActor("ann@example.com");
const limited: Actor = { ...ann, practiceIds: ["p-2"] };
const day = "2026-06-10";
/** Seven weeks before. */
const due = "2026-04-22";

/** The evening before, or another moment. */
const depsAt = (now = `2026-06-09T20:00:00Z`) =>
  testSender(database, undefined, { now: new Date(now), settings: { smsSegmentPriceCents: 2 } }).deps;
const plan = () => planPractice(depsAt(`${day}T02:00:00Z`), { practiceId, day });
const preview = (input: object = {}) => previewBatch(depsAt(), ann, { practiceId, day, ...input });
const rows = (input: object = {}) =>
  listBatchRows(depsAt(), ann, { practiceId, day, offset: 0, limit: 100, ...input });
const decide = (input: Partial<DecideBatchInput>, now?: string) =>
  decideBatch(depsAt(now), ann, {
    practiceId,
    day,
    decision: "APPROVED",
    mostTexts: null,
    leftOutClientIds: [],
    ...input,
  });
const waiting = async () => {
  const texts = await database.db.$queryRawUnsafe<
    { clientId: string; number: string; text: string; sendAt: Date }[]
  >(`select h.client_id as "clientId", e.context ->> 'number_to' as number, e.context ->> 'text' as text,
      e.send_at as "sendAt" from apps_smsevent e join apps_smshistory h on h.uuid = e.sms_history_id order by 1`);
  return texts;
};
const asRow = ({ clientId, number, text, sendAt }: BatchText) => ({ clientId, number, text, sendAt });

beforeEach(async () => {
  await center.reset();
  for (const [pet, owner] of [
    ["Rex", "ann"],
    ["Ada", "ann"],
    ["Bo", "bob"],
    ["Cy", "cem"],
    ["Di", "dan"],
  ] as const)
    await center.addPet(pet, owner, due, "Rabies");
});

describe("the preview of a batch", () => {
  test("is what planning then does, row by row", async () => {
    const shown = await preview();
    const { texts, total } = await rows();
    expect(shown).toMatchObject({ texts: 4, pets: 5, reminders: 5, stoppedBecause: null, isCovered: false });
    expect(shown.days).toEqual([{ day, texts: 4 }]);
    expect(shown.costCents).toBe(shown.segments * 2);
    await plan();
    expect(await waiting()).toEqual(texts.map(asRow));
    expect(total).toBe(4);
  });

  test("says for each pet that is skipped why, page by page", async () => {
    await database.pool.query("update apps_patient set is_deceased = true where odu_id = 'Bo'");
    await database.pool.query("update apps_patient set outcome = 'PET DIED' where odu_id = 'Ada'");
    await database.pool.query("update apps_patient set opt_out = true where odu_id = 'Cy'");
    await database.pool.query("update apps_patient set name = ' ' where odu_id = 'Di'");
    const { skipped } = await preview();
    expect(new Map(skipped.map(({ reason, pets }) => [reason, pets]))).toEqual(
      new Map([
        ["OPTED_OUT", 1],
        ["DECEASED", 1],
        ["FINAL_OUTCOME", 1],
        ["UNNAMED", 1],
      ]),
    );
    expect(await rows({ reason: "OPTED_OUT" })).toEqual({
      texts: [],
      skipped: [
        {
          patientId: "Cy",
          petName: "Cy",
          reason: "OPTED_OUT",
          reminders: [{ description: "Rabies", dateDue: due }],
        },
      ],
      total: 1,
    });
    expect((await rows({ offset: 1, limit: 1 })).texts).toEqual([]);
  });

  test("shows a launch before it is saved, for a practice that is switched off too", async () => {
    await center.addReminder("Bo", "2025-01-01", "Dental");
    await database.pool.query(
      "update apps_practicesettings set is_sms_mailing_enabled = false, sms_link = ''",
    );
    const launch = { launchDate: day, startDateForLaunch: null, endDateForLaunch: null };
    const shown = await preview({ launch });
    expect(shown).toMatchObject({ reminders: 6, stoppedBecause: "MAILING_OFF", missing: ["smsLink"] });
    expect(shown.windows).toEqual([{ from: "2023-06-10", through: due }]);
    expect(shown.samples[0]?.text).toContain("[link]");
    expect((await preview()).reminders).toBe(5);
  });

  test("a cap spreads texts over working days, as planning then does", async () => {
    const capped = await preview({ dailySmsCap: 3 });
    expect(capped.days).toEqual([
      { day: "2026-06-10", texts: 3 },
      { day: "2026-06-11", texts: 1 },
    ]);
    await database.pool.query("update apps_practicesettings set daily_sms_cap = 3");
    const { texts } = await rows();
    await plan();
    expect(await waiting()).toEqual(texts.map(asRow));
  });

  test("of a practice outside one's own is not found", async () => {
    const asked = () => previewBatch(depsAt(), limited, { practiceId, day });
    await expect(Promise.resolve().then(asked)).rejects.toMatchObject({ code: "NOT_FOUND" });
    const listed = () => listBatchRows(depsAt(), limited, { practiceId, day, offset: 0, limit: 1 });
    await expect(Promise.resolve().then(listed)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("a batch", () => {
  test("that is held waits, over days too; approved, it goes with all that was missed", async () => {
    await decide({ decision: "HELD" });
    await expect(plan()).rejects.toMatchObject({ code: "BATCH_HELD" });
    expect(await requestDailyPlans(depsAt("2026-06-10T02:00:00Z"))).toEqual([]);
    await expect(requestPlan(depsAt("2026-06-11T02:00:00Z"), ann, { practiceId, day })).rejects.toMatchObject(
      {
        code: "BATCH_HELD",
      },
    );
    await decide({ day: "2026-06-11" }, "2026-06-11T12:00:00Z");
    expect((await center.listJobs()).map(({ task }) => task)).toContain("outreach.create-sms-events");
    const result = await planPractice(depsAt("2026-06-11T12:00:00Z"), { practiceId, day: "2026-06-11" });
    expect(result).toMatchObject({ texts: 4, windows: [{ from: due, through: "2026-04-23" }] });
    expect(await database.db.outreachBatch.count()).toBe(0);
  });

  test("of a practice whose batches need approval waits for it, and is not lost meanwhile", async () => {
    await database.pool.query("update apps_practicesettings set is_approval_required = true");
    expect((await preview()).stoppedBecause).toBe("NOT_APPROVED");
    expect(await requestDailyPlans(depsAt("2026-06-10T02:00:00Z"))).toEqual([]);
    expect(await center.coveredThrough()).toBe("2026-06-09");
    await decide({ day: "2026-06-12" });
    expect((await preview()).stoppedBecause).toBeNull();
    expect(
      await planPractice(depsAt("2026-06-12T02:00:00Z"), { practiceId, day: "2026-06-12" }),
    ).toMatchObject({
      texts: 4,
    });
    await expect(
      planPractice(depsAt("2026-06-13T02:00:00Z"), { practiceId, day: "2026-06-13" }),
    ).rejects.toMatchObject({ code: "BATCH_HELD" });
  });

  test("that is trimmed leaves clients out, and spreads the others", async () => {
    await decide({ mostTexts: 2, leftOutClientIds: ["bob"] });
    const shown = await preview();
    expect(shown).toMatchObject({ texts: 3, skipped: [{ reason: "LEFT_OUT", pets: 1 }] });
    expect(shown.days.map(({ texts }) => texts)).toEqual([2, 1]);
    const { texts } = await rows();
    await plan();
    expect(await waiting()).toEqual(texts.map(asRow));
    expect((await center.listReminders()).find(({ reminder }) => reminder.startsWith("Bo"))?.status).toBe(
      "LEFT_OUT",
    );
  });

  test("whose day is planned cannot be decided on any more", async () => {
    await plan();
    await expect(decide({ decision: "HELD" })).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await preview()).toMatchObject({ isCovered: true, texts: 0 });
  });

  test("each decision leaves a line in the trail, in the same transaction", async () => {
    await decide({ decision: "HELD" });
    await decide({ mostTexts: 2 });
    await decide({ decision: null });
    const events = await database.db.auditEvent.findMany({ orderBy: { id: "asc" } });
    expect(events.map(({ action, actorLabel }) => [action, actorLabel])).toEqual(
      Array.from({ length: 3 }, () => ["outreach.decideBatch", "ann@example.com"]),
    );
    expect(events[1]?.changes).toMatchObject({
      decision: { before: "HELD", after: "APPROVED" },
      mostTexts: { before: null, after: 2 },
    });
    await expect(
      Promise.resolve().then(() =>
        decideBatch(depsAt(), limited, {
          practiceId,
          day,
          decision: "HELD",
          mostTexts: null,
          leftOutClientIds: [],
        }),
      ),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await database.db.auditEvent.count()).toBe(3);
  });
});

test("an outcome that ends texts to a client ends those for all of its pets", async () => {
  await database.db.outcome.create({ data: { text: "Client moved away", isFinal: true, scope: "CLIENT" } });
  await database.pool.query("update apps_patient set outcome = 'client moved AWAY ' where odu_id = 'Rex'");
  const { skipped, texts } = await preview();
  expect(texts).toBe(3);
  expect(new Map(skipped.map(({ reason, pets }) => [reason, pets]))).toEqual(
    new Map([
      ["FINAL_OUTCOME", 1],
      ["NO_ACTIVE_CLIENT", 1],
    ]),
  );
  expect((await rows()).texts.map(({ number }) => number)).not.toContain(phoneOf("ann"));
});
