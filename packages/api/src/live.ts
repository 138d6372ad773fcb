import { getTRPCErrorFromUnknown, tracked, type TrackedEnvelope } from "@trpc/server";
import { FollowChangesInput, LiveEvent } from "@vetsuccess/contract/live";
import { type Followed, followChanges } from "@vetsuccess/domain/live/queries/follow-changes";
import { z } from "zod";
import { asTrpcError } from "./errors.ts";
import { procedure, router } from "./procedures.ts";

/** A stream of events, each with the id from which a broken connection goes on. */
const LiveEvents = z
  .custom<AsyncIterable<TrackedEnvelope<LiveEvent>, void>>(
    (value) => typeof value === "object" && value !== null && Symbol.asyncIterator in value,
  )
  // What tRPC makes of tracked events for their readers, in words of our own, so that the type can be written out.
  .transform((events) => events as unknown as AsyncIterable<{ id: string; data: LiveEvent }, void>);

/** What changes is told as it happens, over server-sent events. */
export const liveRouter = router({
  changes: procedure
    .input(FollowChangesInput)
    .output(LiveEvents)
    .subscription(({ ctx, input, signal }) => trackedEvents(followChanges(ctx.deps, ctx, input, signal))),
});

/** Refusals on the way keep their codes, as those of other procedures do. */
async function* trackedEvents(
  events: AsyncIterable<Followed>,
): AsyncGenerator<TrackedEnvelope<LiveEvent>, void> {
  try {
    for await (const { id, event } of events) yield tracked(id, LiveEvent.parse(event));
  } catch (error) {
    throw asTrpcError(getTRPCErrorFromUnknown(error));
  }
}
