import { DomainError } from "@vetsuccess/contract/errors";
import { ListJobsInput } from "@vetsuccess/contract/jobs";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { resetSending, testSender } from "@vetsuccess/testing/sending";
import { beforeEach, describe, expect, test } from "vitest";
import { systemActor } from "../deps.ts";
import { sendUpdate } from "../email-updates/jobs.ts";
import { createSmsEvents, launchOutreach } from "../outreach/jobs.ts";
import { enqueue } from "./commands.ts";
import { cancelJob, retryJob, runJobNow } from "./commands/manage-jobs.ts";
import {
  announceSchedules,
  forgetOldRuns,
  pauseQueue,
  resumeQueue,
  runSchedule,
  switchSchedule,
} from "./commands/manage-queues.ts";
import { runJob } from "./handlers.ts";
import { getJob, listJobs } from "./queries/list-jobs.ts";
import { getJobStats, listPausedQueues, listQueues, listSchedules } from "./queries/queue-state.ts";
import { bindJob } from "./rules.ts";

const database = useTestDatabase();
const admin = systemActor("admin");
const ofOak = { ...admin, practiceIds: ["oak"] };
const ofElm = { ...admin, practiceIds: ["elm"] };
const day = "2026-06-10";
const deps = () => testSender(database).deps;
const view = (which: ListJobsInput["view"], filter: Partial<ListJobsInput> = {}, actor = admin) =>
  listJobs(deps(), actor, ListJobsInput.parse({ view: which, ...filter }));
const sql = (text: string) => database.pool.query<Record<string, unknown>>(text);

beforeEach(async () => {
  await resetSending(database);
  await sql("truncate apps_jobschedule, apps_queuepause");
  await sql(`insert into apps_server (odu_id) values (1);
    insert into apps_practice (odu_id, server_id, name) values ('oak', 1, 'Oak Street'), ('elm', 1, 'Elm Park')`);
});

/** Puts planning of the practice into the queue; runs it `times` with a failure, or once to the end given. */
async function addJob(practiceId: string, ends: { error?: Error; times?: number } = {}): Promise<string> {
  await enqueue(database.db, createSmsEvents, { practiceId, day });
  const { rows } = await sql(`select id::text from graphile_worker.jobs where key like '%:${practiceId}:%'`);
  const id = String(rows[0]?.["id"]);
  const bound = bindJob(createSmsEvents, () => (ends.error ? Promise.reject(ends.error) : Promise.resolve()));
  for (let attempt = 1; attempt <= (ends.times ?? 0); attempt += 1) {
    const isThrown = await runJob(
      deps(),
      bound,
      { id, payload: { practiceId, day }, key: `key-${practiceId}`, attempt },
      new AbortController().signal,
    ).then(
      () => false,
      () => true,
    );
    await sql(
      isThrown
        ? `update graphile_worker._private_jobs set attempts = ${attempt}, run_at = now() + interval '40 s' where id = ${id}`
        : `select graphile_worker.complete_jobs(array[${id}::bigint])`,
    );
  }
  return id;
}
const broken = new TypeError("boom");
const archived = new DomainError("PRACTICE_ARCHIVED", "it is archived");
const audited = async () =>
  (await sql("select action, entity_id, actor_id from apps_auditevent order by id")).rows.slice(-1);

describe("the list of jobs", () => {
  test("says in the business's words what waits, what is tried again and why, and what is in trouble", async () => {
    const waiting = await addJob("oak");
    const retrying = await addJob("elm", { error: broken, times: 1 });
    expect(await view("now")).toMatchObject({
      total: 2,
      counts: { now: 2, trouble: 0, ended: 0 },
      rows: [
        { id: waiting, title: "Create texts", state: "WAITING", practiceName: "Oak Street", day, attempt: 0 },
        {
          id: retrying,
          state: "RETRYING",
          practiceName: "Elm Park",
          attempt: 1,
          maxAttempts: 3,
          reason: "TypeError: boom",
          queue: "sms",
        },
      ],
    });
  });

  test("keeps failed and rejected jobs until somebody settles them, and shows ended ones", async () => {
    const failed = await addJob("oak", { error: broken, times: 3 });
    const rejected = await addJob("elm", { error: archived, times: 1 });
    await addJob("oak-2", { times: 1 });
    const { rows, counts } = await view("trouble");
    expect(counts).toEqual({ now: 0, trouble: 2, ended: 1 });
    expect(rows).toMatchObject([
      { id: rejected, state: "REJECTED", reason: "PRACTICE_ARCHIVED: it is archived" },
      { id: failed, state: "FAILED", attempt: 3, reason: "TypeError: boom" },
    ]);
    expect((await view("ended")).rows).toMatchObject([{ state: "DONE", practiceId: "oak-2" }]);
    expect((await getJob(database.db, admin, failed)).runs.map(({ attempt }) => attempt)).toEqual([3, 2, 1]);
  });

  test.each<[string, Partial<ListJobsInput>, number]>([
    ["part of the practice's name", { search: "oak st" }, 1],
    ["the practice's id", { search: "elm" }, 1],
    ["part of the kind", { search: "create" }, 2],
    ["a percent sign, literally", { search: "%" }, 0],
    ["the name", { name: "outreach.launch" }, 0],
  ])("is searched by %s", async (_, filter, found) => {
    await addJob("oak");
    await addJob("elm");
    expect((await view("now", filter)).total).toBe(found);
  });

  test("shows to those who are limited to some practices nothing of others", async () => {
    const id = await addJob("oak");
    await enqueue(database.db, launchOutreach, {});
    expect((await view("now", {}, ofElm)).total).toBe(0);
    expect((await view("now", {}, ofOak)).total).toBe(1);
    await expect(getJob(database.db, ofElm, id)).rejects.toThrow("no such job");
    await expect(retryJob(deps(), ofElm, { jobId: id })).rejects.toThrow("no such job");
  });
});

