import { useTestDatabase } from "@vetsuccess/testing/database";
import { elevenInNewYork, resetSending, testSender } from "@vetsuccess/testing/sending";
import { insertWaitingTexts, practiceId } from "@vetsuccess/testing/waiting-texts";
import { beforeEach, describe, expect, test } from "vitest";
import { systemActor } from "../deps.ts";
import { mailNewAlerts, raiseNewTrouble, settleAlert } from "./commands.ts";
import { listAlerts } from "./queries.ts";

const database = useTestDatabase();
const clock = { now: elevenInNewYork };
const admin = systemActor("admin");

beforeEach(async () => {
  clock.now = elevenInNewYork;
  await resetSending(database);
  await database.pool.query(
    "truncate apps_alert, apps_queuepause, apps_jobschedule, apps_outreachwatermark, apps_outreachbatch",
  );
  // All is well: one practice, planned today, with fresh data.
  await insertWaitingTexts(database.pool, { count: 1, sendAt: at("2026-06-10T15:00:00Z") });
  await run(`
    update apps_server set most_recent_pims_update = '2026-06-10T09:00:00Z';
    update apps_practicesettings set updated_at = '2026-06-01T00:00:00Z';
    insert into apps_outreachwatermark (practice_id, covered_through, updated_at) values ('${practiceId}', '2026-06-10', now());
    insert into apps_jobschedule (name, cron) values ('outreach.launch', '0 2 * * *')`);
});

const at = (instant: string) => new Date(instant);
const run = (sql: string) => database.pool.query(sql);
const deps = (settings: { isSmsSendingEnabled?: boolean } = {}) => ({
  ...testSender(database, undefined, { settings }).deps,
  now: () => clock.now,
});
const watch = (minutesLater = 0) => {
  clock.now = new Date(clock.now.getTime() + minutesLater * 60_000);
  return raiseNewTrouble(deps());
};
async function alerts() {
  const { rows } = await listAlerts({ db: database.db }, admin, { offset: 0, limit: 50 });
  return rows.map(({ kind, practiceId: of, message, endedAt }) => ({
    kind,
    of,
    message,
    state: endedAt ? "over" : "open",
  }));
}
/** Attempts of a kind of job, oldest first. */
const runs = (...results: string[]) =>
  run(`insert into apps_jobrun (job_id, name, queue, attempt, worker_id, started_at, finished_at, result)
    select place, 'email-updates.send', 'email', place, 'w', now() - interval '1 hour' + place * interval '1 minute', now(), result
    from unnest('{${results.join()}}'::text[]) with ordinality as r(result, place)`);

test("nothing is raised while all is well", async () => {
  await watch();
  expect(await alerts()).toEqual([]);
});

const troubles: {
  name: string;
  kind: string;
  of?: string;
  words: string;
  begin: () => Promise<unknown>;
  end: () => Promise<unknown>;
}[] = [
  {
    name: "sending is paused since our key is refused",
    kind: "sending.paused",
    words: "Dialpad refuses our key",
    begin: () =>
      run("insert into apps_sendingpause (reason, detail) values ('AUTH_FAILED', 'Dialpad refuses our key')"),
    end: () => run("update apps_sendingpause set ended_at = now()"),
  },
  {
    name: "a queue is paused by a person",
    kind: "sending.paused",
    words: "“email” is paused: A look first",
    begin: () =>
      run("insert into apps_queuepause (queue, detail, started_by) values ('email', 'A look first', 'ann')"),
    end: () => run("update apps_queuepause set ended_at = now()"),
  },
  {
    name: "a kind of job fails three times in a row",
    kind: "jobs.failing",
    words: "“Send an e-mail update” failed three times in a row",
    begin: () => runs("DONE", "FAILED", "FAILED", "FAILED"),
    end: () =>
      run(
        "insert into apps_jobrun (job_id, name, attempt, worker_id, result) values (9, 'email-updates.send', 1, 'w', 'DONE')",
      ),
  },
  {
    name: "a job fails for good",
    kind: "jobs.failing",
    words: "“Send an e-mail update” failed for good, one job of it",
    begin: () => runs("REJECTED"),
    end: () => run("update apps_jobrun set settled_at = now()"),
  },
  {
    name: "the day was not planned",
    kind: "outreach.batch-missing",
    of: practiceId,
    words: "The texts of 2026-06-10 are not planned",
    begin: () => run("update apps_outreachwatermark set covered_through = '2026-06-09'"),
    end: () => run("update apps_outreachwatermark set covered_through = '2026-06-10'"),
  },
  {
    name: "the day's batch waits for an approval that nobody gives",
    kind: "outreach.batch-missing",
    of: practiceId,
    words: "waits for approval",
    begin: () =>
      run(`update apps_outreachwatermark set covered_through = '2026-06-09';
        update apps_practicesettings set is_approval_required = true`),
    end: () => run("update apps_practice set is_archived = true"),
  },
  {
    name: "texts are due, and nothing goes out",
    kind: "outreach.batch-missing",
    words: "One text is due and nothing has gone out for half an hour",
    begin: () => run("update apps_smsevent set send_at = '2026-06-10T14:00:00Z'"),
    end: () => run("delete from apps_smsevent"),
  },
  {
    name: "the data of a server is stale",
    kind: "data.stale",
    words: "The data of the server Server (one practice) are of 2026-06-08T20:00Z",
    begin: () => run("update apps_server set most_recent_pims_update = '2026-06-08T20:00:00Z'"),
    end: () => run("update apps_server set most_recent_pims_update = '2026-06-10T14:00:00Z'"),
  },
];

