import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openDatabase } from "@vetsuccess/db/client";
import {
  azureAccess,
  configOfProcess,
  emailUpdatesSettings,
  identitySettings,
} from "@vetsuccess/domain/config";
import type { SmsProvider } from "@vetsuccess/domain/texts/ports";
import { createFileStore } from "@vetsuccess/providers/azure-blob";
import { createDialpad } from "@vetsuccess/providers/dialpad";
import { createSentry } from "@vetsuccess/providers/sentry";
import { createMailer } from "@vetsuccess/providers/mailer";
import pino from "pino";
import { missingMigrations } from "./migrations.ts";
import { startWorker } from "./start-worker.ts";
import type { WorkerDeps } from "./tasks.ts";

/** What runs is waited for so long after SIGTERM; the rest is taken back by another worker. */
const drainMs = 29_000;

const config = configOfProcess();
const log = pino({ level: config.LOG_LEVEL, base: { app: "worker" } });
const now = () => new Date();

function refuseToStart(reason: string): never {
  log.fatal(reason);
  process.exit(1);
}

/** Without a token nothing is ever sent, so that nothing is asked of this provider either. */
function smsProvider(): SmsProvider {
  if (config.DIALPAD_TOKEN !== undefined)
    return createDialpad({
      url: config.DIALPAD_URL,
      token: config.DIALPAD_TOKEN,
      connectTimeoutMs: config.DIALPAD_CONNECT_TIMEOUT_MS,
      timeoutMs: config.DIALPAD_TIMEOUT_MS,
      now,
    });
  if (config.SEND_DIALPAD_SMS) refuseToStart("SEND_DIALPAD_SMS is true, but DIALPAD_TOKEN is not set");
  return { send: () => Promise.reject(new Error("sending is off")) };
}

const { version } = JSON.parse(readFileSync(join(import.meta.dirname, "../../../package.json"), "utf8")) as {
  version: string;
};
const errors =
  config.SENTRY_DSN && createSentry({ dsn: config.SENTRY_DSN, release: version, program: "worker" });
const database = openDatabase({
  url: config.DATABASE_URL,
  poolSize: config.DATABASE_POOL_SIZE,
  statementTimeoutMs: config.DATABASE_STATEMENT_TIMEOUT_MS,
  connectionRetries: config.DATABASE_CONNECTION_RETRIES,
  applicationName: "vetsuccess-worker",
});
const deps: WorkerDeps = {
  db: database.db,
  now,
  log,
  ...(errors && { errors }),
  settings: {
    smsLimitPerMinute: config.SMS_LIMIT_PER_MINUTE,
    smsSegmentPriceCents: config.SMS_SEGMENT_PRICE_CENTS,
    isSmsSendingEnabled: config.SEND_DIALPAD_SMS,
    isSandbox: config.SANDBOX,
  },
  sms: smsProvider(),
  identity: identitySettings(config),
  emailUpdates: emailUpdatesSettings(config),
  files: createFileStore({
    access: azureAccess(config),
    container: config.AZURE_STORAGE_CONTAINER,
    timeoutMs: config.AZURE_STORAGE_TIMEOUT_MS,
  }),
  alertEmails: config.ALERT_EMAIL ?? [],
  publicUrl: identitySettings(config).publicUrl,
  mailer: createMailer({
    sendGrid:
      config.SENDGRID_API_KEY === undefined
        ? null
        : { url: config.SENDGRID_URL, apiKey: config.SENDGRID_API_KEY },
    smtpUrl: config.SMTP_URL ?? null,
    from: config.MAIL_FROM,
    connectTimeoutMs: config.MAIL_CONNECT_TIMEOUT_MS,
    timeoutMs: config.MAIL_TIMEOUT_MS,
    redirect:
      config.MAIL_REDIRECT_TO === undefined
        ? null
        : { to: config.MAIL_REDIRECT_TO, cc: config.MAIL_REDIRECT_CC ?? null },
    now,
  }),
  workerId: randomUUID(),
};

const missing = await missingMigrations(database.pool).catch((error: unknown) =>
  refuseToStart(
    `the database does not answer: ${error instanceof Error ? error.message : "unknown failure"}`,
  ),
);
if (missing.length > 0)
  refuseToStart(
    `the database lacks migrations: ${missing.join(", ")}. Run \`pnpm vet migrate deploy\`, then start again.`,
  );

const worker = await startWorker(deps, database.pool, {
  version,
  concurrency: {
    sms: config.WORKER_CONCURRENCY_SMS,
    email: config.WORKER_CONCURRENCY_EMAIL,
    low: config.WORKER_CONCURRENCY_LOW,
  },
  crontab: {
    launchOutreach: config.CRON_LAUNCH_OUTREACH,
    sendDueTexts: config.CRON_SEND_TEXTS,
    recoverTexts: config.CRON_RECOVER_TEXTS,
    forgetExpired: config.CRON_FORGET_EXPIRED,
    launchUpdates: config.CRON_LAUNCH_UPDATES,
    checkUpdateFiles: config.CRON_CHECK_UPDATE_FILES,
    checkUpdateArrivals: config.CRON_CHECK_UPDATE_ARRIVALS,
    makeWorkbooks: config.CRON_MAKE_WORKBOOKS,
    watchTrouble: config.CRON_WATCH_ALERTS,
  },
});

let isStopping = false;
async function stop() {
  if (isStopping) return;
  isStopping = true;
  setTimeout(() => process.exit(1), drainMs).unref();
  await worker.stop();
  await (errors && errors.close());
  await database.close();
  process.exit(0);
}
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop());
// Started by another process: never outlive it.
if (process.send) {
  process.on("disconnect", () => void stop());
  process.send({ ready: true });
}
