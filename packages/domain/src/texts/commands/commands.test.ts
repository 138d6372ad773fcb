import { randomUUID } from "node:crypto";
import { DomainError } from "@vetsuccess/contract/errors";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { elevenInNewYork, resetSending, testSender } from "@vetsuccess/testing/sending";
import { insertWaitingTexts, practiceId } from "@vetsuccess/testing/waiting-texts";
import { beforeEach, describe, expect, test } from "vitest";
import { systemActor } from "../../deps.ts";
import { beat, retireWorker } from "../../jobs/commands.ts";
import { handleSendDueTexts } from "../handlers.ts";
import { claimText } from "./claim-text.ts";
import { deliverNow, pauseSending, resumeSending } from "./control-sending.ts";
import { recordAnswer, withdrawClaim } from "./record-answer.ts";
import { recoverTexts } from "./recover-texts.ts";

const database = useTestDatabase();
const limit = { calls: 100, windowMs: 60_000 };
const actor = systemActor("robin");
const accepted = { result: "ACCEPTED", httpStatus: 200, response: {}, providerId: "7" } as const;
const worker = (id: string) => ({ id, host: "h", pid: 1, version: "1", queues: ["sms"] as const, pools: [] });

beforeEach(() => resetSending(database));

async function states(): Promise<string[]> {
  const { rows } = await database.pool.query<{ state: string }>(`
    select concat_ws(' ', h.status, h.error_code, e.status, a.result) as state
    from apps_smshistory h left join apps_smsevent e on e.sms_history_id = h.uuid
    left join apps_smsattempt a on a.sms_history_id = h.uuid order by 1`);
  return rows.map(({ state }) => state);
}

async function claimOne(sender = testSender(database)) {
  const claim = await claimText(sender.deps, randomUUID(), limit);
  if (claim.kind !== "CLAIMED") throw new Error(claim.kind);
  return { ...sender, text: claim.text };
}

describe("claiming", () => {
  test("two at once get two different texts", async () => {
    await insertWaitingTexts(database.pool, { count: 2, sendAt: elevenInNewYork });
    const [one, other] = await Promise.all([claimOne(), claimOne()]);
    expect(one.text.historyId).not.toBe(other.text.historyId);
    expect(await states()).toEqual(["PENDING IN_PROGRESS", "PENDING IN_PROGRESS"]);
  });

  test("says how long the limit is used up", async () => {
    await insertWaitingTexts(database.pool, { count: 2, sendAt: elevenInNewYork });
    const { deps, text } = await claimOne();
    const one = { calls: 1, windowMs: 60_000 };
    expect(await claimText(deps, randomUUID(), one)).toEqual({ kind: "FULL", retryInMs: 50 });
    await recordAnswer(deps, text, accepted);
    const full = await claimText(deps, randomUUID(), one);
    expect(full.kind === "FULL" && full.retryInMs > 55_000 && full.retryInMs <= 60_000).toBe(true);
  });

  test("a call that reached nobody takes no place", async () => {
    await insertWaitingTexts(database.pool, { count: 2, sendAt: elevenInNewYork });
    const { deps, text } = await claimOne();
    await recordAnswer(deps, text, {
      result: "NOT_SENT",
      httpStatus: null,
      response: null,
      error: "ECONNREFUSED",
    });
    expect((await claimText(deps, randomUUID(), { calls: 1, windowMs: 60_000 })).kind).toBe("CLAIMED");
  });

  test("a text that planning is rewriting is passed over", async () => {
    await insertWaitingTexts(database.pool, { count: 1, sendAt: elevenInNewYork });
    const planning = await database.pool.connect();
    try {
      await planning.query("begin; select from apps_smshistory for update");
      expect(await claimText(testSender(database).deps, randomUUID(), limit)).toEqual({ kind: "NOTHING" });
    } finally {
      await planning.query("rollback");
      planning.release();
    }
  });

  test("a claim without a call is taken back, and can be taken back twice", async () => {
    await insertWaitingTexts(database.pool, { count: 1, sendAt: elevenInNewYork });
    const { deps, text } = await claimOne();
    await withdrawClaim(deps, text.attemptId);
    await withdrawClaim(deps, text.attemptId);
    await withdrawClaim(deps, randomUUID());
    expect(await states()).toEqual(["PENDING PENDING NOT_SENT"]);
  });
});

describe("recording", () => {
  test("twice changes nothing", async () => {
    await insertWaitingTexts(database.pool, { count: 1, sendAt: elevenInNewYork });
    const { deps, text } = await claimOne();
    await recordAnswer(deps, text, accepted);
    await recordAnswer(deps, text, { result: "REJECTED", httpStatus: 400, response: null, error: "late" });
    expect(await states()).toEqual(["SENT ACCEPTED"]);
  });

  test("a second pause of the same reason prolongs the first", async () => {
    await insertWaitingTexts(database.pool, { count: 2, sendAt: elevenInNewYork });
    const [one, other] = [await claimOne(), await claimOne()];
    const limited = { result: "RATE_LIMITED", httpStatus: 429, response: null, error: "slow down" } as const;
    await recordAnswer(one.deps, one.text, { ...limited, retryAfterMs: 600_000 });
    await recordAnswer(other.deps, other.text, { ...limited, retryAfterMs: 60_000 });
    const { rows } = await database.pool.query<{ s: number }>(
      "select extract(epoch from until - clock_timestamp())::int as s from apps_sendingpause",
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.s).toBeGreaterThan(590);
  });
});

