import { DomainError } from "@vetsuccess/contract/errors";
import type { FollowChangesInput, LiveEvent } from "@vetsuccess/contract/live";
import type { Actor } from "../../deps.ts";
import type { LiveDeps } from "../ports.ts";
import { changeFor, topicsOf } from "../rules.ts";

/** Who follows: as it was let in, and a look at whether it still may. */
export interface Follower {
  actor: Actor;
  /** @throws DomainError NOT_SIGNED_IN when access has ended */
  authenticateAgain(): Promise<Actor>;
}

/** An event with the id to go on from. */
export interface Followed {
  id: string;
  event: LiveEvent;
}

/**
 * Tells what changes, for as long as the reader stays and may read it.
 *
 * @throws DomainError NOT_ALLOWED for a topic that the actor may not read; NOT_SIGNED_IN as soon as its access has ended;
 *   TOO_MANY_REQUESTS; UNAVAILABLE when the server closes down
 */
export async function* followChanges(
  { live }: LiveDeps,
  follower: Follower,
  input: FollowChangesInput,
  signal: AbortSignal | undefined,
): AsyncGenerator<Followed, void> {
  let { actor } = follower;
  let followed = topicsOf(actor, input.topics);
  const stream = live.open(actor.id, input.lastEventId, signal);
  try {
    const { id, isComplete } = stream.start;
    yield { id, event: { kind: isComplete ? "ready" : "refetch" } };
    for (let item = await stream.next(); item !== null; item = await stream.next()) {
      if (item.kind === "closing") throw new DomainError("UNAVAILABLE", "The server is closing down.");
      if (item.kind === "recheck") {
        actor = await follower.authenticateAgain();
        followed = topicsOf(actor, input.topics);
        continue;
      }
      const { id: entryId, notice } = item.entry;
      const event =
        notice === null ? ({ kind: "refetch" } as const) : changeFor(notice, actor, followed, input);
      if (event) yield { id: entryId, event };
    }
  } finally {
    stream.close();
  }
}
