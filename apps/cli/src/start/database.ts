import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { findEmbedded, startEmbedded } from "@vetsuccess/sandbox/postgres";
import { AlreadyRunning, takeLock, type Lock } from "./lock.ts";

/** A copy that has just started PostgreSQL takes the lock within so long. */
const startingMs = 500;
/** A server that is only starting or stopping is done within so long. */
const changingMs = 45_000;

/** PostgreSQL's words when another server has the folder, or is about to. */
const takenFolder = /lock file "postmaster.pid" (already exists|is empty)/;

/** The one database of this copy, and the lock on it. */
export interface OwnDatabase {
  url: string;
  lock: Lock;
  /** Fulfilled when the server ends by itself; never for a server that is not ours. */
  ended: Promise<void>;
  stop(): Promise<void>;
  /** At once, without waiting for anything. */
  kill(): void;
}

/**
 * Takes the server that is named, PostgreSQL 15 or newer.
 *
 * @param onWait called while another copy on it is stopping
 * @throws AlreadyRunning when another copy works on it
 * @throws Error when it does not answer; the message holds no password
 */
export async function useDatabase(url: string, onWait: () => void): Promise<OwnDatabase> {
  const lock = await takeLock(url, onWait).catch((error: unknown) => {
    if (error instanceof AlreadyRunning) throw error;
    const reason = error instanceof Error ? error.message || error.name : "no reason given";
    throw new Error(`The PostgreSQL of DATABASE_URL cannot be used: ${reason}`, { cause: error });
  });
  return {
    url,
    lock,
    ended: new Promise(() => undefined),
    stop: () => lock.release(),
    kill: () => undefined,
  };
}

/**
 * Starts PostgreSQL on `dataDir`/postgres and writes its address into `dataDir`/database-url for as long as it runs.
 * A server that a killed copy left behind is stopped first.
 *
 * @param onWait called while another copy on it is stopping
 * @throws AlreadyRunning when another copy works on the folder
 */
export async function startDatabase(dataDir: string, onWait: () => void): Promise<OwnDatabase> {
  const folder = join(dataDir, "postgres");
  const addressFile = join(dataDir, "database-url");
  mkdirSync(dataDir, { recursive: true });
  await stopLeftBehind(folder, onWait);
  const server = await startEmbedded(folder).catch((error: unknown) => {
    throw error instanceof Error && takenFolder.test(error.message) ? new AlreadyRunning() : error;
  });
  const lock = await takeLock(server.url("postgres"));
  await server.createDatabase("vetsuccess");
  const url = server.url("vetsuccess");
  writeFileSync(addressFile, `${url}\n`, { mode: 0o600 });
  return {
    url,
    lock,
    ended: server.ended,
    stop: async () => {
      rmSync(addressFile, { force: true });
      await lock.release();
      await server.stop();
    },
    kill: () => server.kill(),
  };
}

/**
 * Unless the other copy is only about to take its lock, or its server to listen: a server that is there is waited for,
 * and so is one that another copy is stopping.
 */
async function stopLeftBehind(folder: string, onWait: () => void): Promise<void> {
  const giveUpAt = performance.now() + changingMs;
  for (;;) {
    const left = findEmbedded(folder);
    if (!left) return;
    try {
      for (const pauseMs of [startingMs, 0]) {
        const lock = await takeLock(left.url("postgres"), onWait);
        await lock.release();
        await sleep(pauseMs);
      }
    } catch (error) {
      if (error instanceof AlreadyRunning) throw error;
      if (performance.now() > giveUpAt) throw error;
      await sleep(100);
      continue;
    }
    await left.stop();
    return;
  }
}