describe("trouble", () => {
  test.each(troubles)(
    "$name: raised once, over when it is over, and told again when it comes back",
    async (trouble) => {
      const { kind, of = null, words, begin, end } = trouble;
      const like = { kind, of, message: expect.stringContaining(words) as string };
      await begin();
      await watch(1);
      await watch(1);
      await watch(1);
      expect(await alerts()).toEqual([{ ...like, state: "open" }]);
      await end();
      await watch(1);
      expect(await alerts()).toEqual([{ ...like, state: "over" }]);
    },
  );

  test("what comes back is a new alert, in a mail of its own", async () => {
    const sent: string[] = [];
    const mailing = {
      ...deps(),
      alertEmails: ["ops@example.com"],
      publicUrl: "https://vet.example.com",
      mailer: {
        send: ({ subject }: { subject: string }) => {
          sent.push(subject);
          return Promise.resolve({ result: "ACCEPTED", httpStatus: 202, providerId: null } as const);
        },
      },
    };
    for (const minutes of [1, 2]) {
      await run("update apps_server set most_recent_pims_update = null");
      await watch(minutes);
      await watch(minutes);
      await mailNewAlerts(mailing);
      await mailNewAlerts(mailing);
      await run("update apps_server set most_recent_pims_update = '2026-06-10T14:00:00Z'");
      await watch(minutes);
    }
    expect(sent).toEqual(["VetSuccess needs you: 1 alert", "VetSuccess needs you: 1 alert"]);
    expect((await alerts()).map(({ state }) => state)).toEqual(["over", "over"]);
  });

  test("what was over before anybody was told is not mailed", async () => {
    await run("insert into apps_sendingpause (reason) values ('MANUAL')");
    await watch();
    await run("update apps_sendingpause set ended_at = now()");
    await watch(1);
    const mailer = { send: () => Promise.reject(new Error("nothing is sent")) };
    await mailNewAlerts({ ...deps(), mailer, alertEmails: ["ops@example.com"], publicUrl: "" });
  });

  test("what somebody settled stays settled for as long as it lasts", async () => {
    await run("insert into apps_sendingpause (reason) values ('MANUAL')");
    await watch();
    const { rows } = await listAlerts({ db: database.db }, admin, { offset: 0, limit: 5, isOpen: true });
    await settleAlert(deps(), admin, { uuid: rows[0]?.uuid ?? "" });
    await watch(1);
    expect(await alerts()).toHaveLength(1);
    expect((await listAlerts({ db: database.db }, admin, { offset: 0, limit: 5 })).open).toBe(0);
  });

  test("two that watch at the same moment raise one alert", async () => {
    await run("insert into apps_sendingpause (reason) values ('MANUAL')");
    await Promise.all(Array.from({ length: 4 }, () => raiseNewTrouble(deps())));
    expect(await alerts()).toHaveLength(1);
  });
});

describe("no trouble", () => {
  test.each<[string, string, string?]>([
    [
      "a pause that ends by itself",
      "insert into apps_sendingpause (reason, until) values ('RATE_LIMITED', now() + interval '5 minutes')",
    ],
    [
      "two failures, then a success",
      `insert into apps_jobrun (job_id, name, attempt, worker_id, started_at, result)
        select 1, 'texts.recover', n, 'w', now() - interval '1 hour' + n * interval '1 minute',
          case n when 3 then 'DONE' else 'FAILED' end from generate_series(1, 3) n`,
    ],
    [
      "a practice whose mailing is off",
      `update apps_outreachwatermark set covered_through = null;
      update apps_practicesettings set is_sms_mailing_enabled = false`,
    ],
    [
      "a practice that was switched on after the planning",
      `update apps_outreachwatermark set covered_through = null;
      update apps_practicesettings set updated_at = '2026-06-10T12:00:00Z'`,
    ],
    [
      "a batch that somebody holds",
      `update apps_outreachwatermark set covered_through = '2026-06-09';
      insert into apps_outreachbatch (practice_id, decision, day, decided_at, decided_by)
        values ('${practiceId}', 'HELD', '2026-06-10', now(), 'ann')`,
    ],
    [
      "a day whose planning is not due yet",
      "update apps_outreachwatermark set covered_through = '2026-06-09'",
      "2026-06-10T03:30:00Z",
    ],
    [
      "due texts before the sending hours",
      "update apps_smsevent set send_at = '2026-06-10T08:00:00Z'",
      "2026-06-10T10:00:00Z",
    ],
  ])("%s", async (_name, sql, now) => {
    await run(sql);
    if (now !== undefined) clock.now = at(now);
    await run("update apps_server set most_recent_pims_update = '2026-06-09T23:00:00Z'");
    await watch();
    expect(await alerts()).toEqual([]);
  });

  test("texts that are due while sending is switched off by setting", async () => {
    await run("update apps_smsevent set send_at = '2026-06-10T14:00:00Z'");
    await raiseNewTrouble(deps({ isSmsSendingEnabled: false }));
    expect(await alerts()).toEqual([]);
  });
});
