import { once } from "node:events";
import type { SendingDeps } from "@vetsuccess/domain/deps";
import { enqueue } from "@vetsuccess/domain/jobs/commands";
import { planPractice } from "@vetsuccess/domain/outreach/commands";
import { createSmsEvents } from "@vetsuccess/domain/outreach/jobs";
import { recoverTexts } from "@vetsuccess/domain/texts/commands/recover-texts";
import { handleSendDueTexts } from "@vetsuccess/domain/texts/handlers";
import { sendDueTexts } from "@vetsuccess/domain/texts/jobs";
import { createDialpad } from "@vetsuccess/providers/dialpad";
import { startFakeDialpad, type FakeDialpad } from "@vetsuccess/sandbox/dialpad";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { outreachOf } from "@vetsuccess/testing/outreach";
import { until, usePrograms } from "@vetsuccess/testing/processes";
import { listTexts, resetSending, testSender } from "@vetsuccess/testing/sending";
import { insertWaitingTexts } from "@vetsuccess/testing/waiting-texts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

// A worker is killed at each place there is, one after the other, until it gets through. What it left is taken up by what
// any other worker would do (R1, R2).

const database = useTestDatabase();
const programs = usePrograms();
let dialpad: FakeDialpad;
let deps: SendingDeps;

beforeAll(async () => {
  dialpad = await startFakeDialpad({ port: 0 });
  const settings = { url: dialpad.url, token: "sandbox", connectTimeoutMs: 5_000, timeoutMs: 5_000 };
  const now = () => new Date();
  deps = {
    ...testSender(database, undefined, { settings: { isSandbox: true }, workerId: crypto.randomUUID() }).deps,
    now,
    sms: createDialpad({ ...settings, now }),
  };
});
afterAll(() => dialpad.stop());

/** @returns whether the worker was killed before its job was done */
async function runUntilKilled(failpoint: number, job: string): Promise<boolean> {
  const worker = programs.start("worker", {
    FAILPOINT: String(failpoint),
    DATABASE_URL: database.url,
    LOG_LEVEL: "silent",
    SEND_DIALPAD_SMS: "true",
    SANDBOX: "true",
    DIALPAD_URL: dialpad.url,
    DIALPAD_TOKEN: "sandbox",
    CRON_SEND_TEXTS: "0 0 1 1 *",
    CRON_RECOVER_TEXTS: "0 0 1 1 *",
    CRON_WATCH_ALERTS: "0 0 1 1 *",
    CRON_LAUNCH_OUTREACH: "0 0 1 1 *",
  });
  const isDone = async () =>
    (await database.db.jobRun.count({ where: { name: job, result: { not: null } } })) > 0;
  await Promise.race([once(worker, "exit"), until(isDone, 30_000)]);
  const isKilled = worker.signalCode === "SIGKILL";
  await programs.end(worker, "SIGKILL");
  return isKilled;
}

/** Kills at 1, 2, 3 … until nothing is left to be killed. */
async function killEverywhere(job: string, prepare: () => Promise<void>, mend: () => Promise<void>) {
  for (let failpoint = 1; ; failpoint += 1) {
    await resetSending(database);
    await prepare();
    const isKilled = await runUntilKilled(failpoint, job);
    await database.pool.query("update apps_worker set heartbeat_at = heartbeat_at - interval '1 minute'");
    await mend();
    if (!isKilled) return failpoint - 1;
  }
}

describe("a worker that is killed at every place", () => {
  test(
    "while it plans: all of a practice is decided, or nothing; the next run decides what is left",
    {
      timeout: 180_000,
    },
    async () => {
      const { reset, addPet, listReminders } = outreachOf(database);
      const day = new Date().toISOString().slice(0, 10);
      const dueOn = new Date(Date.parse(day) - 49 * 86_400_000).toISOString().slice(0, 10);
      const decided = [
        { reminder: `Ada-${dueOn}`, status: "EVENT_CREATED", clientId: "ann" },
        { reminder: `Bo-${dueOn}`, status: "NO_PHONE", clientId: null },
        { reminder: `Rex-${dueOn}`, status: "EVENT_CREATED", clientId: "ann" },
      ];
      const places = await killEverywhere(
        createSmsEvents.name,
        async () => {
          await reset();
          for (const [pet, owner] of [
            ["Rex", "ann"],
            ["Ada", "ann"],
            ["Bo", "bob"],
          ] as const)
            await addPet(pet, owner, dueOn);
          await database.db.phone.delete({ where: { oduId: "ph-bob" } });
          await enqueue(database.db, createSmsEvents, { practiceId: "p-1", day });
        },
        async () => {
          const left = new Set((await listReminders()).map(({ status }) => status === null));
          expect(left.size).toBe(1);
          await planPractice(deps, { practiceId: "p-1", day });
          expect(await listReminders()).toMatchObject(decided);
          expect(await database.db.smsHistory.count()).toBe(1);
          expect(await database.db.smsEvent.count()).toBe(1);
        },
      );
      expect(places).toBeGreaterThan(10);
    },
  );

  test(
    "while it sends: no number is texted twice, every text ends with what is known of it",
    {
      timeout: 180_000,
    },
    async () => {
      let before = 0;
      const places = await killEverywhere(
        sendDueTexts.name,
        async () => {
          before = dialpad.ledger().length;
          await insertWaitingTexts(database.pool, { count: 1 });
          await enqueue(database.db, sendDueTexts, {});
        },
        async () => {
          await recoverTexts(deps);
          await handleSendDueTexts(deps, new AbortController().signal);
          const accepted = dialpad
            .ledger()
            .slice(before)
            .map(({ text }) => text);
          expect(new Set(accepted).size).toBe(accepted.length);
          const texts = await listTexts(database);
          expect(texts.map(({ event }) => event)).toEqual([null]);
          const sent = texts.filter(({ status }) => status === "SENT");
          expect(sent.filter(({ text }) => !accepted.includes(text))).toEqual([]);
          expect(texts.filter(({ status }) => status !== "UNKNOWN")).toEqual(sent);
        },
      );
      expect(places).toBeGreaterThan(10);
    },
  );
});
