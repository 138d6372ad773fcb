import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

export interface ListenSettings {
  /** postgresql://… */
  url: string;
  channel: string;
  /** Shown in pg_stat_activity. */
  applicationName: string;
  onNotification(payload: string): void;
  /** From here on nothing is missed; what was said before may have been. */
  onConnected(): void;
  /** From here on something may be missed. */
  onLost(): void;
}

export interface Listener {
  close(): Promise<void>;
}

const firstPauseMs = 50;
const longestPauseMs = 1_000;
/** A connection that breaks without a word is found out by asking. */
const beatMs = 5_000;
const answerMs = 3_000;

/** Listens to a channel on a connection of its own, for ever: one that is lost is opened again. */
export function listen(settings: ListenSettings): Listener {
  const stopping = new AbortController();
  const following = follow(settings, stopping.signal);
  return {
    close: async () => {
      stopping.abort();
      await following;
    },
  };
}

async function follow(settings: ListenSettings, signal: AbortSignal): Promise<void> {
  let pauseMs = firstPauseMs;
  while (!signal.aborted) {
    const client = new pg.Client({
      connectionString: settings.url,
      application_name: settings.applicationName,
      keepAlive: true,
      connectionTimeoutMillis: answerMs,
      query_timeout: answerMs,
    });
    const lost = new AbortController();
    const lose = () => lost.abort();
    client.on("error", lose);
    client.on("end", lose);
    client.on("notification", ({ payload = "" }) => settings.onNotification(payload));
    signal.addEventListener("abort", lose, { once: true });
    let isConnected = false;
    try {
      await client.connect();
      await client.query(`listen ${client.escapeIdentifier(settings.channel)}`);
      isConnected = true;
      pauseMs = firstPauseMs;
      settings.onConnected();
      while (!lost.signal.aborted) {
        await sleep(beatMs, undefined, { signal: lost.signal, ref: false });
        await client.query("select 1");
      }
    } catch {
      // Refused, broken or silent: tried again.
    }
    signal.removeEventListener("abort", lose);
    if (isConnected) settings.onLost();
    await Promise.race([client.end().catch(() => undefined), sleep(answerMs, undefined, { ref: false })]);
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
  }
}
