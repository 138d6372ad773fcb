import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  checkoutFolders,
  deployMigrations,
  diffSchema,
  migrationStatus,
  resolveMigration,
} from "@vetsuccess/db/migrate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { useTestDatabase } from "./database.ts";

const database = useTestDatabase();
const clean = { pending: [], failed: [], edited: [], missing: [] };

test("the migrations and the schema files do not differ", async () => {
  expect(await diffSchema(database.url, "database")).toMatch(/^\s*(-- This is an empty migration\.\s*)?$/);
});

test("deploying again, twice at once, finds nothing to do", async () => {
  const [first, second] = await Promise.all([deployMigrations(database.url), deployMigrations(database.url)]);
  expect(first).toEqual([]);
  expect(second).toEqual([]);
  expect(await migrationStatus(database.url)).toEqual(clean);
});

describe("a migration that fails", () => {
  const name = "20990101000000_add_colours";
  const folders = {
    ...checkoutFolders,
    migrationsDir: mkdtempSync(join(tmpdir(), "vetsuccess-migrations-")),
  };
  const write = (sql: string) => writeFileSync(join(folders.migrationsDir, name, "migration.sql"), sql);
  const recorded = async () => {
    const { rows } = await database.pool.query<{ state: string }>(
      `select case when rolled_back_at is not null then 'rolled back' when finished_at is null then 'failed' else 'applied' end
         as state from _prisma_migrations where migration_name = $1 order by started_at`,
      [name],
    );
    return rows.map((row) => row.state);
  };
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => "",
      (error: unknown) =>
        error instanceof Error ? `${String(Reflect.get(error, "code"))} ${error.message}` : "",
    );

  beforeAll(() => {
    cpSync(checkoutFolders.migrationsDir, folders.migrationsDir, { recursive: true });
    mkdirSync(join(folders.migrationsDir, name));
  });
  afterAll(() => rmSync(folders.migrationsDir, { recursive: true, force: true }));

  test("names its statement and the way on, keeps nothing, and holds later deployments up", async () => {
    write(`-- Colours; each once.
CREATE TABLE colour (name text PRIMARY KEY);
CREATE FUNCTION shout() RETURNS text LANGUAGE sql AS $$ SELECT 'a;b'; $$;

/* the second one; is there already */
INSERT INTO colour VALUES ('black'),
  ('black');
INSERT INTO colour VALUES ('white');
`);
    const message = await refusal(deployMigrations(database.url, folders));
    expect(message).toContain(`Migration ${name} failed at its line 6: duplicate key value`);
    expect(message).toContain("    INSERT INTO colour VALUES ('black'),\n      ('black')\n");
    expect(message).toContain(`pnpm vet migrate resolve --rolled-back ${name}`);
    expect((await database.pool.query("select to_regclass('colour') as found")).rows).toEqual([
      { found: null },
    ]);
    expect(await recorded()).toEqual(["failed"]);
    expect(await migrationStatus(database.url, folders)).toEqual({ ...clean, failed: [name] });
    expect(await refusal(deployMigrations(database.url, folders))).toMatch(/^P3009 /);
  });

  test("names a statement that cannot even be read", async () => {
    await resolveMigration(database.url, name, "rolled-back", folders);
    write("SELECT 1;\nSELECT 2;\nSELEKT 3;\n");
    const message = await refusal(deployMigrations(database.url, folders));
    expect(message).toContain("failed at its line 3: syntax error");
    expect(message).toContain("    SELEKT 3");
  });

  test("is applied when it is mended, in the way its message describes", async () => {
    await resolveMigration(database.url, name, "rolled-back", folders);
    expect(await migrationStatus(database.url, folders)).toEqual({ ...clean, pending: [name] });
    write("CREATE TABLE colour (name text PRIMARY KEY);\n");
    expect(await deployMigrations(database.url, folders)).toEqual([name]);
    expect(await recorded()).toEqual(["rolled back", "rolled back", "applied"]);
    expect(await migrationStatus(database.url, folders)).toEqual(clean);
    expect(await deployMigrations(database.url, folders)).toEqual([]);
  });

  test("that was applied is not resolved, and a changed one is noticed", async () => {
    const applied = "20261124040000_first_tables";
    expect(await refusal(resolveMigration(database.url, applied, "rolled-back", folders))).toMatch(/^P3012 /);
    expect(await refusal(resolveMigration(database.url, "unheard-of", "rolled-back", folders))).toMatch(
      /^P3011 /,
    );
    write("CREATE TABLE colour (name text);\n");
    expect(await migrationStatus(database.url, folders)).toEqual({ ...clean, edited: [name] });
  });
});