describe("looking after a job", () => {
  const jobOf = async (practiceId: string) =>
    (
      await sql(
        `select attempts, run_at <= now() as is_due from graphile_worker.jobs where key like '%${practiceId}%'`,
      )
    ).rows;

  test.each([
    ["that is out of attempts", broken, 3],
    ["that was rejected", archived, 1],
  ])("one %s can be tried again, from its first attempt on", async (_, error, times) => {
    const jobId = await addJob("oak", { error, times });
    await retryJob(deps(), admin, { jobId });
    expect(await jobOf("oak")).toEqual([{ attempts: 0, is_due: true }]);
    expect((await view("trouble")).total).toBe(0);
    expect(await audited()).toEqual([{ action: "jobs.retry", entity_id: jobId, actor_id: "admin" }]);
    await expect(retryJob(deps(), admin, { jobId })).rejects.toMatchObject({ code: "CONFLICT" });
  });

  test("one whose mail may have been sent is not tried again, by anybody", async () => {
    await enqueue(database.db, sendUpdate, { practiceId: "oak", day });
    const { rows } = await sql(
      "update graphile_worker._private_jobs set attempts = max_attempts where key like '%oak%' returning id::text",
    );
    const jobId = String(rows[0]?.["id"]);
    await sql(`insert into apps_updatesemailevent (uuid, practice_id, sent_date, status)
      values (gen_random_uuid(), 'oak', '${day}', 'UNKNOWN')`);
    expect(await getJob(database.db, admin, jobId)).toMatchObject({ state: "FAILED", isSendUnknown: true });
    await expect(retryJob(deps(), admin, { jobId })).rejects.toThrow(
      "Nobody knows whether this mail was sent",
    );
    await sql("update apps_updatesemailevent set status = 'ERROR'");
    await retryJob(deps(), admin, { jobId });
    expect(await getJob(database.db, admin, jobId)).toMatchObject({ state: "WAITING", isSendUnknown: false });
  });

  test("one that waits can run now", async () => {
    const jobId = await addJob("oak", { error: broken, times: 1 });
    await runJobNow(deps(), admin, { jobId });
    expect(await jobOf("oak")).toEqual([{ attempts: 1, is_due: true }]);
    expect(await audited()).toMatchObject([{ action: "jobs.runNow" }]);
  });

  test("one that waits can be canceled, and is remembered as such", async () => {
    const jobId = await addJob("oak");
    await cancelJob(deps(), admin, { jobId });
    expect(await jobOf("oak")).toEqual([]);
    expect((await view("ended")).rows).toMatchObject([{ id: jobId, state: "CANCELED", practiceId: "oak" }]);
    expect(await audited()).toMatchObject([{ action: "jobs.cancel" }]);
  });

  test("a rejected one can be left as it is", async () => {
    const jobId = await addJob("oak", { error: archived, times: 1 });
    await cancelJob(deps(), admin, { jobId });
    expect((await view("trouble")).total).toBe(0);
    expect((await view("ended")).rows).toMatchObject([{ id: jobId, state: "REJECTED" }]);
  });

  test("one that runs is left alone", async () => {
    const before = await audited();
    const jobId = await addJob("oak");
    await sql(
      `update graphile_worker._private_jobs set locked_at = now(), locked_by = 'pool-1', attempts = 1`,
    );
    for (const change of [retryJob, runJobNow, cancelJob])
      await expect(change(deps(), admin, { jobId })).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await audited()).toEqual(before);
  });
});

