import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

const lockKey = 7_461_002;
const pauseMs = 200;
/** A copy that stops is gone within so long. */
const stoppingMs = 30_000;
const stoppingName = "VetSuccess, stopping";
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
  /** Lets a second copy wait instead of giving up. Never fails: the database may be gone already. */
  announceStop(): Promise<void>;
  release(): Promise<void>;
}

/**
 * Takes the lock, which is one of PostgreSQL's own, held by a connection. A copy that is stopping is waited for.
 *
 * @param onWait called when there is one
 * @throws AlreadyRunning when another copy holds it
 * @throws Error when the server does not answer or is older than PostgreSQL 15
 */
export async function takeLock(databaseUrl: string, onWait: () => void = () => undefined): Promise<Lock> {
  const client = await connect(databaseUrl);
  try {
    await checkVersion(client);
    const giveUpAt = performance.now() + stoppingMs;
    while (!(await isTaken(client))) {
      const holder = await holderOf(client);
      if ((holder ?? stoppingName) !== stoppingName || performance.now() > giveUpAt)
        throw new AlreadyRunning(holder);
      onWait();
      await sleep(pauseMs);
    }
  } catch (error) {
    await client.end();
    throw error;
  }
  const say = (name: string) => client.query("select set_config('application_name', $1, false)", [name]);
  return {
    announce: async (url) => void (await say(nameOf(url))),
    announceStop: async () => void (await say(stoppingName).catch(() => undefined)),
    release: () => client.end(),
  };
}

async function isTaken(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>("select pg_try_advisory_lock($1) as taken", [
    lockKey,
  ]);
  return rows[0]?.taken ?? false;
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

/** Undefined when it has just let go. */
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
