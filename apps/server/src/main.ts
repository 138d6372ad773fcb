import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { openDatabase } from "@vetsuccess/db/client";
import {
  azureAccess,
  configOfProcess,
  emailUpdatesSettings,
  identitySettings,
} from "@vetsuccess/domain/config";
import type { ErrorTracker } from "@vetsuccess/domain/deps";
import { passwordHasher } from "@vetsuccess/domain/identity/commands/hash-password";
import { LiveFeed } from "@vetsuccess/domain/live/queries/feed";
import { createFileStore } from "@vetsuccess/providers/azure-blob";
import { createCaches, feedFromDatabase } from "./live.ts";
import { createLog } from "./log.ts";
import { buildServer } from "./server.ts";

/** Answers that run are waited for so long after SIGTERM. */
const drainMs = 10_000;
const root = join(import.meta.dirname, "../../..");

const config = configOfProcess();
const log = createLog(config.LOG_LEVEL);

function refuseToStart(reason: string): never {
  log.fatal(reason);
  process.exit(1);
}

/** Loaded when it is set: an idle server is lighter by its client. */
async function errorTracker(dsn: string): Promise<ErrorTracker> {
  const { createSentry } = await import("@vetsuccess/providers/sentry");
  return createSentry({ dsn, release: version, program: "server" });
}

const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
const migrationsDir = join(root, "prisma/migrations");
if (!existsSync(migrationsDir)) refuseToStart(`the folder of migrations is missing: ${migrationsDir}`);

const database = openDatabase({
  url: config.DATABASE_URL,
  poolSize: config.DATABASE_POOL_SIZE,
  statementTimeoutMs: config.DATABASE_STATEMENT_TIMEOUT_MS,
  connectionRetries: config.DATABASE_CONNECTION_RETRIES,
  applicationName: "vetsuccess-server",
});
const errors = config.SENTRY_DSN && (await errorTracker(config.SENTRY_DSN));
const live = new LiveFeed();
const listener = feedFromDatabase(live, config.DATABASE_URL, log);
const app = await buildServer(
  {
    db: database.db,
    now: () => new Date(),
    log,
    ...(errors && { errors }),
    settings: {
      version,
      smsLimitPerMinute: config.SMS_LIMIT_PER_MINUTE,
      smsSegmentPriceCents: config.SMS_SEGMENT_PRICE_CENTS,
      isSmsSendingEnabled: config.SEND_DIALPAD_SMS,
      isSandbox: config.SANDBOX,
      sandboxPhoneUrl: config.DIALPAD_URL,
    },
    identity: identitySettings(config),
    hasher: passwordHasher,
    emailUpdates: emailUpdatesSettings(config),
    files: createFileStore({
      access: azureAccess(config),
      container: config.AZURE_STORAGE_CONTAINER,
      timeoutMs: config.AZURE_STORAGE_TIMEOUT_MS,
    }),
    live,
    caches: createCaches(live),
  },
  {
    log,
    ...(config.METRICS_TOKEN && { metricsToken: config.METRICS_TOKEN }),
    adminDir: resolve(root, config.ADMIN_APP_DIR),
    ...(config.TRUST_PROXY === undefined ? {} : { trustProxy: config.TRUST_PROXY }),
    corsOrigins: config.CORS_ORIGINS ?? [],
    requestsPerMinute: { known: config.REQUESTS_PER_MINUTE, stranger: config.STRANGER_REQUESTS_PER_MINUTE },
    migrations: readdirSync(migrationsDir, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name),
    sendGridPublicKey: config.SENDGRID_WEBHOOK_PUBLIC_KEY,
  },
);

let isStopping = false;
async function stop() {
  if (isStopping) return;
  isStopping = true;
  setTimeout(() => process.exit(1), drainMs).unref();
  await app.close();
  await listener.close();
  await (errors && errors.close());
  await database.close();
  process.exit(0);
}
for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop());
// Started by another process: never outlive it.
if (process.send) process.on("disconnect", () => void stop());

const url = await app.listen({ host: config.HOST, port: config.PORT }).catch((error: unknown) => {
  if (error instanceof Error && "code" in error && error.code === "EADDRINUSE")
    refuseToStart(
      `port ${config.PORT} on ${config.HOST} is taken: stop the program that has it, or set PORT`,
    );
  throw error;
});
process.send?.({ ready: true, url });