describe("recovering", () => {
  test("what a living worker has in hand is left alone", async () => {
    await insertWaitingTexts(database.pool, { count: 1, sendAt: elevenInNewYork });
    const { deps } = await claimOne();
    await beat(deps, worker(deps.workerId));
    expect(await recoverTexts(deps)).toEqual({ unknown: 0, released: 0 });
    expect(await states()).toEqual(["PENDING IN_PROGRESS"]);
  });

  test.each<[string, string]>([
    ["silent for a while", "update apps_worker set heartbeat_at = now() - interval '46 s'"],
    ["stopped", "update apps_worker set stopped_at = now()"],
    ["never heard of", "delete from apps_worker"],
  ])("a call of a worker %s may have gone out", async (_name, sql) => {
    await insertWaitingTexts(database.pool, { count: 1, sendAt: elevenInNewYork });
    const { deps, text } = await claimOne();
    await beat(deps, worker(deps.workerId));
    await database.pool.query(sql);
    expect(await recoverTexts(deps)).toEqual({ unknown: 1, released: 0 });
    expect(await states()).toEqual(["UNKNOWN WORKER_DIED UNKNOWN"]);
    await recordAnswer(deps, text, accepted);
    expect(await states()).toEqual(["UNKNOWN WORKER_DIED UNKNOWN"]);
  });

  test("a claim of a dead worker without an attempt waits again", async () => {
    await insertWaitingTexts(database.pool, { count: 1, sendAt: elevenInNewYork });
    await database.pool.query("update apps_smsevent set status = 'IN_PROGRESS', claimed_by = 'gone'");
    expect(await recoverTexts(testSender(database).deps)).toEqual({ unknown: 0, released: 1 });
    expect(await states()).toEqual(["PENDING PENDING"]);
  });

  test("a worker that stopped in good order leaves nothing behind", async () => {
    const { deps } = testSender(database);
    await beat(deps, worker(deps.workerId));
    await retireWorker(deps, deps.workerId);
    expect(await recoverTexts(deps)).toEqual({ unknown: 0, released: 0 });
  });
});

describe("the pause switch", () => {
  test("holds all texts until somebody resumes, and says who did what", async () => {
    await insertWaitingTexts(database.pool, { count: 1, sendAt: elevenInNewYork });
    const { deps, sent } = testSender(database);
    await pauseSending(deps, actor, { detail: "wrong template" });
    await handleSendDueTexts(deps, new AbortController().signal);
    expect(sent).toEqual([]);
    await resumeSending(deps, actor);
    await handleSendDueTexts(deps, new AbortController().signal);
    expect(sent).toHaveLength(1);
    const { rows } = await database.pool.query(
      "select reason, detail, started_by, ended_by from apps_sendingpause",
    );
    expect(rows).toEqual([
      { reason: "MANUAL", detail: "wrong template", started_by: actor.label, ended_by: actor.label },
    ]);
  });

  test("resuming queues a sender", async () => {
    await resumeSending(testSender(database).deps, actor);
    const { rows } = await database.pool.query("select task_identifier from graphile_worker.jobs");
    expect(rows).toEqual([{ task_identifier: "texts.send-due" }]);
  });
});

describe("deliver now", () => {
  const tomorrow = new Date("2026-06-11T15:00:00Z");
  const settings = { isSandbox: true };

  test("exists in the sandbox alone", async () => {
    await expect(deliverNow(testSender(database).deps, actor, {})).rejects.toThrow(DomainError);
  });

  test("makes waiting texts of the practice due, at any hour, and queues a sender", async () => {
    await insertWaitingTexts(database.pool, { count: 3, sendAt: tomorrow, ignoresHours: false });
    const { deps, sent } = testSender(database, undefined, {
      settings,
      now: new Date("2026-06-10T04:00:00Z"),
    });
    expect(await deliverNow(deps, actor, { practiceId: "another" })).toEqual({ texts: 0 });
    expect(await deliverNow(deps, actor, { practiceId })).toEqual({ texts: 3 });
    await handleSendDueTexts(deps, new AbortController().signal);
    expect(sent).toHaveLength(3);
    const { rows } = await database.pool.query("select key from graphile_worker.jobs");
    expect(rows).toEqual([{ key: "texts.send-due" }]);
  });

  test("leaves a text that is being sent as it is", async () => {
    await insertWaitingTexts(database.pool, { count: 1, sendAt: elevenInNewYork });
    const { deps } = await claimOne(testSender(database, undefined, { settings }));
    expect(await deliverNow(deps, actor, {})).toEqual({ texts: 0 });
  });
});
