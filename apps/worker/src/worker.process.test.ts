import { once } from "node:events";
import { enqueue } from "@vetsuccess/domain/jobs/commands";
import { recoverTexts, sendDueTexts } from "@vetsuccess/domain/texts/jobs";
import { startFakeDialpad, type FakeDialpad } from "@vetsuccess/sandbox/dialpad";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { until, usePrograms } from "@vetsuccess/testing/processes";
import { resetSending } from "@vetsuccess/testing/sending";
import { insertWaitingTexts } from "@vetsuccess/testing/waiting-texts";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

// Real processes, a real queue, a provider over HTTP.

const database = useTestDatabase();
const programs = usePrograms();
let dialpad: FakeDialpad;

beforeAll(async () => {
  dialpad = await startFakeDialpad({ port: 0 });
});
afterAll(() => dialpad.stop());

beforeEach(async () => {
  dialpad.setFaults([]);
  await resetSending(database);
});
/** A worker process that is ready. */
function startWorker(env: Record<string, string> = {}) {
  return programs.startReady("worker", {
    DATABASE_URL: database.url,
    LOG_LEVEL: "silent",
    SEND_DIALPAD_SMS: "true",
    SANDBOX: "true",
    DIALPAD_URL: dialpad.url,
    DIALPAD_TOKEN: "sandbox",
    SMS_LIMIT_PER_MINUTE: "10000",
    // What runs, and when, is up to the test.
    CRON_SEND_TEXTS: "0 0 1 1 *",
    CRON_RECOVER_TEXTS: "0 0 1 1 *",
    CRON_WATCH_ALERTS: "0 0 1 1 *",
    CRON_LAUNCH_OUTREACH: "0 0 1 1 *",
    ...env,
  });
}

const queue = (job: typeof sendDueTexts) => enqueue(database.db, job, {});

async function count(sql: string): Promise<number> {
  const { rows } = await database.pool.query<{ count: string }>(`select count(*) from ${sql}`);
  return Number(rows[0]?.count);
}
const waiting = () => count("apps_smsevent");

/** As if the time had passed that makes a silent worker a dead one. */
const letTimePass = () =>
  database.pool.query(`update apps_worker set heartbeat_at = heartbeat_at - interval '1 minute';
    update graphile_worker._private_jobs set locked_at = locked_at - interval '1 minute'`);

/** What must hold however it went: R1 and R2. */
async function expectNothingLostOrTwice(texts: number, alreadyInLedger: number) {
  const ledger = dialpad.ledger().slice(alreadyInLedger);
  expect(new Set(ledger.map(({ to }) => to)).size).toBe(ledger.length);
  const { rows } = await database.pool.query<{ status: string; number: string; event: string | null }>(`
    select h.status, '+1' || (h.event_context->>'number_to') as number, e.status as event
    from apps_smshistory h left join apps_smsevent e on e.sms_history_id = h.uuid`);
  expect(rows).toHaveLength(texts);
  for (const { status, event } of rows)
    expect(["SENT null", "UNKNOWN null", "PENDING PENDING"]).toContain(`${status} ${event}`);
  const accepted = new Set(ledger.map(({ to }) => to));
  const statuses = new Map(rows.map(({ number, status }) => [number, status]));
  for (const to of accepted) expect(["SENT", "UNKNOWN"]).toContain(statuses.get(to));
  for (const { number } of rows.filter(({ status }) => status === "SENT")) expect(accepted).toContain(number);
}

test(
  "killed five times while it sends 500 texts, with every fifth answer lost: nothing lost, nothing twice",
  { timeout: 60_000 },
  async () => {
    await insertWaitingTexts(database.pool, { count: 500 });
    const before = dialpad.ledger().length;
    dialpad.setFaults([
      { kind: "accept-then-drop", probability: 0.2 },
      { kind: "slow", delayMs: 60 },
    ]);
    for (let kill = 1; kill <= 5; kill += 1) {
      const worker = await startWorker();
      await queue(sendDueTexts);
      await until(() => dialpad.ledger().length >= before + kill * 70, 20_000);
      await programs.end(worker, "SIGKILL");
      await letTimePass();
    }
    await startWorker();
    await queue(recoverTexts);
    await until(async () => (await count("apps_smsattempt where finished_at is null")) === 0, 10_000);
    await queue(sendDueTexts);
    await until(async () => (await waiting()) === 0, 20_000);
    await expectNothingLostOrTwice(500, before);
    expect(await count("apps_smshistory where error_code = 'WORKER_DIED'")).toBeGreaterThan(0);
    expect(await count("apps_smshistory where error_code = 'CONNECTION_LOST'")).toBeGreaterThan(50);
  },
);

test("two workers share the work", { timeout: 40_000 }, async () => {
  await insertWaitingTexts(database.pool, { count: 100 });
  const before = dialpad.ledger().length;
  dialpad.setFaults([{ kind: "slow", delayMs: 200 }]);
  await Promise.all([
    startWorker({ WORKER_CONCURRENCY_SMS: "1" }),
    startWorker({ WORKER_CONCURRENCY_SMS: "1" }),
  ]);
  await queue(sendDueTexts);
  await until(() => dialpad.ledger().length > before, 10_000);
  await queue(sendDueTexts);
  await until(async () => (await waiting()) === 0, 20_000);
  await expectNothingLostOrTwice(100, before);
  expect(await count("(select distinct worker_id from apps_smsattempt) w")).toBe(2);
});

