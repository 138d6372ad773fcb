import { systemActor, type Deps } from "@vetsuccess/domain/deps";
import { requestTodaysUpdates } from "@vetsuccess/domain/email-updates/commands/launch-updates";
import { recordDeliveries } from "@vetsuccess/domain/email-updates/commands/record-deliveries";
import { sendUpdateAgain } from "@vetsuccess/domain/email-updates/commands/send-again";
import { enqueue } from "@vetsuccess/domain/jobs/commands";
import { recoverTexts } from "@vetsuccess/domain/texts/jobs";
import type { Azurite } from "@vetsuccess/sandbox/azurite";
import type { FakeSendGrid } from "@vetsuccess/sandbox/sendgrid";
import type { TestDatabase } from "./database.ts";
import { until } from "./processes.ts";

/** A Wednesday, the hour of the mailing. */
const mailingTime = new Date("2026-06-10T13:00:00Z");
const mailingDay = "2026-06-10";

/** Settings of a worker that mails, and does nothing that it was not asked for. */
export const mailingEnv = (databaseUrl: string, azurite: Azurite, sendGrid: FakeSendGrid) => ({
  DATABASE_URL: databaseUrl,
  LOG_LEVEL: "silent",
  SANDBOX: "true",
  AZURE_STORAGE_CONNECTION_STRING: azurite.connectionString,
  AZURE_STORAGE_CONTAINER: "updates",
  SENDGRID_URL: sendGrid.url,
  SENDGRID_API_KEY: "sandbox",
  ...Object.fromEntries(
    [
      "LAUNCH_OUTREACH",
      "SEND_TEXTS",
      "FORGET_EXPIRED",
      "RECOVER_TEXTS",
      "LAUNCH_UPDATES",
      "CHECK_UPDATE_FILES",
      "CHECK_UPDATE_ARRIVALS",
      "MAKE_WORKBOOKS",
      "WATCH_ALERTS",
    ].map((name) => [`CRON_${name}`, "0 0 1 1 *"]),
  ),
});

/** So many files, all alike but for their first bytes, for each of the practices of `insertUpdatePractices`. */
export async function putFiles(
  azurite: Azurite,
  { practices, filesEach, bytes }: { practices: number; filesEach: number; bytes: number },
): Promise<void> {
  for (let practice = 1; practice <= practices; practice += 1)
    await Promise.all(
      Array.from({ length: filesEach }, (_, at) => {
        const content = Buffer.alloc(bytes, `${practice}/${at} `);
        content.write("PK\u0003\u0004");
        return azurite.put(`daily_updates/2026/06/09/${100 + practice}/${at + 1}.xlsx`, content);
      }),
    );
}

/** What became of the day's mails. */
export interface MailingDay {
  /** Shown as unknown after the kills, before anything was done about them. */
  unknown: number;
  /** Of these: proved to have been accepted by a report of the provider. */
  proved: number;
  /** Of these: sent again by a person, since no report came. */
  sentAgain: number;
  practices: {
    practiceId: string;
    status: string;
    attempts: number;
    accepted: number;
    attachments: number;
  }[];
}

/**
 * Mails a whole day while the worker is killed again and again in the middle. Then what a person and the provider's
 * reports would do about the unknown mails is done.
 *
 * @param given.startWorker starts a worker that is ready
 */
export async function mailADay(given: {
  database: Pick<TestDatabase, "db" | "pool">;
  sendGrid: FakeSendGrid;
  kills: number;
  startWorker(): Promise<{ kill(): Promise<void> }>;
  withinMs: number;
}): Promise<MailingDay> {
  const { database, sendGrid, kills, startWorker, withinMs } = given;
  const silent = () => undefined;
  const deps: Deps = {
    db: database.db,
    now: () => mailingTime,
    log: { debug: silent, info: silent, warn: silent, error: silent },
    settings: { smsLimitPerMinute: 100, isSmsSendingEnabled: false, isSandbox: true },
  };
  const count = async (from: string) => {
    const { rows } = await database.pool.query<{ count: number }>(
      `select count(*)::int as count from ${from}`,
    );
    return rows[0]?.count ?? 0;
  };
  const practices = await requestTodaysUpdates(deps);
  for (let kill = 1; kill <= kills; kill += 1) {
    const worker = await startWorker();
    const enough = sendGrid.mails().length + Math.floor(practices / (kills + 1));
    await until(() => sendGrid.mails().length >= enough, withinMs);
    await worker.kill();
    await letTimePass(database);
  }
  await startWorker();
  await enqueue(database.db, recoverTexts, {});
  const isOver = async () => {
    await hurry(database);
    return (
      (await count("apps_updatesemailattempt where finished_at is null")) === 0 &&
      (await count("apps_updatesemailevent where status <> 'PENDING'")) === practices
    );
  };
  await until(isOver, withinMs);
  const unknown = await unknownMails(database);
  const reports = sendGrid.mails().flatMap(({ id, to, customArgs }) => {
    const attemptId = customArgs["attempt_id"] ?? "";
    const isUnknown = unknown.some((mail) => mail.attemptId === attemptId);
    const report = { address: to[0] ?? "", kind: "delivered", reason: null, at: mailingTime };
    return isUnknown ? [{ id, attemptId, ...report }] : [];
  });
  await recordDeliveries(deps, reports);
  const undecided = await unknownMails(database);
  const operator = systemActor("operator");
  for (const { uuid } of undecided)
    await sendUpdateAgain(deps, operator, { uuid, reason: "No report of it came." });
  await until(isOver, withinMs);
  return {
    unknown: unknown.length,
    proved: unknown.length - undecided.length,
    sentAgain: undecided.length,
    practices: await outcomes(database, sendGrid),
  };
}

/** As if the time had passed that makes a silent worker a dead one. */
const letTimePass = ({ pool }: Pick<TestDatabase, "pool">) =>
  pool.query(`update apps_worker set heartbeat_at = heartbeat_at - interval '1 minute';
    update graphile_worker._private_jobs set locked_at = locked_at - interval '1 minute'`);

/** As if the pauses before further tries were over. */
const hurry = ({ pool }: Pick<TestDatabase, "pool">) =>
  pool.query(
    "update graphile_worker._private_jobs set run_at = now() where run_at > now() and locked_at is null",
  );

async function unknownMails({ pool }: Pick<TestDatabase, "pool">) {
  const { rows } = await pool.query<{ uuid: string; attemptId: string }>(`
    select e.uuid::text, a.uuid::text as "attemptId"
    from apps_updatesemailevent e join apps_updatesemailattempt a on a.event_id = e.uuid and a.result = 'UNKNOWN'
    where e.status = 'UNKNOWN'`);
  return rows;
}

async function outcomes({ pool }: Pick<TestDatabase, "pool">, sendGrid: FakeSendGrid) {
  const { rows } = await pool.query<{ practiceId: string; status: string; attempts: number }>(
    `select e.practice_id as "practiceId", e.status,
       (select count(*)::int from apps_updatesemailattempt a where a.event_id = e.uuid) as attempts
     from apps_updatesemailevent e where e.sent_date = $1 order by length(e.practice_id), e.practice_id`,
    [mailingDay],
  );
  return rows.map((row) => {
    const mails = sendGrid.mails().filter(({ to }) => to[0] === `${row.practiceId}@example.com`);
    return { ...row, accepted: mails.length, attachments: mails[0]?.attachments.length ?? 0 };
  });
}
