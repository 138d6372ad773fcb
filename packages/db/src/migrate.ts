import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import { runMigrations } from "graphile-worker";
import pg from "pg";

// Prisma's own schema engine, as WebAssembly: no engine is downloaded, and the ordinary Prisma CLI reads and writes
// the same `_prisma_migrations` table.

const require = createRequire(import.meta.url);
const filters = { externalTables: [], externalEnums: [] };

/** Where schema and migrations stand: `prisma/` of the checkout, or PRISMA_DIR. */
export interface MigrationFolders {
  schemaDir: string;
  migrationsDir: string;
}

/** The folders of this checkout. */
export const checkoutFolders: MigrationFolders = {
  schemaDir: join(dirname(fileURLToPath(import.meta.url)), "../../../prisma/schema"),
  migrationsDir: join(dirname(fileURLToPath(import.meta.url)), "../../../prisma/migrations"),
};

/** A statement of a migration failed. The message names the statement, PostgreSQL's reason and the way on. */
export class MigrationError extends Error {
  constructor(script: string, cause: pg.DatabaseError) {
    const before = script.slice(0, Number(cause.position ?? 1) - 1);
    const line = before.split("\n").length;
    const statement = script.split("\n").slice(line - 1, line + 2).join("\n");
    super(
      `A migration failed at its line ${line}: ${cause.message}\n${statement}\n` +
        "Nothing of it was kept. Mend the migration's SQL or the data it stumbled over; if it stays recorded as failed, " +
        "run `pnpm vet migrate resolve --rolled-back NAME`, then deploy again.",
      { cause },
    );
    this.name = "MigrationError";
  }
}

/** Serialises deployments: whoever comes second waits and then finds nothing to do. */
const deployLock = 7_461_001;

function schemaFiles(dir: string): [string, string][] {
  return readdirSync(dir)
    .filter((file) => file.endsWith(".prisma"))
    .sort()
    .map((file) => [file, readFileSync(join(dir, file), "utf8")]);
}

/**
 * The engine's catalogue queries return PostgreSQL's internal "char" type (OID 18), which the adapter refuses and the
 * engine insists on: shown to the adapter as text, then set right again.
 */
function engineAdapter(url: string) {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  pool.on("error", () => undefined);
  let charColumns = new Set<string>();
  const failure: { last?: { script: string; error: pg.DatabaseError } } = {};
  const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<pg.QueryResult>;
  Object.assign(pool, {
    query: async (...args: unknown[]) => {
      const result = await query(...args);
      charColumns = new Set();
      for (const field of result.fields ?? [])
        if (field.dataTypeID === 18) {
          field.dataTypeID = 25;
          charColumns.add(field.name);
        }
      return result;
    },
  });
  const plain = new PrismaPg(pool);
  type Adapter = Awaited<ReturnType<typeof plain.connect>>;
  const wrap = (adapter: Adapter): Adapter =>
    new Proxy(adapter, {
      get(target, key) {
        if (key === "queryRaw")
          return async (q: Parameters<Adapter["queryRaw"]>[0]) => {
            const result = await target.queryRaw(q);
            result.columnNames.forEach((name, i) => {
              if (charColumns.has(name)) result.columnTypes[i] = ColumnTypeEnum.Character;
            });
            return result;
          };
        // The adapter cuts a script at each semicolon, also inside a function's body; PostgreSQL itself does not.
        if (key === "executeScript")
          return async (script: string) => {
            try {
              await query(script);
            } catch (error) {
              if (error instanceof pg.DatabaseError) failure.last = { script, error };
              throw error;
            }
          };
        const value: unknown = Reflect.get(target, key);
        return typeof value === "function" ? value.bind(target) : value;
      },
    });
  return {
    pool,
    failure,
    factory: {
      provider: plain.provider,
      adapterName: plain.adapterName,
      connect: async () => wrap(await plain.connect()),
      connectToShadowDb: async () => wrap(await plain.connectToShadowDb()),
    },
  };
}

