import { DomainError } from "@vetsuccess/contract/errors";
import { inTransaction } from "@vetsuccess/db/client";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { resetSending, testSender } from "@vetsuccess/testing/sending";
import { beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { beat, enqueue, recoverJobs } from "./commands.ts";
import { runJob } from "./handlers.ts";
import { bindJob, defineJob, hopelessReason } from "./rules.ts";

const database = useTestDatabase();
const greet = defineJob({
  name: "tests.greet",
  payload: z.strictObject({ id: z.string() }),
  queue: "low",
  maxAttempts: 3,
  key: ({ id }) => `tests.greet:${id}`,
});
const never = new AbortController().signal;
const job = (payload: unknown) => ({ id: "7", payload, key: null, attempt: 1 });
const deps = () => testSender(database).deps;

beforeEach(() => resetSending(database));

async function runs(): Promise<unknown[]> {
  const { rows } = await database.pool.query<{ row: unknown }>(`
    select jsonb_build_array(name, result, reason, finished_at is not null) as row from apps_jobrun order by started_at`);
  return rows.map(({ row }) => row);
}

describe("running a job", () => {
  test("parses the payload, leaves the scheduler's tick out, and keeps a record", async () => {
    const seen: unknown[] = [];
    const bound = bindJob(greet, async (payload) => void seen.push(payload));
    await runJob(deps(), bound, job({ id: "a", _cron: { ts: "2026-06-10T15:00:00Z" } }), never);
    expect(seen).toEqual([{ id: "a" }]);
    expect(await runs()).toEqual([["tests.greet", "DONE", null, true]]);
  });

  test.each<[string, unknown, Error | null, string]>([
    ["a payload that does not fit", { id: 7 }, null, "the payload does not fit: id invalid_type"],
    ["no payload", null, null, "the payload does not fit: payload invalid_type"],
    [
      "a refusal for good",
      { id: "a" },
      new DomainError("PRACTICE_ARCHIVED", "it is archived"),
      "PRACTICE_ARCHIVED: it is archived",
    ],
  ])("%s is recorded and done with", async (_name, payload, error, reason) => {
    const bound = bindJob(greet, () => (error ? Promise.reject(error) : Promise.resolve()));
    await runJob(deps(), bound, job(payload), never);
    expect(await runs()).toEqual([["tests.greet", "REJECTED", reason, true]]);
  });

  test.each<[string, Error]>([
    ["an unexpected failure", new TypeError("boom")],
    ["a conflict", new DomainError("CONFLICT", "try again")],
  ])("%s is recorded and thrown, so that the queue tries again", async (_name, error) => {
    const bound = bindJob(greet, () => Promise.reject(error));
    await expect(runJob(deps(), bound, job({ id: "a" }), never)).rejects.toBe(error);
    expect(await runs()).toEqual([["tests.greet", "FAILED", `${error.name}: ${error.message}`, true]]);
  });

  test("what is wrong with a payload is said without its values", () => {
    const { error } = greet.payload.safeParse({ id: 3035550101 });
    expect(hopelessReason(error)).not.toContain("303");
  });
});

describe("putting jobs into the queue", () => {
  const jobs = async (): Promise<object[]> => {
    const sql = "select key, run_at, max_attempts from graphile_worker.jobs order by key";
    return (await database.pool.query<{ key: string }>(sql)).rows;
  };

  test("happens with the caller's transaction or not at all", async () => {
    const failing = inTransaction(database.db, async (tx) => {
      await enqueue(tx, greet, { id: "a" });
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await jobs()).toEqual([]);
  });

  test("the same work waits once, at the time asked for last", async () => {
    await enqueue(database.db, greet, { id: "a" });
    await enqueue(database.db, greet, { id: "a" }, { runAt: new Date("2030-01-01T00:00:00Z") });
    await enqueue(database.db, greet, { id: "b" });
    expect(await jobs()).toMatchObject([
      { key: "tests.greet:a", run_at: new Date("2030-01-01T00:00:00Z"), max_attempts: 3 },
      { key: "tests.greet:b" },
    ]);
  });

  test("a payload that does not fit is refused", async () => {
    await expect(enqueue(database.db, greet, { id: 7 } as never)).rejects.toThrow("id");
  });
});

describe("putting the queue in order", () => {
  const worker = (id: string, pools: string[]) => ({
    id,
    host: "h",
    pid: 1,
    version: "1",
    queues: ["low"] as const,
    pools,
  });
  const lock = (pool: string, ago: string) =>
    database.pool.query(
      `update graphile_worker._private_jobs set locked_by = $1, locked_at = now() - $2::interval`,
      [pool, ago],
    );
  const lockedBy = async () =>
    (await database.pool.query<{ locked_by: string | null }>("select locked_by from graphile_worker.jobs"))
      .rows[0]?.locked_by;

  test("jobs of a pool that no living worker has are free again", async () => {
    await enqueue(database.db, greet, { id: "a" });
    await lock("pool-1", "50 s");
    await recoverJobs(deps(), [greet.name]);
    expect(await lockedBy()).toBeNull();
  });

  test.each<[string, string[], string]>([
    ["a living worker", ["pool-1"], "2 hours"],
    ["a worker that is about to make itself known", [], "10 s"],
  ])("jobs of %s stay his", async (_name, pools, ago) => {
    await enqueue(database.db, greet, { id: "a" });
    await beat(deps(), worker("worker-1", pools));
    await lock("pool-1", ago);
    await recoverJobs(deps(), [greet.name]);
    expect(await lockedBy()).toBe("pool-1");
  });

  test("a job of an unknown name leaves with a reason once it has been due for five minutes", async () => {
    await database.pool
      .query(`select graphile_worker.add_job('no.such', '{}', run_at => now() - interval '6 minutes'),
      graphile_worker.add_job('newer.one', '{}', run_at => now() - interval '1 minute')`);
    await recoverJobs(deps(), [greet.name]);
    expect(await runs()).toEqual([["no.such", "REJECTED", "no job has this name", true]]);
    const { rows } = await database.pool.query("select task_identifier from graphile_worker.jobs");
    expect(rows).toEqual([{ task_identifier: "newer.one" }]);
  });

  test("runs of dead workers end as FAILED", async () => {
    await database.pool.query(
      "insert into apps_jobrun (job_id, name, attempt, worker_id) values (1, 'x', 1, 'gone')",
    );
    await recoverJobs(deps(), []);
    expect(await runs()).toEqual([["x", "FAILED", "its worker died", true]]);
  });
});
