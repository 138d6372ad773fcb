import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";

// Prisma's own schema engine, as WebAssembly: no engine is downloaded, and the ordinary Prisma CLI reads and writes
// the same `_prisma_migrations` table.

const require = createRequire(import.meta.url);

/** The script that PostgreSQL refused, and how many of its statements had gone through. */
export class ScriptError extends Error {
  readonly script: string;
  readonly done: number;
  override readonly cause: pg.DatabaseError;

  constructor(script: string, done: number, cause: pg.DatabaseError) {
    super(cause.message);
    this.script = script;
    this.done = done;
    this.cause = cause;
  }
}

/** The schema files as pairs of name and content. */
export function schemaFiles(dir: string): [string, string][] {
  return readdirSync(dir)
    .filter((file) => file.endsWith(".prisma"))
    .sort()
    .map((file) => [file, readFileSync(join(dir, file), "utf8")]);
}

/** Runs a script whole, as one transaction; the adapter would cut it at each semicolon, also inside a function's body. */
async function runScript(pool: pg.Pool, script: string): Promise<void> {
  const client = await pool.connect();
  const connection = Reflect.get(client, "connection") as NodeJS.EventEmitter;
  let done = 0;
  const count = () => (done += 1);
  connection.on("commandComplete", count);
  try {
    await client.query(script);
  } catch (error) {
    throw error instanceof pg.DatabaseError ? new ScriptError(script, done, error) : error;
  } finally {
    connection.off("commandComplete", count);
    client.release();
  }
}

/**
 * The engine's catalogue queries return PostgreSQL's internal "char" type (OID 18), which the adapter refuses and the
 * engine insists on: shown to the adapter as text, then set right again.
 */
function engineAdapter(url: string) {
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  pool.on("error", () => undefined);
  let charColumns = new Set<string>();
  const failure: { last?: ScriptError } = {};
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
            for (const [at, name] of result.columnNames.entries())
              if (charColumns.has(name)) result.columnTypes[at] = ColumnTypeEnum.Character;
            return result;
          };
        if (key === "executeScript")
          return async (script: string) => {
            try {
              await runScript(pool, script);
            } catch (error) {
              if (error instanceof ScriptError) failure.last = error;
              throw error;
            }
          };
        const value: unknown = Reflect.get(target, key);
        return typeof value === "function" ? (value.bind(target) as unknown) : value;
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
  instantiate(
    bytes: Uint8Array,
    imports: object,
  ): Promise<{ instance: { exports: Record<string, () => void> } }>;
}

let engineLoaded: Promise<void> | undefined;

async function loadEngine() {
  const wasm = require
    .resolve("@prisma/schema-engine-wasm")
    .replace("schema_engine.js", "schema_engine_bg.wasm");
  const runtime = Reflect.get(globalThis, "WebAssembly") as unknown as Wasm;
  // The engine starts a ten second timer for its lock and never clears it: such a timer must not keep the process alive.
  const imports = Object.fromEntries(
    Object.entries(bindings).map(([name, value]) => [
      name,
      name.startsWith("__wbg_setTimeout_")
        ? (callback: () => void, ms: number) => setTimeout(callback, ms).unref()
        : value,
    ]),
  );
  const module = await runtime.instantiate(readFileSync(wasm), { "./schema_engine_bg.js": imports });
  bindings.__wbg_set_wasm(module.instance.exports);
  module.instance.exports["__wbindgen_start"]?.();
}

/**
 * Runs `work` with an engine on the database.
 *
 * @throws ScriptError when PostgreSQL refused a script; otherwise what the engine throws, e.g. with code P3009
 */
export async function withEngine<T>(
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
      throw failure.last ?? error;
    } finally {
      engine.free();
    }
  } finally {
    await pool.end();
  }
}
