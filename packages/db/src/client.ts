import { createHash } from "node:crypto";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "./generated/prisma/client.ts";

export interface DbSettings {
  /** postgresql://… */
  url: string;
  /** Connections of this process, 1 to 100. */
  poolSize: number;
  statementTimeoutMs: number;
  /** How often a refused connection is tried again before the caller hears of it. */
  connectionRetries: number;
  /** Shown in pg_stat_activity. */
  applicationName: string;
}

/** A pool that tries a refused connection again, with growing pauses, and outlives a server that goes away. */
class PatientPool extends pg.Pool {
  readonly #retries: number;

  constructor(config: pg.PoolConfig, retries: number) {
    super(config);
    this.#retries = retries;
    this.on("error", () => undefined);
    this.on("connect", (client) => client.on("error", () => undefined));
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(
    callback: (
      err: Error | undefined,
      client: pg.PoolClient | undefined,
      done: (release?: unknown) => void,
    ) => void,
  ): void;
  override connect(
    callback?: (
      err: Error | undefined,
      client: pg.PoolClient | undefined,
      done: (release?: unknown) => void,
    ) => void,
  ): Promise<pg.PoolClient> | void {
    const attempt = async (left: number): Promise<pg.PoolClient> => {
      try {
        return await super.connect();
      } catch (error) {
        // Who waited for a place in vain has waited long enough.
        const isLate = error instanceof Error && error.message.includes("timeout");
        if (left <= 0 || this.ended || isLate) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100 * 2 ** (this.#retries - left)));
        return attempt(left - 1);
      }
    };
    const client = attempt(this.#retries);
    if (!callback) return client;
    client.then(
      (c) => callback(undefined, c, (release) => c.release(release as Error | boolean | undefined)),
      (error: Error) => callback(error, undefined, () => undefined),
    );
  }
}

/** The same SQL text has the same name, so that PostgreSQL parses and plans it once for each connection. */
function statementName({ sql }: { sql: string }): string {
  return createHash("sha1").update(sql).digest("base64url");
}

function createPrisma(pool: pg.Pool) {
  return new PrismaClient({
    adapter: new PrismaPg(pool, { statementNameGenerator: statementName }),
    transactionOptions: { maxWait: 5_000, timeout: 15_000 },
  });
}

/** The Prisma client; SQL written by hand runs through `$queryRaw`, on the same connection inside a transaction. */
export type Db = ReturnType<typeof createPrisma>;

/** What a transaction's callback gets: the same client, bound to one connection. */
export type Tx = Parameters<Parameters<Db["$transaction"]>[0]>[0];

export interface Database {
  db: Db;
  /** The pool below `db`, for LISTEN, COPY and graphile-worker. */
  pool: pg.Pool;
  close(): Promise<void>;
}

/**
 * Opens the one pool of a process and the Prisma client on it.
 *
 * @throws RangeError when the pool's size is outside 1 to 100
 */
export function openDatabase(settings: DbSettings): Database {
  if (!Number.isInteger(settings.poolSize) || settings.poolSize < 1 || settings.poolSize > 100)
    throw new RangeError(`pool size ${settings.poolSize} is outside 1 to 100`);
  const pool = new PatientPool(
    {
      connectionString: settings.url,
      max: settings.poolSize,
      application_name: settings.applicationName,
      statement_timeout: settings.statementTimeoutMs,
      connectionTimeoutMillis: 10_000,
      idleTimeoutMillis: 30_000,
    },
    settings.connectionRetries,
  );
  const db = createPrisma(pool);
  return {
    db,
    pool,
    close: async () => {
      await db.$disconnect();
      await pool.end();
    },
  };
}

/**
 * Runs `work` in one transaction: all of it is committed, or nothing.
 * No provider is called inside one: the default time-out is 15 s.
 */
export function inTransaction<T>(
  db: Db,
  work: (tx: Tx) => Promise<T>,
  options: { timeoutMs?: number; isolation?: "ReadCommitted" | "RepeatableRead" | "Serializable" } = {},
): Promise<T> {
  return db.$transaction(work, {
    ...(options.timeoutMs === undefined ? {} : { timeout: options.timeoutMs }),
    ...(options.isolation === undefined ? {} : { isolationLevel: options.isolation }),
  });
}
