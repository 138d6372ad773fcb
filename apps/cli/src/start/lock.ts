import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

const lockKey = 7_461_002;
const pauseMs = 200;
const nameOf = (url: string) => `VetSuccess at ${url}`;

/** Another copy of the application works on the same data. */
export class AlreadyRunning extends Error {
  constructor(holder = "") {
    const url = /https?:\S+/.exec(holder)?.[0];
    super(
      `VetSuccess is already running on these data${url ? `: ${url}` : ""}\n` +
        "Stop that copy first, or start this one on data of its own: npm start -- --data other-folder",
    );
  }
}

/** The right to be the one copy on a database. It dies with the process that holds it. */
export interface Lock {
  /** Lets a second copy tell where the first one is. */
  announce(url: string): Promise<void>;
  release(): Promise<void>;
}

/**
 * Takes the lock, which is one of PostgreSQL's own, held by a connection.
 *
 * @throws AlreadyRunning when another copy holds it
 * @throws Error when the server does not answer or is older than PostgreSQL 15
 */
export async function takeLock(databaseUrl: string): Promise<Lock> {
  const client = await connect(databaseUrl);
  try {
    await checkVersion(client);
    const { rows } = await client.query<{ taken: boolean }>("select pg_try_advisory_lock($1) as taken", [
      lockKey,
    ]);
    if (!rows[0]?.taken) throw new AlreadyRunning(await holderOf(client));
  } catch (error) {
    await client.end();
    throw error;
  }
  return {
    announce: async (url) => {
      await client.query("select set_config('application_name', $1, false)", [nameOf(url)]);
    },
    release: () => client.end(),
  };
}

/** Waits for a server that is only starting up, or recovering. */
async function connect(databaseUrl: string, patienceMs = 15_000): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    application_name: "VetSuccess",
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    const isStartingUp = error instanceof pg.DatabaseError && error.code === "57P03";
    if (!isStartingUp || patienceMs <= 0) throw error;
    await sleep(pauseMs);
    return await connect(databaseUrl, patienceMs - pauseMs);
  }
}

async function checkVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: number; version: string }>(
    "select current_setting('server_version_num')::int as number, current_setting('server_version') as version",
  );
  const [server] = rows;
  if (server && server.number < 150_000)
    throw new Error(`PostgreSQL 15 or newer is needed; the server of DATABASE_URL is ${server.version}`);
}

async function holderOf(client: pg.Client): Promise<string | undefined> {
  const { rows } = await client.query<{ name: string }>(
    `select a.application_name as name
     from pg_locks l join pg_stat_activity a using (pid)
     where l.locktype = 'advisory' and l.objid = $1 and l.granted
       and l.database = (select oid from pg_database where datname = current_database())`,
    [lockKey],
  );
  return rows[0]?.name;
}
