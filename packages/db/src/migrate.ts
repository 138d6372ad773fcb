import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { runMigrations } from "graphile-worker";
import pg from "pg";
import { schemaFiles, ScriptError, withEngine } from "./migrate/engine.ts";
import { MigrationError } from "./migrate/migration-error.ts";

/** Where schema and migrations stand. */
export interface MigrationFolders {
  schemaDir: string;
  migrationsDir: string;
}

/** The folders of this checkout. */
export const checkoutFolders: MigrationFolders = {
  schemaDir: join(dirname(fileURLToPath(import.meta.url)), "../../../prisma/schema"),
  migrationsDir: join(dirname(fileURLToPath(import.meta.url)), "../../../prisma/migrations"),
};

const filters = { externalTables: [], externalEnums: [] };
const lockfile = { path: "migration_lock.toml", content: 'provider = "postgresql"\n' };

/** Serialises deployments: whoever comes second waits and then finds nothing to do. */
const deployLock = 7_461_001;

/** The migrations as the engine wants to be given them. */
function migrationsList(migrationsDir: string) {
  const names = existsSync(migrationsDir)
    ? readdirSync(migrationsDir, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name)
        .sort()
    : [];
  return {
    baseDir: migrationsDir,
    lockfile,
    shadowDbInitScript: "",
    migrationDirectories: names.map((path) => ({
      path,
      migrationFile: {
        path: "migration.sql",
        content: {
          tag: "ok" as const,
          value: readFileSync(join(migrationsDir, path, "migration.sql"), "utf8"),
        },
      },
    })),
  };
}

/**
 * Applies the migrations that the database does not have yet, each in a transaction of its own, records them in
 * `_prisma_migrations`, and brings the tables of the job queue up to date.
 * Safe to call from several processes at once.
 *
 * @returns names of the migrations that were applied
 * @throws MigrationError when a statement fails; an Error with code P3009 while an earlier failure is not resolved
 */
export async function deployMigrations(url: string, folders = checkoutFolders): Promise<string[]> {
  const lock = new pg.Client({ connectionString: url });
  lock.on("error", () => undefined);
  await lock.connect();
  try {
    await lock.query("select pg_advisory_lock($1)", [deployLock]);
    const list = migrationsList(folders.migrationsDir);
    const applied = await withEngine(folders.schemaDir, url, async (engine) => {
      return (await engine.applyMigrations({ migrationsList: list, filters })).appliedMigrationNames;
    }).catch((error: unknown) => {
      if (!(error instanceof ScriptError)) throw error;
      const failed = list.migrationDirectories.find(
        (each) => each.migrationFile.content.value === error.script,
      );
      throw new MigrationError(failed?.path ?? "NAME", error.script, error.done, error.cause);
    });
    await runMigrations({ connectionString: url });
    return applied;
  } finally {
    await lock.end();
  }
}

/** How a database stands to the migrations; names, oldest first. */
export interface MigrationStatus {
  /** Not applied yet. */
  pending: string[];
  /** Began and did not end: nothing is applied until each is resolved. */
  failed: string[];
  /** Changed in the folder after they were applied. */
  edited: string[];
  /** Applied, but not in the folder. */
  missing: string[];
}

/** Compares the database with the folder of migrations. Reads only. */
export function migrationStatus(url: string, folders = checkoutFolders): Promise<MigrationStatus> {
  return withEngine(folders.schemaDir, url, async (engine) => {
    const { history, failedMigrationNames, editedMigrationNames } = await engine.diagnoseMigrationHistory({
      migrationsList: migrationsList(folders.migrationsDir),
      optInToShadowDatabase: false,
      filters,
    });
    const pending = history && "unappliedMigrationNames" in history ? history.unappliedMigrationNames : [];
    return {
      pending: pending.filter((name) => !failedMigrationNames.includes(name)),
      failed: failedMigrationNames,
      edited: editedMigrationNames,
      missing: history && "unpersistedMigrationNames" in history ? history.unpersistedMigrationNames : [],
    };
  });
}

/**
 * Settles a failed migration, as `prisma migrate resolve` does: `rolled-back` lets the next deployment run it again,
 * `applied` says that somebody has done its work by hand.
 *
 * @throws Error with Prisma's code when there is no such migration, or it is not failed
 */
export function resolveMigration(
  url: string,
  name: string,
  as: "rolled-back" | "applied",
  folders = checkoutFolders,
): Promise<void> {
  return withEngine(folders.schemaDir, url, async (engine) => {
    if (as === "rolled-back") await engine.markMigrationRolledBack({ migrationName: name });
    else
      await engine.markMigrationApplied({
        migrationName: name,
        migrationsList: migrationsList(folders.migrationsDir),
      });
  });
}

/**
 * The SQL that leads from an empty database, or from the database at `url`, to what the schema files say.
 *
 * @returns SQL; for an equal database a comment that says so
 */
export function diffSchema(
  url: string,
  from: "empty" | "database",
  schemaDir = checkoutFolders.schemaDir,
): Promise<string> {
  const files = schemaFiles(schemaDir).map(([path, content]) => ({ path, content }));
  return withEngine(schemaDir, url, async (engine) => {
    const diff = await engine.diff({
      from: from === "empty" ? { tag: "empty" } : { tag: "schemaDatasource", files, configDir: "." },
      to: { tag: "schemaDatamodel", files },
      script: true,
      exitCode: null,
      filters,
    });
    return diff.stdout ?? "";
  });
}

/** Writes `prisma/migrations/<name>/migration.sql`. */
export function writeMigration(
  name: string,
  text: string,
  migrationsDir = checkoutFolders.migrationsDir,
): void {
  mkdirSync(join(migrationsDir, name), { recursive: true });
  writeFileSync(join(migrationsDir, name, "migration.sql"), text);
  writeFileSync(join(migrationsDir, lockfile.path), lockfile.content);
}
