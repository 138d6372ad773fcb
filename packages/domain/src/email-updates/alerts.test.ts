import { useTestDatabase } from "@vetsuccess/testing/database";
import { insertUpdatePractices, resetUpdates, testUpdates } from "@vetsuccess/testing/updates";
import { beforeEach, expect, test } from "vitest";
import { raiseNewTrouble, settleAlert } from "../alerts/commands.ts";
import { handleMailAlerts } from "../alerts/handlers.ts";
import { listAlerts } from "../alerts/queries.ts";
import { systemActor, type Actor } from "../deps.ts";
import { recordDeliveries } from "./commands/record-deliveries.ts";
import { handleCheckArrivals, handleCheckFiles, handleSendUpdate } from "./handlers.ts";

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
const job = { practiceId: "p-1", day };
const alerts = () => rows(`select concat_ws(' ', kind, practice_id) as row from apps_alert order by key`);
const waitingJobs = () => rows("select key as row from graphile_worker.jobs order by key");
const attemptId = async () =>
  (
    await rows("select uuid::text as row from apps_updatesemailattempt order by started_at desc limit 1")
  )[0] ?? "";

async function withHabit(practiceId: string, days: number): Promise<void> {
  await database.pool.query(
    `insert into apps_updatesemailevent (practice_id, sent_date, status, file_paths, listed_at)
     select $1, '2026-06-01'::date + n, 'SENT', '{a}', now() from generate_series(1, $2) n`,
    [practiceId, days],
  );
}

test("missing: a practice that usually has files has none half an hour before", async () => {
  const sender = testUpdates(database);
  await withHabit("p-1", 3);
  await withHabit("p-2", 3);
  await withHabit("p-3", 2);
  sender.files.put(pathOf(2));
  await handleCheckFiles(sender.deps);
  await handleCheckFiles(sender.deps);
  expect(await alerts()).toEqual(["email-updates.files-missing p-1"]);
  sender.files.failure = "no";
  await expect(handleCheckFiles(sender.deps)).rejects.toThrow("listed");
});

test("late: nothing arrived two hours after, whatever the reason", async () => {
  const sender = testUpdates(database);
  for (const practice of [1, 2]) sender.files.put(pathOf(practice));
  await handleSendUpdate(sender.deps, job);
  await handleSendUpdate(sender.deps, { ...job, practiceId: "p-2" });
  await recordDeliveries(sender.deps, [
    {
      id: "d-1",
      attemptId: await attemptId(),
      address: "p-2@example.com",
      kind: "delivered",
      reason: null,
      at: sender.clock.now,
    },
  ]);
  await handleCheckArrivals(sender.deps);
  expect(await alerts()).toEqual(["email-updates.not-arrived p-1", "email-updates.not-arrived p-3"]);
  const messages = await rows("select message as row from apps_alert order by key");
  expect(messages).toEqual([
    expect.stringContaining("no delivery is reported"),
    expect.stringContaining("did not come to this practice"),
  ]);
});

test("late: where no delivery is reported, an accepted mail counts as arrived", async () => {
  const sender = testUpdates(database);
  for (const practice of [1, 2, 3]) {
    sender.files.put(pathOf(practice));
    await handleSendUpdate(sender.deps, { ...job, practiceId: `p-${practice}` });
  }
  const emailUpdates = { ...sender.deps.emailUpdates, isDeliveryReported: false };
  await handleCheckArrivals({ ...sender.deps, emailUpdates });
  expect(await alerts()).toEqual([]);
});

test("an alert about a mail is over when its files have come, when it has arrived, when it is delivered after all", async () => {
  const sender = testUpdates(database);
  const watching = () => raiseNewTrouble(sender.deps);
  const open = () =>
    rows(
      "select concat_ws(' ', kind, practice_id) as row from apps_alert where ended_at is null order by key",
    );
  const report = async (kind: string) =>
    recordDeliveries(sender.deps, [
      {
        id: kind,
        attemptId: await attemptId(),
        address: "p-1@example.com",
        kind,
        reason: null,
        at: sender.clock.now,
      },
    ]);
  await database.pool.query("update apps_server set most_recent_pims_update = $1", [sender.clock.now]);
  await withHabit("p-1", 3);
  await handleCheckFiles(sender.deps);
  await watching();
  expect(await open()).toEqual(["email-updates.files-missing p-1"]);

  sender.files.put(pathOf(1));
  await handleSendUpdate(sender.deps, job);
  await report("bounce");
  await handleCheckArrivals(sender.deps);
  await watching();
  const others = ["email-updates.not-arrived p-2", "email-updates.not-arrived p-3"];
  expect(await open()).toEqual(["email-updates.bounced p-1", "email-updates.not-arrived p-1", ...others]);

  sender.clock.now = new Date(sender.clock.now.getTime() + 60_000);
  await report("delivered");
  await handleSendUpdate(sender.deps, { ...job, practiceId: "p-2" });
  await watching();
  expect(await open()).toEqual(["email-updates.not-arrived p-3"]);
});

test("all that were raised share a mail, sent once", async () => {
  const sender = testUpdates(database);
  await handleCheckArrivals(sender.deps);
  expect(await waitingJobs()).toEqual(["alerts.mail"]);
  const deps = {
    ...sender.deps,
    alertEmails: ["ops@example.com", "boss@example.com"],
    publicUrl: "https://vet.example.com",
  };
  await handleMailAlerts(deps, {});
  await handleMailAlerts(deps, {});
  expect(sender.sent).toMatchObject([
    { to: "ops@example.com", cc: ["boss@example.com"], subject: "VetSuccess needs you: 3 alerts" },
  ]);
  expect(sender.sent[0]?.text).toContain("Practice 2: The e-mail update of 2026-06-10 has not arrived");
});

test("an open alert is settled once, by somebody who may see it", async () => {
  const sender = testUpdates(database);
  await handleCheckArrivals(sender.deps);
  const page = (actor: Actor) => listAlerts(sender.deps, actor, { offset: 0, limit: 25 });
  const robin = systemActor("robin");
  const onlyP2: Actor = { ...robin, practiceIds: ["p-2"] };
  expect([(await page(robin)).open, (await page(onlyP2)).open]).toEqual([3, 1]);
  const first = (await page(robin)).rows.find(({ practiceId }) => practiceId === "p-1");
  const uuid = first?.uuid ?? "";
  await expect(settleAlert(sender.deps, onlyP2, { uuid })).rejects.toThrow("no such alert");
  await settleAlert(sender.deps, robin, { uuid });
  await settleAlert(sender.deps, { ...robin, label: "bo" }, { uuid });
  const { rows: all, open } = await page(robin);
  expect([open, all.at(-1)?.uuid, all.at(-1)?.settledBy]).toEqual([2, uuid, "robin"]);
  expect(await rows(`select action as row from apps_auditevent where entity_id = '${uuid}'`)).toEqual([
    "alerts.settle",
  ]);
});
