import { Prisma } from "@vetsuccess/db/sql";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { hasFixtures, readFixture } from "@vetsuccess/testing/fixtures";
import { insertRecordedRows, type RecordedRows } from "@vetsuccess/testing/recorded-rows";
import { beforeEach, describe, expect, test } from "vitest";
import type { Deps } from "../deps.ts";
import { handleCreateSmsEvents, handleLaunchOutreach } from "./handlers.ts";

const database = useTestDatabase();
const ignore = () => undefined;
const deps = (): Deps => ({
  db: database.db,
  now: () => new Date("2026-06-10T02:00:00Z"),
  log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
  settings: { smsLimitPerMinute: 100, isSmsSendingEnabled: true, isSandbox: true },
});

const settings = (practiceId: string, isSmsMailingEnabled: boolean) => ({
  practiceId,
  isSmsMailingEnabled,
  smsSendersPhone: "2025550100",
  smsScheduler: "Robin",
  smsPracticeName: "Willow Vets",
  smsLink: "https://book.example.com",
});

beforeEach(async () => {
  await database.pool.query("truncate apps_practice, graphile_worker._private_jobs cascade");
  await database.db.practice.createMany({
    data: [
      { oduId: "on" },
      { oduId: "too" },
      { oduId: "off" },
      { oduId: "archived", isArchived: true },
      { oduId: "removed", extractorRemovedAt: new Date(0) },
      { oduId: "bare" },
    ],
  });
  await database.db.practiceSettings.createMany({
    data: [
      settings("on", true),
      settings("too", true),
      settings("off", false),
      settings("archived", true),
      settings("removed", true),
    ],
  });
});

describe("the daily launch", () => {
  test.skipIf(!hasFixtures)("queues the recorded practices", async () => {
    await database.pool.query("truncate apps_practice, apps_server cascade");
    const run = readFixture<{ dataset: RecordedRows; after: { queued: { practice_id: string }[] } }>(
      "sms/launcher.json",
    );
    await insertRecordedRows(database.pool, run.dataset);
    await handleLaunchOutreach(deps());
    const rows = await database.db.$queryRaw<{ id: string }[]>(
      Prisma.sql`select payload->>'practiceId' as id from graphile_worker._private_jobs order by 1`,
    );
    expect(rows.map((row) => row.id)).toEqual(run.after.queued.map((queued) => queued.practice_id).sort());
  });

  test("queues today for every practice with mailing on that is not archived, once", async () => {
    await handleLaunchOutreach(deps());
    await handleLaunchOutreach(deps());
    const rows = await database.db.$queryRaw(Prisma.sql`
      select t.identifier as task, j.payload, j.max_attempts::int as attempts
      from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      order by j.payload->>'practiceId'`);
    expect(rows).toEqual(
      ["on", "too"].map((practiceId) => ({
        task: "outreach.create-sms-events",
        payload: { practiceId, day: "2026-06-10" },
        attempts: 3,
      })),
    );
  });
});

test("the job plans its practice and day", async () => {
  await handleCreateSmsEvents(deps(), { practiceId: "on", day: "2026-06-10" });
  const [watermark] = await database.db.outreachWatermark.findMany();
  expect(watermark).toMatchObject({ practiceId: "on", coveredThrough: new Date("2026-06-10") });
});

test("a practice that was archived meanwhile is refused", () =>
  expect(handleCreateSmsEvents(deps(), { practiceId: "archived", day: "2026-06-10" })).rejects.toMatchObject({
    code: "PRACTICE_ARCHIVED",
  }));