interface Wasm {
  instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: Record<string, () => void> } }>;
}

let engineLoaded: Promise<void> | undefined;

async function loadEngine() {
  const wasm = require.resolve("@prisma/schema-engine-wasm").replace("schema_engine.js", "schema_engine_bg.wasm");
  const runtime = Reflect.get(globalThis, "WebAssembly") as Wasm;
  // The engine starts a ten second timer for its lock and never clears it: such a timer must not keep the process alive.
  const imports = Object.fromEntries(
    Object.entries(bindings).map(([name, value]) => [
      name,
      name.startsWith("__wbg_setTimeout_") ? (callback: () => void, ms: number) => setTimeout(callback, ms).unref() : value,
    ]),
  );
  const module = await runtime.instantiate(readFileSync(wasm), { "./schema_engine_bg.js": imports });
  bindings.__wbg_set_wasm(module.instance.exports);
  module.instance.exports["__wbindgen_start"]?.();
}

async function withEngine<T>(
  schemaDir: string,
  url: string,
  work: (engine: bindings.SchemaEngine) => Promise<T>,
): Promise<T> {
  await (engineLoaded ??= loadEngine());
  // The engine never closes its connection and keeps a session lock on it (72707369): it gets a pool of its own, which
  // is ended here, or the next run would wait ten seconds for that lock.
  const { pool, factory, failure } = engineAdapter(url);
  try {
    const engine = await bindings.SchemaEngine.new(
      { datamodels: schemaFiles(schemaDir) },
      () => undefined,
      bindMigrationAwareSqlAdapterFactory(factory as never),
    );
    try {
      return await work(engine);
    } catch (error) {
      throw failure.last ? new MigrationError(failure.last.script, failure.last.error) : error;
    } finally {
      engine.free();
    }
  } finally {
    await pool.end();
  }
}

function migrationsList(migrationsDir: string) {
  const names = existsSync(migrationsDir)
    ? readdirSync(migrationsDir, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name)
        .sort()
    : [];
  return {
    baseDir: migrationsDir,
    lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"\n' },
    shadowDbInitScript: "",
    migrationDirectories: names.map((path) => ({
      path,
      migrationFile: {
        path: "migration.sql",
        content: { tag: "ok" as const, value: readFileSync(join(migrationsDir, path, "migration.sql"), "utf8") },
      },
    })),
  };
}

/**
 * Applies the migrations that the database does not have yet, records them in `_prisma_migrations`, and brings the
 * tables of the job queue up to date.
 * Safe to call from several processes at once.
 *
 * @returns names of the migrations that were applied
 * @throws Error that names the migration and PostgreSQL's own words when a statement fails
 */
export async function deployMigrations(url: string, folders = checkoutFolders): Promise<string[]> {
  const lock = new pg.Client({ connectionString: url });
  lock.on("error", () => undefined);
  await lock.connect();
  try {
    await lock.query("select pg_advisory_lock($1)", [deployLock]);
    const applied = await withEngine(folders.schemaDir, url, async (engine) => {
      const list = migrationsList(folders.migrationsDir);
      return (await engine.applyMigrations({ migrationsList: list, filters })).appliedMigrationNames;
    });
    await runMigrations({ connectionString: url });
    return applied;
  } finally {
    await lock.end();
  }
}

/**
 * The SQL that leads from an empty database, or from the database at `url`, to what the schema files say.
 *
 * @returns SQL; for an equal database a comment that says so
 */
export function diffSchema(url: string, from: "empty" | "database", schemaDir = checkoutFolders.schemaDir): Promise<string> {
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
export function writeMigration(name: string, text: string, migrationsDir = checkoutFolders.migrationsDir): void {
  mkdirSync(join(migrationsDir, name), { recursive: true });
  writeFileSync(join(migrationsDir, name, "migration.sql"), text);
  writeFileSync(join(migrationsDir, "migration_lock.toml"), 'provider = "postgresql"\n');
}
