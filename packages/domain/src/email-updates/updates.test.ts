import { useTestDatabase } from "@vetsuccess/testing/database";
import { insertUpdatePractices, resetUpdates, testUpdates } from "@vetsuccess/testing/updates";
import { beforeEach, describe, expect, test } from "vitest";
import { systemActor, type Actor } from "../deps.ts";
import { beginCall, claimUpdate } from "./commands/claim-update.ts";
import { runUpdates } from "./commands/launch-updates.ts";
import { recordAttempt, recoverUpdates } from "./commands/record-attempt.ts";
import { recordDeliveries } from "./commands/record-deliveries.ts";
import { sendUpdateAgain } from "./commands/send-again.ts";
import { handleLaunchUpdates, handleSendUpdate } from "./handlers.ts";
import { getUpdate } from "./queries/get-update.ts";

const database = useTestDatabase();
beforeEach(async () => {
  await resetUpdates(database);
  await insertUpdatePractices(database, 3);
});

const day = "2026-06-10";
const admin = systemActor("robin");
const onlyP2: Actor = { ...admin, practiceIds: ["p-2"] };
const pathOf = (practice: number, name = "a") => `daily_updates/2026/06/09/${100 + practice}/${name}.xlsx`;
const job = { practiceId: "p-1", day };
const unknown = {
  result: "UNKNOWN",
  cause: "TIMED_OUT",
  httpStatus: null,
  error: "no answer in time",
} as const;
const notSent = { result: "NOT_SENT", httpStatus: null, error: "ECONNREFUSED" } as const;

async function rows(sql: string): Promise<string[]> {
  const { rows: found } = await database.pool.query<{ row: string }>(sql);
  return found.map(({ row }) => row);
}
const events = () =>
  rows(
    `select concat_ws(' ', practice_id, status, error_message) as row from apps_updatesemailevent order by practice_id`,
  );
const results = () =>
  rows(
    `select concat_ws(' ', round, coalesce(result, 'running')) as row from apps_updatesemailattempt order by started_at`,
  );
const alerts = () => rows(`select concat_ws(' ', kind, practice_id) as row from apps_alert order by key`);
const waitingJobs = () => rows("select key as row from graphile_worker.jobs order by key");
const eventId = async () =>
  (await rows("select uuid::text as row from apps_updatesemailevent where practice_id = 'p-1'"))[0] ?? "";
const attemptId = async () =>
  (
    await rows("select uuid::text as row from apps_updatesemailattempt order by started_at desc limit 1")
  )[0] ?? "";

async function runJobs({ deps }: ReturnType<typeof testUpdates>): Promise<void> {
  const { rows: jobs } = await database.pool.query<{ payload: { practiceId: string; day: string } }>(`
    delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
    where t.id = j.task_id and t.identifier = 'email-updates.send' returning payload`);
  for (const { payload } of jobs) await handleSendUpdate(deps, payload);
}

describe("a day", () => {
  test("launching adds one job per practice with updates on, on working days alone", async () => {
    const sender = testUpdates(database);
    await database.pool.query("update apps_practice set is_archived = true where odu_id = 'p-3'");
    await handleLaunchUpdates(sender.deps);
    expect(await waitingJobs()).toEqual([`email-updates.send:p-1:${day}`, `email-updates.send:p-2:${day}`]);
    await database.pool.query("delete from graphile_worker._private_jobs");
    sender.clock.now = new Date("2026-06-13T13:00:00Z");
    await handleLaunchUpdates(sender.deps);
    expect(await waitingJobs()).toEqual([]);
  });

  test("two workers at once send one mail", async () => {
    const sender = testUpdates(database);
    sender.files.put(pathOf(1));
    await Promise.all(Array.from({ length: 6 }, () => handleSendUpdate(sender.deps, job)));
    expect(sender.sent).toHaveLength(1);
    expect(await results()).toEqual(["1 ACCEPTED"]);
  });

  test("running it again sends only what is missing", async () => {
    let isRefused = true;
    const sender = testUpdates(database, ({ to }) =>
      to === "p-2@example.com" && isRefused
        ? { result: "REJECTED", httpStatus: 400, error: "HTTP 400" }
        : { result: "ACCEPTED", httpStatus: 202, providerId: null },
    );
    sender.files.put(pathOf(1));
    sender.files.put(pathOf(2));
    await handleLaunchUpdates(sender.deps);
    await runJobs(sender);
    expect(await events()).toEqual(["p-1 SENT", "p-2 ERROR HTTP 400", "p-3 NO_FILES"]);
    isRefused = false;
    sender.files.put(pathOf(3));
    expect(await runUpdates(sender.deps, admin, { day })).toEqual({ practices: 2 });
    await runJobs(sender);
    expect(await events()).toEqual(["p-1 SENT", "p-2 SENT", "p-3 SENT"]);
    expect(sender.sent.map(({ to }) => to)).toEqual(
      ["p-1", "p-2", "p-2", "p-3"].map((id) => `${id}@example.com`),
    );
    expect(await runUpdates(sender.deps, admin, { day })).toEqual({ practices: 0 });
    await runJobs(sender);
    expect(sender.sent).toHaveLength(4);
    expect(
      await rows("select action as row from apps_auditevent where action like 'emailUpdates.%' limit 1"),
    ).toEqual(["emailUpdates.run"]);
  });

  test.each([
    ["2026-06-13", "not a working day"],
    ["2026-06-11", "still to come"],
    ["2026-05-20", "days ago"],
  ])("%s cannot be run by hand: %s", async (wrong, words) => {
    await expect(runUpdates(testUpdates(database).deps, admin, { day: wrong })).rejects.toThrow(words);
  });

  test("whoever is limited to a practice runs that one", async () => {
    const sender = testUpdates(database);
    expect(await runUpdates(sender.deps, onlyP2, { day })).toEqual({ practices: 1 });
  });
});

