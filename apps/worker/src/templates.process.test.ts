import { once } from "node:events";
import { enqueue } from "@vetsuccess/domain/jobs/commands";
import { createSmsEvents } from "@vetsuccess/domain/outreach/jobs";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { signInAs } from "@vetsuccess/testing/identity";
import { outreachOf } from "@vetsuccess/testing/outreach";
import { until, usePrograms } from "@vetsuccess/testing/processes";
import { expect, test } from "vitest";

const database = useTestDatabase();
const outreach = outreachOf(database);
const { start, startReady } = usePrograms();
const never = "0 0 1 1 *";
const env = {
  DATABASE_URL: database.url,
  LOG_LEVEL: "silent",
  SANDBOX: "true",
  REQUIRE_ADMIN_MFA: "false",
  // One plan at a time: two that run at once run in two workers.
  WORKER_CONCURRENCY_SMS: "1",
  CRON_SEND_TEXTS: never,
  CRON_WATCH_ALERTS: never,
  CRON_LAUNCH_OUTREACH: never,
};
const now = new Date();
const today = now.toISOString().slice(0, 10);
const sevenWeeksAgo = new Date(now.getTime() - 49 * 86_400_000).toISOString().slice(0, 10);

/** Practices that were not planned yet, each with one pet that is due. */
async function addPractices(ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    if (id !== outreach.practiceId) await outreach.addPractice(id);
    await outreach.addPet(`pet-${id}`, `owner-${id}`, sevenWeeksAgo, "Rabies");
    await database.pool.query("update apps_reminder set practice_id = $1 where patient_id = $2", [
      id,
      `pet-${id}`,
    ]);
    await database.pool.query("insert into apps_outreachwatermark (practice_id) values ($1)", [id]);
  }
}

/** One plan in each of the two workers: neither gets on before both have begun. */
async function planInBoth(practiceIds: readonly [string, string]) {
  const gate = await database.pool.connect();
  await gate.query("begin");
  await gate.query("select 1 from apps_outreachwatermark where practice_id = any($1) for update", [
    practiceIds,
  ]);
  for (const practiceId of practiceIds)
    await enqueue(database.db, createSmsEvents, { practiceId, day: today });
  const runs = async (where: string) => {
    const { rows } = await database.pool.query<{ workerId: string; finishedAt: Date }>(
      `select worker_id as "workerId", finished_at as "finishedAt" from apps_jobrun
      where name = $1 and payload ->> 'practiceId' = any($2) and ${where} order by 1`,
      [createSmsEvents.name, practiceIds],
    );
    return rows;
  };
  await until(async () => (await runs("result is null")).length === 2, 10_000);
  await gate.query("commit");
  gate.release();
  await until(async () => (await runs("result = 'DONE'")).length === 2, 10_000);
  const ended = await runs("result = 'DONE'");
  const { rows } = await database.pool.query<{ text: string }>(
    "select event_context ->> 'text' as text from apps_smshistory where practice_id = any($1)",
    [practiceIds],
  );
  return {
    workers: ended.map(({ workerId }) => workerId),
    lastAt: Math.max(...ended.map(({ finishedAt }) => finishedAt.getTime())),
    texts: rows.map(({ text }) => text),
  };
}

test("a template that is saved is in the next plan of every worker within a second", async () => {
  await outreach.reset();
  await addPractices(["p-1", "p-2", "p-3", "p-4"]);
  const { rows } = await database.pool.query<{ uuid: string }>(
    `insert into apps_smstemplate (key_words, template, position) values ('{rabies}', 'OLD STOP', 1) returning uuid`,
  );
  const server = start("server", { ...env, PORT: "0" });
  const [[message]] = (await Promise.all([
    once(server, "message"),
    startReady("worker", env),
    startReady("worker", env),
  ])) as unknown as [[{ url: string }]];
  const { headers } = await signInAs({ db: database.db, now: () => new Date() }, "admin");

  const before = await planInBoth(["p-1", "p-2"]);
  expect(before.texts).toEqual(["OLD STOP", "OLD STOP"]);
  const answer = await fetch(`${message.url}/trpc/templates.update`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify({
      json: { uuid: rows[0]?.uuid, version: 1, keyWords: ["rabies"], template: "NEW STOP" },
    }),
  });
  const answeredAt = Date.now();
  expect(answer.status).toBe(200);
  const after = await planInBoth(["p-3", "p-4"]);
  expect(after.texts).toEqual(["NEW STOP", "NEW STOP"]);
  expect(new Set(after.workers).size).toBe(2);
  expect(after.workers).toEqual(before.workers);
  expect(after.lastAt - answeredAt).toBeLessThan(1_000);
}, 30_000);
