import { randomUUID } from "node:crypto";
import { DomainError } from "@vetsuccess/contract/errors";
import { type Notice, readNotice } from "../rules.ts";

/** How many changes are remembered for those whose connection broke. */
const remembered = 10_000;
/** A new stream begins so far back: what a page read while it connected is not missed. */
const lookBackMs = 10_000;
/** Time alone ends a session or token too: streams are looked at again so often. */
const recheckMs = 30_000;
/** Changes that wait for a slow reader; with more of them it has to read everything again. */
const maxWaiting = 500;
/** Tabs and programs of one user on one server. */
const maxStreams = 20;

/** A change, or null: something may have been missed. */
interface Entry {
  id: string;
  notice: Notice | null;
}
type Item = { kind: "entry"; entry: Entry } | { kind: "recheck" } | { kind: "closing" };

/**
 * What changes in the database, in the order of its commits: one for each server process, fed by its LISTEN connection, read
 * by the open streams and by the caches.
 */
export class LiveFeed {
  readonly #name = randomUUID();
  readonly #entries: (Entry & { at: number })[] = [];
  readonly #streams = new Set<LiveStream>();
  readonly #listeners = new Set<(notice: Notice | null) => void>();
  #next = 0;
  #isConnected = false;
  #isClosed = false;

  /** Whether every change arrives at this moment. */
  get isConnected(): boolean {
    return this.#isConnected;
  }

  /** The connection stands: what came before may have been missed. */
  connected(): void {
    this.#isConnected = true;
    this.#add(null);
  }

  lost(): void {
    this.#isConnected = false;
    for (const listener of this.#listeners) listener(null);
  }

  receive(payload: string): void {
    this.#add(readNotice(payload));
  }

  /** Calls `listener` with each change; with null when any may have been missed. Returns what ends it. */
  onChange(listener: (notice: Notice | null) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /**
   * Opens a stream of an actor, from the event after `lastEventId` on. The signal says that its reader is gone.
   *
   * @throws DomainError TOO_MANY_REQUESTS when the actor has too many, UNAVAILABLE while the server closes down
   */
  open(actorId: string, lastEventId: string | undefined, signal?: AbortSignal): LiveStream {
    if (this.#isClosed) throw new DomainError("UNAVAILABLE", "The server is closing down.");
    const own = [...this.#streams].filter((stream) => stream.actorId === actorId);
    if (own.length >= maxStreams)
      throw new DomainError("TOO_MANY_REQUESTS", "Too many live screens are open: close some.", {
        retryAfterSeconds: 30,
      });
    const from = this.#firstAfter(lastEventId);
    const missed = from < 0 ? [] : this.#entries.slice(from - this.#oldest());
    const startId = this.#idOf((from < 0 ? this.#next : from) - 1);
    const start = { id: startId, isComplete: from >= 0 };
    const stream = new LiveStream(actorId, start, signal, () => this.#streams.delete(stream));
    for (const entry of missed) stream.push({ kind: "entry", entry });
    this.#streams.add(stream);
    return stream;
  }

  /** Ends all streams; their readers go to another server. */
  close(): void {
    this.#isClosed = true;
    for (const stream of this.#streams) stream.push({ kind: "closing" });
  }

  #add(notice: Notice | null): void {
    for (const listener of this.#listeners) listener(notice);
    if (notice?.topic === "access") {
      for (const stream of this.#streams)
        if (notice.ids === null || notice.ids.includes(stream.actorId)) stream.push({ kind: "recheck" });
      return;
    }
    const entry = { id: this.#idOf(this.#next), notice, at: performance.now() };
    this.#next += 1;
    this.#entries.push(entry);
    if (this.#entries.length > remembered) this.#entries.shift();
    for (const stream of this.#streams) {
      if (notice === null) stream.push({ kind: "recheck" });
      stream.push({ kind: "entry", entry });
    }
  }

  #idOf(number: number): string {
    return `${this.#name}.${number}`;
  }

  #oldest(): number {
    return this.#next - this.#entries.length;
  }

  /** The number of the first entry that a stream is still to be given; -1: some of them are forgotten, or another server's. */
  #firstAfter(lastEventId: string | undefined): number {
    const oldest = this.#oldest();
    if (lastEventId === undefined) {
      const since = performance.now() - lookBackMs;
      const at = this.#entries.findIndex((entry) => entry.at >= since);
      if (at < 0) return this.#next;
      return at === 0 && oldest > 0 ? -1 : oldest + at;
    }
    const [name, number] = lastEventId.split(".");
    const first = Number(number) + 1;
    const isKnown = name === this.#name && Number.isInteger(first) && first >= oldest && first <= this.#next;
    return isKnown ? first : -1;
  }
}

/** What one open stream is given. */
export class LiveStream {
  readonly actorId: string;
  /** Where it begins; not complete: what came before was missed in part. */
  readonly start: { id: string; isComplete: boolean };
  readonly #waiting: Item[] = [];
  readonly #timer: NodeJS.Timeout;
  readonly #signal: AbortSignal | undefined;
  readonly #onClose: () => void;
  #wake: (() => void) | undefined;

  constructor(
    actorId: string,
    start: { id: string; isComplete: boolean },
    signal: AbortSignal | undefined,
    onClose: () => void,
  ) {
    this.actorId = actorId;
    this.start = start;
    this.#signal = signal;
    this.#onClose = onClose;
    signal?.addEventListener("abort", () => this.#wake?.(), { once: true });
    this.#timer = setInterval(() => this.push({ kind: "recheck" }), recheckMs).unref();
  }

  push(item: Item): void {
    if (item.kind === "entry" && this.#waiting.length >= maxWaiting) {
      const others = this.#waiting.filter(({ kind }) => kind !== "entry");
      const missed: Item = { kind: "entry", entry: { id: item.entry.id, notice: null } };
      this.#waiting.splice(0, this.#waiting.length, ...others, missed);
    } else if (item.kind !== "recheck" || !this.#waiting.some(({ kind }) => kind === "recheck"))
      this.#waiting.push(item);
    this.#wake?.();
  }

  /** Waits for what comes next; null: the reader is gone. */
  async next(): Promise<Item | null> {
    while (!this.#signal?.aborted) {
      const item = this.#waiting.shift();
      if (item) return item;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return null;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#onClose();
  }
}