test("a killed worker's job and texts are taken up by another (R6)", { timeout: 40_000 }, async () => {
  await insertWaitingTexts(database.pool, { count: 60 });
  dialpad.setFaults([{ kind: "slow", delayMs: 500 }]);
  const worker = await startWorker();
  await queue(sendDueTexts);
  await until(async () => (await count("apps_smsattempt where finished_at is null")) > 4, 10_000);
  await programs.end(worker, "SIGKILL");
  dialpad.setFaults([]);
  await startWorker();
  await queue(recoverTexts);
  await until(
    async () => (await count("apps_jobrun where name = 'texts.recover' and result = 'DONE'")) === 1,
    10_000,
  );
  expect(await count("apps_smsattempt where finished_at is null")).toBeGreaterThan(0);

  await letTimePass();
  await until(
    async () => (await count("apps_worker where heartbeat_at > now() - interval '20 s'")) === 1,
    12_000,
  );
  await queue(recoverTexts);
  await until(async () => (await count("apps_smsattempt where finished_at is null")) === 0, 10_000);
  expect(
    await count("graphile_worker.jobs where locked_by is not null and task_identifier = 'texts.send-due'"),
  ).toBe(0);
  expect(await count("apps_jobrun where reason = 'its worker died'")).toBe(1);
  await queue(sendDueTexts);
  await until(async () => (await waiting()) === 0, 15_000);
});

test(
  "poison jobs end with a reason and delay nobody by more than a second (R8)",
  { timeout: 30_000 },
  async () => {
    await startWorker({ WORKER_CONCURRENCY_SMS: "1" });
    const add = (name: string, payload: string) =>
      database.pool.query(
        "select graphile_worker.add_job($1, $2::json, run_at => clock_timestamp() - interval '10 minutes')",
        [name, payload],
      );
    for (let at = 0; at < 20; at += 1)
      await add("outreach.create-sms-events", `{"practiceId": 7, "at": ${at}}`);
    await add("outreach.create-sms-events", `{"practiceId": "nobody", "day": "2026-06-10"}`);
    await add("no.such-job", "{}");
    const addedAt = performance.now();
    await queue(sendDueTexts);
    await until(
      async () => (await count("apps_jobrun where name = 'texts.send-due' and result = 'DONE'")) === 1,
      5_000,
    );
    expect(performance.now() - addedAt).toBeLessThan(1_000);
    await queue(recoverTexts);
    await until(async () => (await count("apps_jobrun where result = 'REJECTED'")) === 22, 10_000);
    await until(async () => (await count("graphile_worker.jobs")) === 0, 5_000);
    const { rows } = await database.pool.query(
      "select distinct name, reason from apps_jobrun where result = 'REJECTED' order by 1, 2",
    );
    expect(rows).toEqual([
      { name: "no.such-job", reason: "no job has this name" },
      { name: "outreach.create-sms-events", reason: "NOT_FOUND: there is no practice nobody" },
      {
        name: "outreach.create-sms-events",
        reason: expect.stringContaining("the payload does not fit: practiceId invalid_type") as string,
      },
    ]);
  },
);

test(
  "SIGTERM: no claim after a second, what runs is finished, all within 30 s (R9)",
  { timeout: 45_000 },
  async () => {
    await insertWaitingTexts(database.pool, { count: 500 });
    dialpad.setFaults([{ kind: "slow", delayMs: 1_500 }]);
    const worker = await startWorker();
    await queue(sendDueTexts);
    await until(async () => (await count("apps_smsattempt where finished_at is null")) > 4, 10_000);
    const exit = once(worker, "exit");
    const { rows } = await database.pool.query<{ at: Date }>("select clock_timestamp() as at");
    const terminatedAt = performance.now();
    worker.kill("SIGTERM");
    expect(await exit).toEqual([0, null]);
    expect(performance.now() - terminatedAt).toBeLessThan(10_000);
    const { rows: late } = await database.pool.query(
      "select from apps_smsattempt where started_at > $1::timestamptz + interval '1 second'",
      [rows[0]?.at],
    );
    expect(late).toEqual([]);
    expect(await count("apps_smsattempt where finished_at is null")).toBe(0);
    expect(await count("graphile_worker.jobs where locked_by is not null")).toBe(0);
    expect(await count("apps_worker where stopped_at is not null")).toBe(1);
  },
);

test("takes nothing from a paused queue, and goes on when it is resumed", { timeout: 40_000 }, async () => {
  await database.pool.query(
    "insert into apps_queuepause (queue, detail, started_by) values ('sms', 'a look first', 'ann')",
  );
  await queue(sendDueTexts);
  await startWorker();
  await queue(recoverTexts);
  const runsOf = (name: string) => count(`apps_jobrun where name = '${name}' and result = 'DONE'`);
  await until(async () => (await runsOf("texts.recover")) === 1, 15_000);
  expect(await runsOf("texts.send-due")).toBe(0);
  await database.pool.query("update apps_queuepause set ended_at = now(), ended_by = 'ann'");
  await until(async () => (await runsOf("texts.send-due")) === 1, 15_000);
});

test("does not outlive the process that started it", { timeout: 30_000 }, async () => {
  const worker = await startWorker();
  worker.disconnect();
  expect(await once(worker, "exit")).toEqual([0, null]);
});

test("refuses a database without the migrations, and says what to do", { timeout: 30_000 }, async () => {
  const url = new URL(database.url);
  url.pathname = "/postgres";
  const worker = programs.start("worker", { DATABASE_URL: url.toString(), SANDBOX: "true" });
  let said = "";
  worker.stdout?.on("data", (chunk) => (said += String(chunk)));
  expect(await once(worker, "exit")).toEqual([1, null]);
  expect(said).toContain("first_tables");
  expect(said).toContain("pnpm vet migrate deploy");
});
