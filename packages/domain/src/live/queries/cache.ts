import type { LiveFeed } from "./feed.ts";

/** Whatever happens, nothing is kept for longer. */
const maxAgeMs = 60 * 60_000;
const maxEntries = 500;

interface Kept<Value> {
  value: Promise<Value>;
  since: number;
}

/**
 * What one server process keeps of tables that change rarely. A change of one of its topics empties it, on every server,
 * within the moment that NOTIFY takes; so does a lost connection, and until it is back every call reads anew. What is read
 * while it is emptied is handed out, but not kept.
 *
 * Values are shared by all callers: none may change them.
 */
export class Cache<Value> {
  readonly #live: LiveFeed;
  readonly #clock: () => number;
  readonly #kept = new Map<string, Kept<Value>>();

  /** @param clock milliseconds that only grow */
  constructor(live: LiveFeed, topics: readonly string[], clock = () => performance.now()) {
    this.#live = live;
    this.#clock = clock;
    live.onChange((notice) => {
      if (notice === null || topics.includes(notice.topic)) this.#kept.clear();
    });
  }

  /** The value that is kept under the key, or what `read` gives; many who ask at once are answered by one read. */
  get(key: string, read: () => Promise<Value>): Promise<Value> {
    if (!this.#live.isConnected) return read();
    const kept = this.#kept.get(key);
    if (kept && this.#clock() - kept.since < maxAgeMs) return kept.value;
    if (this.#kept.size >= maxEntries) this.#kept.clear();
    const entry = { value: read(), since: this.#clock() };
    this.#kept.set(key, entry);
    entry.value.catch(() => {
      if (this.#kept.get(key) === entry) this.#kept.delete(key);
    });
    return entry.value;
  }
}
