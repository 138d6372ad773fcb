import { EventEmitter } from "node:events";
import type { Queue } from "@vetsuccess/contract/jobs";
import type { Deps } from "@vetsuccess/domain/deps";
import { listPausedQueues } from "@vetsuccess/domain/jobs/queries/queue-state";

/** How soon a pause, or its end, is heard of. */
const lookEveryMs = 1_000;

/** The queues that people have paused, looked up again every second. While the database is away the last answer holds. */
export class PausedQueues extends EventEmitter<Record<Queue, []>> {
  #paused = new Set<string>();
  readonly #timer: NodeJS.Timeout;

  constructor(deps: Pick<Deps, "db">) {
    super();
    this.#timer = setInterval(() => void this.look(deps), lookEveryMs);
  }

  has(queue: Queue): boolean {
    return this.#paused.has(queue);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Emits the name of a queue that is paused from now on. */
  async look(deps: Pick<Deps, "db">): Promise<void> {
    const found = await listPausedQueues(deps).catch(() => this.#paused);
    const added = [...found].filter((queue) => !this.#paused.has(queue));
    this.#paused = found;
    for (const queue of added) this.emit(queue as Queue);
  }
}
