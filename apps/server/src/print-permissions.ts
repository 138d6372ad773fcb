// `pnpm permissions`: prints docs/permissions.md as it has to be. The database is never asked.
import { openDatabase } from "@vetsuccess/db/client";
import { azureAccess, emailUpdatesSettings, identitySettings, readConfig } from "@vetsuccess/domain/config";
import { passwordHasher } from "@vetsuccess/domain/identity/commands/hash-password";
import { LiveFeed } from "@vetsuccess/domain/live/queries/feed";
import { createFileStore } from "@vetsuccess/providers/azure-blob";
import { createLog } from "./log.ts";
import { permissionsPage } from "./permissions.ts";
import { buildServer } from "./server.ts";

const config = readConfig({ DATABASE_URL: "postgresql://nobody@127.0.0.1:1/none", SANDBOX: "true" });
const database = openDatabase({
  url: config.DATABASE_URL,
  poolSize: 1,
  statementTimeoutMs: 1_000,
  connectionRetries: 0,
  applicationName: "vetsuccess-permissions",
});
const log = createLog("silent");
const app = await buildServer(
  {
    db: database.db,
    now: () => new Date(0),
    log,
    settings: { smsLimitPerMinute: 1, isSmsSendingEnabled: false, isSandbox: true },
    identity: identitySettings(config),
    hasher: passwordHasher,
    live: new LiveFeed(),
    files: createFileStore({ access: azureAccess(config), container: "none", timeoutMs: 1_000 }),
    emailUpdates: emailUpdatesSettings(config),
  },
  { log, adminDir: import.meta.dirname, migrations: [] },
);
await app.ready();
process.stdout.write(permissionsPage(app.guardedRoutes));
await app.close();
await database.close();
