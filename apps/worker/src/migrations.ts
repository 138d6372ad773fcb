import { readdirSync } from "node:fs";
import { checkoutFolders } from "@vetsuccess/db/migrate";
import type pg from "pg";

/** Names of the migrations that this code needs and the database does not have, oldest first. */
export async function missingMigrations(
  pool: pg.Pool,
  dir = checkoutFolders.migrationsDir,
): Promise<string[]> {
  const wanted = readdirSync(dir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const { rows: tables } = await pool.query("select to_regclass('_prisma_migrations') as name");
  const isNew = (tables as { name: string | null }[])[0]?.name === null;
  const applied = isNew
    ? []
    : (
        await pool.query<{ migration_name: string }>(
          "select migration_name from _prisma_migrations where finished_at is not null and rolled_back_at is null",
        )
      ).rows;
  const names = new Set(applied.map((row) => row.migration_name));
  return wanted
    .map((entry) => entry.name)
    .filter((name) => !names.has(name))
    .sort();
}
