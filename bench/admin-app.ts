import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { openDatabase } from "@vetsuccess/db/client";
import { deployMigrations } from "@vetsuccess/db/migrate";
import { startEmbedded } from "@vetsuccess/sandbox/postgres";
import { signInAs, type SignedIn } from "@vetsuccess/testing/identity";
import { endProgram, startProgram } from "@vetsuccess/testing/processes";
import { makeBenchData } from "./data.ts";

interface BenchedApp {
  url: string;
  admin: SignedIn;
}

/**
 * The built admin app and the bundled server over the data set of the benchmarks, for as long as the work takes: over the
 * database that `--url` names, else over the one of `bench api` in .data/bench, which is made once.
 *
 * @throws Error when the app or the server is not built: `node scripts/build.mjs`, and `vite build` in apps/admin
 */
export async function withAdminApp(work: (app: BenchedApp) => Promise<void>): Promise<void> {
  const { values } = parseArgs({ args: process.argv.slice(3), options: { url: { type: "string" } } });
  if (values.url !== undefined) return serve(values.url, { isOwn: false }, work);
  const folder = fileURLToPath(new URL("../.data/bench", import.meta.url));
  mkdirSync(folder, { recursive: true });
  const postgres = await startEmbedded(folder);
  try {
    await postgres.createDatabase("api");
    await serve(postgres.url("api"), { isOwn: true }, work);
  } finally {
    await postgres.stop();
  }
}

async function serve(
  url: string,
  { isOwn }: { isOwn: boolean },
  work: (app: BenchedApp) => Promise<void>,
): Promise<void> {
  const admin = await signInAdmin(url, isOwn);
  const { program, message } = await startProgram("server", {
    DATABASE_URL: url,
    PORT: "0",
    SANDBOX: "true",
    LOG_LEVEL: "warn",
    REQUIRE_ADMIN_MFA: "false",
    REQUESTS_PER_MINUTE: "1000000",
    ADMIN_APP_DIR: fileURLToPath(new URL("../apps/admin/dist", import.meta.url)),
  });
  try {
    await work({ url: (message as { url: string }).url, admin });
  } finally {
    await endProgram(program, "SIGTERM");
  }
}

/** An administrator for each run, in a database that has the data set then. */
async function signInAdmin(url: string, isOwn: boolean): Promise<SignedIn> {
  const database = openDatabase({
    url,
    poolSize: 2,
    statementTimeoutMs: 600_000,
    connectionRetries: 0,
    applicationName: "vetsuccess-bench",
  });
  try {
    const { rows } = await database.pool.query<{ isMade: boolean }>(
      `select to_regclass('apps_client') is not null as "isMade"`,
    );
    if (rows[0]?.isMade !== true || (await database.db.client.count()) === 0) {
      await makeBenchData(url);
      await database.pool.query("vacuum analyze");
    }
    // The database may be older than the newest migration.
    if (isOwn) await deployMigrations(url);
    // The days of the data set are fixed; practices in use were planned through yesterday, not months ago.
    if (isOwn)
      await database.pool.query("update apps_outreachwatermark set covered_through = current_date - 1");
    return await signInAs({ db: database.db, now: () => new Date() }, "admin", {
      email: `bench-${Date.now()}@example.com`,
    });
  } finally {
    await database.close();
  }
}