describe("a mail", () => {
  test.each([
    ["switched off", "update apps_practicesettings set is_email_updates_enabled = false", "CANCELED"],
    ["archived", "update apps_practice set is_archived = true", "CANCELED"],
  ])("is not sent when the practice was %s after it was made", async (_name, sql, status) => {
    const failing = testUpdates(database, () => notSent);
    failing.files.put(pathOf(1));
    await handleSendUpdate(failing.deps, job);
    await database.pool.query(sql);
    await handleSendUpdate(failing.deps, job);
    expect((await events())[0]).toContain(`p-1 ${status}`);
    expect(failing.sent).toHaveLength(1);
  });

  test("what was surely not accepted is tried four times, with growing pauses", async () => {
    const sender = testUpdates(database, () => notSent);
    sender.files.put(pathOf(1));
    const pauses = [];
    for (let tries = 1; tries <= 5; tries += 1) {
      await handleSendUpdate(sender.deps, job);
      const [at] = await rows("select run_at::text as row from graphile_worker.jobs");
      pauses.push(at === undefined ? null : (Date.parse(at) - sender.clock.now.getTime()) / 60_000);
      await database.pool.query("delete from graphile_worker._private_jobs");
    }
    expect(pauses).toEqual([1, 5, 25, null, null]);
    expect(await results()).toEqual(["1 NOT_SENT", "1 NOT_SENT", "1 NOT_SENT", "1 NOT_SENT"]);
    expect(await events()).toEqual(["p-1 ERROR ECONNREFUSED"]);
  });

  test("an unknown one is never sent again by a machine, and becomes SENT when a report comes", async () => {
    const sender = testUpdates(database, () => unknown);
    sender.files.put(pathOf(1));
    await handleSendUpdate(sender.deps, job);
    await handleSendUpdate(sender.deps, job);
    await runUpdates(sender.deps, admin, { day });
    await runJobs(sender);
    expect(sender.sent.filter(({ to }) => to === "p-1@example.com")).toHaveLength(1);
    expect((await events())[0]).toBe("p-1 UNKNOWN no answer in time");
    const at = new Date("2026-06-10T13:01:00Z");
    const report = {
      id: "r-1",
      attemptId: await attemptId(),
      address: "p-1@example.com",
      kind: "delivered",
      reason: null,
      at,
    };
    await recordDeliveries(sender.deps, [report, report]);
    await recordDeliveries(sender.deps, [report]);
    expect((await events())[0]).toBe("p-1 SENT");
    expect(
      await rows("select delivery as row from apps_updatesemailevent where practice_id = 'p-1'"),
    ).toEqual(["DELIVERED"]);
    expect(await rows("select id as row from apps_maildelivery")).toEqual(["r-1"]);
  });

  test("a report that overtakes the answer is not lost", async () => {
    const sender = testUpdates(database);
    const racing = testUpdates(database, async () => {
      const report = {
        id: "r-1",
        address: "p-1@example.com",
        kind: "processed",
        reason: null,
        at: sender.clock.now,
      };
      await recordDeliveries(sender.deps, [{ ...report, attemptId: await attemptId() }]);
      return unknown;
    });
    racing.files.put(pathOf(1));
    await handleSendUpdate(racing.deps, job);
    expect(await events()).toEqual(["p-1 SENT"]);
  });

  test.each<[string, (sender: ReturnType<typeof testUpdates>) => void, string]>([
    ["a missing file", ({ files }) => files.contents.delete(pathOf(1)), `${pathOf(1)} is missing.`],
    ["a broken file", ({ files }) => files.put(pathOf(1), "<html>"), `${pathOf(1)} is broken`],
    [
      "files too large together",
      ({ files }) => files.put(pathOf(1, "b"), `PK\u0003\u0004${"x".repeat(999)}`),
      "larger than",
    ],
  ])("%s is an error with its name, and nothing goes out", async (_name, spoil, words) => {
    const sender = testUpdates(database);
    sender.files.put(pathOf(1));
    sender.files.put(pathOf(1, "b"));
    sender.files.failure = null;
    const claimNothing = {
      ...sender.deps,
      files: {
        ...sender.deps.files,
        read: () => Promise.resolve({ result: "FAILED" as const, reason: "later" }),
        list: (prefix: string) => sender.files.list(prefix),
      },
    };
    await handleSendUpdate(claimNothing, job);
    spoil(sender);
    await handleSendUpdate(sender.deps, job);
    expect((await events())[0]).toContain(words);
    expect(sender.sent).toEqual([]);
  });

  test("files that cannot be listed are an error, never no files; the job is tried again", async () => {
    const sender = testUpdates(database);
    sender.files.failure = "The files under daily_updates/ could not be listed.";
    await expect(handleSendUpdate(sender.deps, job)).rejects.toThrow("listed");
    expect(await events()).toEqual(["p-1 ERROR The files under daily_updates/ could not be listed."]);
    sender.files.failure = null;
    sender.files.put(pathOf(1));
    await handleSendUpdate(sender.deps, job);
    expect(await events()).toEqual(["p-1 SENT"]);
  });

  test("a practice without a server is told so", async () => {
    const sender = testUpdates(database);
    await database.pool.query("update apps_practice set server_id = null where odu_id = 'p-1'");
    await handleSendUpdate(sender.deps, job);
    expect((await events())[0]).toContain("p-1 ERROR The practice belongs to no server");
  });
});

