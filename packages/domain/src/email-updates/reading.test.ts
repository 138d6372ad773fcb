import { useTestDatabase } from "@vetsuccess/testing/database";
import { insertUpdatePractices, resetUpdates, testUpdates } from "@vetsuccess/testing/updates";
import { beforeEach, expect, test } from "vitest";
import { systemActor, type Actor } from "../deps.ts";
import { handleSendUpdate } from "./handlers.ts";
import { getUpdate } from "./queries/get-update.ts";
import { listUpdates } from "./queries/list-updates.ts";
import { previewUpdates } from "./queries/preview-updates.ts";

const database = useTestDatabase();
beforeEach(async () => {
  await resetUpdates(database);
  await insertUpdatePractices(database, 3);
});

const day = "2026-06-10";
const pathOf = (practice: number, name = "a") => `daily_updates/2026/06/09/${100 + practice}/${name}.xlsx`;

async function rows(sql: string): Promise<string[]> {
  const { rows: found } = await database.pool.query<{ row: string }>(sql);
  return found.map(({ row }) => row);
}
const admin = systemActor("robin");
const onlyP2: Actor = { ...admin, practiceIds: ["p-2"] };
const eventId = async () =>
  (await rows("select uuid::text as row from apps_updatesemailevent where practice_id = 'p-1'"))[0] ?? "";

test("the day's list, filtered, in numbers, and within the actor's practices", async () => {
  const sender = testUpdates(database);
  sender.files.put(pathOf(1));
  for (const practiceId of ["p-1", "p-2", "p-3"]) await handleSendUpdate(sender.deps, { practiceId, day });
  const list = (actor: Actor, filter: object) =>
    listUpdates(sender.deps, actor, { day, offset: 0, limit: 25, ...filter });
  const all = await list(admin, {});
  expect(all.counts).toEqual({ SENT: 1, NO_FILES: 2 });
  expect(all.rows[0]).toMatchObject({
    practiceName: "Practice 1",
    files: 1,
    toAddress: "p-1@example.com",
    ccAddresses: ["rdo@example.com"],
  });
  expect((await list(admin, { status: "NO_FILES" })).total).toBe(2);
  expect((await list(admin, { search: "ice 3" })).rows.map(({ practiceId }) => practiceId)).toEqual(["p-3"]);
  expect((await list(onlyP2, {})).rows.map(({ practiceId }) => practiceId)).toEqual(["p-2"]);
  await expect(getUpdate(sender.deps, onlyP2, { uuid: await eventId() })).rejects.toThrow("no such");
});

test("the preview tells what would go, writes nothing, and says when it cannot know", async () => {
  const sender = testUpdates(database);
  sender.files.put(pathOf(1));
  sender.files.put(pathOf(2, "big"), `PK${"x".repeat(2000)}`);
  const preview = await previewUpdates(sender.deps, admin, { day });
  expect(preview.practices.map(({ files, problem }) => [files.length, problem === null])).toEqual([
    [1, true],
    [1, false],
    [0, true],
  ]);
  expect(await rows("select uuid::text as row from apps_updatesemailevent")).toEqual([]);
  expect((await previewUpdates(sender.deps, admin, { day: "2026-06-13" })).isWorkingDay).toBe(false);
  sender.files.failure = "no";
  await expect(previewUpdates(sender.deps, admin, { day })).rejects.toMatchObject({ code: "UNAVAILABLE" });
});
