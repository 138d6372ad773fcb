import { z } from "zod";

/** What screens can be told about. Each is announced in the transaction that changes it. */
export const topics = [
  "texts",
  "clients",
  "sending",
  "outcomes",
  "templates",
  "practices",
  "questions",
  "presence",
] as const;
export const Topic = z.enum(topics);
export type Topic = z.infer<typeof Topic>;

const Ids = z.array(z.string()).nullable();

/** Something changed; read it again. Lists name what is known to be concerned; null: could be any. */
export const LiveChange = z.object({
  kind: z.literal("changed"),
  topic: Topic,
  practiceIds: Ids,
  clientIds: Ids,
  /** Of the rows themselves: a text's uuid, a client's odu_id. */
  ids: Ids,
});
export type LiveChange = z.infer<typeof LiveChange>;

/** ready: from here on nothing is missed. refetch: something may have been missed, read everything again. */
export const LiveEvent = z.discriminatedUnion("kind", [
  LiveChange,
  z.object({ kind: z.literal("ready") }),
  z.object({ kind: z.literal("refetch") }),
]);
export type LiveEvent = z.infer<typeof LiveEvent>;

const Wanted = z.array(z.string().min(1).max(255)).min(1).max(100);

export const FollowChangesInput = z.strictObject({
  /** Without: all that the caller may read. */
  topics: z.array(Topic).min(1).max(topics.length).optional(),
  practiceIds: Wanted.optional(),
  clientIds: Wanted.optional(),
  /** The id of the last event that was received, to go on from there. */
  lastEventId: z.string().min(1).max(100).optional(),
});
export type FollowChangesInput = z.infer<typeof FollowChangesInput>;
