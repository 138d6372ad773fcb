import { useTestDatabase } from "@vetsuccess/testing/database";
import { outreachOf } from "@vetsuccess/testing/outreach";
import { countStatements } from "@vetsuccess/testing/statements";
import { beforeEach, describe, expect, test } from "vitest";
import type { Deps } from "../deps.ts";
import { addDays } from "../calendar/rules.ts";
import { planPractice } from "./commands.ts";

const database = useTestDatabase();
const { practiceId, reset, addPet, addReminder, listReminders, listJobs, coveredThrough } =
  outreachOf(database);
const day = "2026-06-10";
/** Seven weeks before. */
const due = "2026-04-22";

const ignore = () => undefined;
/** Plans `on`, on the morning of `today`. */
const plan = (on = day, today = on) => {
  const deps: Deps = {
    db: database.db,
    now: () => new Date(`${today}T02:00:00Z`),
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    settings: { smsLimitPerMinute: 100, isSmsSendingEnabled: true, isSandbox: true },
  };
  return planPractice(deps, { practiceId, day: on });
};

beforeEach(reset);

describe("planning again", () => {
  test("R11: four times at once and ten times more leaves the same rows", async () => {
    for (let at = 0; at < 20; at++) await addPet(`pet-${at}`, `owner-${at % 7}`, due);
    await Promise.all([plan(), plan(), plan(), plan()]);
    const once = await listReminders();
    expect(once.filter((row) => row.status === "EVENT_CREATED")).toHaveLength(20);
    for (let time = 0; time < 10; time++)
      expect(await plan()).toMatchObject({ windows: [], reminders: 0, texts: 0 });
    expect(await listReminders()).toEqual(once);
    expect(await database.db.smsEvent.count()).toBe(7);
    expect(await database.db.smsHistory.count()).toBe(7);
    expect(await listJobs()).toHaveLength(1);
  });

  test("missed days are covered with the next run, each once", async () => {
    await plan("2026-06-06");
    for (const back of [4, 3, 2, 1, 0]) await addPet(`due-${back}`, `o${back}`, addDays("2026-04-22", -back));
    expect(await plan()).toMatchObject({
      windows: [{ from: "2026-04-19", through: "2026-04-22" }],
      decisions: { EVENT_CREATED: 4 },
    });
    expect((await listReminders()).filter((row) => row.status === null)).toMatchObject([
      { reminder: "due-4-2026-04-18" },
    ]);
    expect(await plan("2026-06-08", day)).toMatchObject({ windows: [], reminders: 0 });
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
    const [before] = (await listReminders()).filter((row) => row.status === "EVENT_CREATED");
    const result = await plan("2026-06-06");
    expect(result).toMatchObject({ texts: 1, samples: [{ pets: ["Ada", "Rex"] }] });
    const linked = (await listReminders()).filter((row) => row.historyId !== null);
    expect(linked).toHaveLength(2);
    // Rex had several reminders: still the text with the link.
    expect(result.samples[0]?.text).toContain("https://book.example.com");
    for (const row of linked)
      expect(row).toMatchObject({
        historyId: before?.historyId,
        sendAt: before?.sendAt,
        isSame: true,
        text: result.samples[0]?.text,
      });
    expect(await database.db.smsEvent.count()).toBe(1);
  });

  test("a text that was sent stays; a new one is planned", async () => {
    await addPet("rex", "ann", "2026-04-21");
    await plan("2026-06-09");
    await database.db.smsEvent.deleteMany();
    await database.db.smsHistory.updateMany({ data: { status: "SENT", sentAt: new Date() } });
    await addPet("ada", "ann", due);
    expect(await plan()).toMatchObject({ texts: 1, samples: [{ pets: ["Ada"] }] });
    expect(await database.db.smsHistory.count()).toBe(2);
  });

  test("a text that is being sent is left alone: all is refused and can be tried again", async () => {
    await addPet("rex", "ann", "2026-04-21");
    await plan("2026-06-09");
    await database.db.smsEvent.updateMany({
      data: { status: "IN_PROGRESS", claimedBy: "w", claimedAt: new Date() },
    });
    await addPet("ada", "ann", due);
    await expect(plan()).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await coveredThrough()).toBe("2026-06-09");
    await database.db.smsEvent.updateMany({ data: { status: "PENDING", claimedBy: null, claimedAt: null } });
    expect(await plan()).toMatchObject({ texts: 1, samples: [{ pets: ["Ada", "Rex"] }] });
  });

  test("a text that lost its event gets one again", async () => {
    await addPet("rex", "ann", "2026-04-21");
    await plan("2026-06-09");
    await database.db.smsEvent.deleteMany();
    await addPet("ada", "ann", due);
    await plan();
    const sendAt = new Date("2026-06-10T15:00:00Z");
    expect(await listReminders()).toMatchObject([{ sendAt }, { sendAt }]);
  });
});

test("the number of statements does not grow with the patients", async () => {
  const counts: number[] = [];
  for (const [at, pets] of [3, 30].entries()) {
    for (let pet = 0; pet < pets; pet++) await addPet(`pet-${at}-${pet}`, `o-${at}-${pet}`, addDays(due, at));
    const { result, statements } = await countStatements(database.pool, () => plan(addDays(day, at)));
    expect(result.reminders).toBe(pets);
    counts.push(statements);
  }
  expect(counts).toEqual([14, 14]);
});