describe("a worker that dies", () => {
  async function claimed(sender = testUpdates(database)) {
    sender.files.put(pathOf(1));
    sender.deps.files.read = () => Promise.reject(new Error("killed"));
    await expect(handleSendUpdate(sender.deps, job)).rejects.toThrow("killed");
    return sender;
  }

  test("before the call: surely not accepted, the mail waits again", async () => {
    const { deps } = await claimed();
    await recoverUpdates(deps);
    expect(await results()).toEqual(["1 NOT_SENT"]);
    expect(await waitingJobs()).toEqual([`email-updates.send:p-1:${day}`]);
    expect(await beginCall(deps, await attemptId(), 1)).toBe(false);
  });

  test("during the call: it may have been accepted, and nobody sends it again", async () => {
    const { deps } = await claimed();
    expect(await beginCall(deps, await attemptId(), 1)).toBe(true);
    await recoverUpdates(deps);
    expect(await events()).toEqual(["p-1 UNKNOWN its worker died during the call"]);
    await recordAttempt(deps, await attemptId(), { result: "ACCEPTED", httpStatus: 202, providerId: "7" });
    expect(await results()).toEqual(["1 UNKNOWN"]);
    expect(await claimUpdate(deps, "p-1", day)).toBeNull();
  });

  test("attempts of living workers are left alone, and the ledger cannot be rewritten", async () => {
    const { deps } = await claimed();
    await database.pool.query(
      "insert into apps_worker (id, host, pid, version) values ('worker-1', 'h', 1, '1')",
    );
    await recoverUpdates(deps);
    expect(await results()).toEqual(["1 running"]);
    for (const sql of [
      "delete from apps_updatesemailattempt",
      "update apps_updatesemailattempt set round = 2",
    ])
      await expect(database.pool.query(sql)).rejects.toThrow("append-only");
  });
});

describe("sending again", () => {
  test("a bounced mail goes out a second time, with the reason in the trail", async () => {
    const sender = testUpdates(database);
    sender.files.put(pathOf(1));
    await handleSendUpdate(sender.deps, job);
    const input = { uuid: await eventId(), reason: "new address" };
    await expect(sendUpdateAgain(sender.deps, admin, input)).rejects.toThrow("accepted");
    const at = sender.clock.now;
    await recordDeliveries(sender.deps, [
      {
        id: "b-1",
        attemptId: await attemptId(),
        address: "p-1@example.com",
        kind: "bounce",
        reason: "550",
        at,
      },
    ]);
    expect(await alerts()).toEqual(["email-updates.bounced p-1"]);
    await expect(sendUpdateAgain(sender.deps, onlyP2, input)).rejects.toThrow("no such");
    await database.pool.query("update apps_practicesettings set email = 'new@example.com'");
    await sendUpdateAgain(sender.deps, admin, input);
    await runJobs(sender);
    expect(sender.sent.map(({ to }) => to)).toEqual(["p-1@example.com", "new@example.com"]);
    expect(await results()).toEqual(["1 ACCEPTED", "2 ACCEPTED"]);
    // A late report about the first round says nothing about the second.
    const detail = await getUpdate(sender.deps, admin, { uuid: input.uuid });
    expect(detail).toMatchObject({ status: "SENT", delivery: null, toAddress: "new@example.com" });
    const [change] = await rows(
      "select changes->'reason'->>'after' as row from apps_auditevent where action = 'emailUpdates.sendAgain' order by id desc limit 1",
    );
    expect(change).toBe("new address");
  });
});