describe("queues", () => {
  test("are paused once, and resumed, with a trace", async () => {
    await addJob("oak", { error: broken, times: 3 });
    await pauseQueue(deps(), admin, { queue: "sms", detail: "provider in trouble" });
    expect(await audited()).toMatchObject([{ action: "jobs.pauseQueue", entity_id: "sms" }]);
    const again = pauseQueue(deps(), admin, { queue: "sms", detail: "again" });
    await expect(again).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await listPausedQueues(deps())).toEqual(new Set(["sms"]));
    const { queues } = await listQueues(deps());
    expect(queues[0]).toMatchObject({
      queue: "sms",
      trouble: 1,
      due: 0,
      pause: { detail: "provider in trouble", startedBy: "admin", startedAt: expect.any(Date) as Date },
    });
    await resumeQueue(deps(), admin, { queue: "sms" });
    expect(await listPausedQueues(deps())).toEqual(new Set());
    expect(await audited()).toMatchObject([{ action: "jobs.resumeQueue", entity_id: "sms" }]);
  });

  test("are no business of those who are limited to some practices", async () => {
    for (const attempt of [
      () => pauseQueue(deps(), ofOak, { queue: "sms", detail: "x" }),
      () => resumeQueue(deps(), ofOak, { queue: "sms" }),
      () => switchSchedule(deps(), ofOak, { name: "outreach.launch", isOn: false }),
      () => runSchedule(deps(), ofOak, { name: "outreach.launch" }),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: "NOT_ALLOWED" });
  });
});

describe("schedules", () => {
  beforeEach(() => announceSchedules(deps(), [{ name: "outreach.launch", cron: "0 2 * * *" }]));
  const tick = { id: "7", payload: { _cron: { ts: "2026-06-10T02:00:00Z" } }, key: null, attempt: 1 };

  test("have a next time, and none while they are off; their ticks are then skipped", async () => {
    expect(await listSchedules(deps())).toMatchObject([
      {
        title: "Start the day's planning",
        isOn: true,
        nextRunAt: new Date("2026-06-11T02:00:00Z"),
        lastRunAt: null,
      },
    ]);
    await switchSchedule(deps(), admin, { name: "outreach.launch", isOn: false });
    const ran: unknown[] = [];
    const bound = bindJob(launchOutreach, async () => void ran.push(1));
    await runJob(deps(), bound, tick, new AbortController().signal);
    expect(ran).toEqual([]);
    expect(await listSchedules(deps())).toMatchObject([
      { isOn: false, nextRunAt: null, lastResult: "SKIPPED" },
    ]);
    await runJob(deps(), bound, { ...tick, payload: {} }, new AbortController().signal);
    expect(ran).toEqual([1]);
    expect(await audited()).toMatchObject([{ action: "jobs.switchSchedule" }]);
  });

  test("stay switched off when a worker starts again, and are forgotten with their job", async () => {
    await switchSchedule(deps(), admin, { name: "outreach.launch", isOn: false });
    await announceSchedules(deps(), [{ name: "outreach.launch", cron: "0 3 * * *" }]);
    expect(await listSchedules(deps())).toMatchObject([{ cron: "0 3 * * *", isOn: false }]);
    await announceSchedules(deps(), []);
    expect(await listSchedules(deps())).toEqual([]);
  });

  test("can be run now", async () => {
    await runSchedule(deps(), admin, { name: "outreach.launch" });
    expect(await audited()).toMatchObject([{ action: "jobs.runSchedule", entity_id: "outreach.launch" }]);
    expect((await view("now")).rows).toMatchObject([{ name: "outreach.launch", practiceId: null }]);
    await expect(runSchedule(deps(), admin, { name: "no.such" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

test.each([
  ["24h", 24],
  ["30d", 30],
] as const)("what was done is counted in %s", async (range, buckets) => {
  await addJob("oak", { error: broken, times: 2 });
  await sql("update apps_jobrun set started_at = '2026-06-10T14:30:00Z'");
  const stats = await getJobStats(deps(), { range });
  expect(stats.buckets).toHaveLength(buckets);
  expect(stats.buckets.reduce((sum, { failed }) => sum + failed, 0)).toBe(2);
});

test("records of long ago are forgotten", async () => {
  await addJob("oak", { times: 1 });
  await sql("update apps_jobrun set started_at = now() - interval '91 days'");
  await forgetOldRuns(deps());
  expect((await sql("select from apps_jobrun")).rows).toEqual([]);
});
