import { DomainError } from "@vetsuccess/contract/errors";
import type { Action } from "@vetsuccess/contract/identity";
import { type FollowChangesInput, type LiveChange, type Topic, topics } from "@vetsuccess/contract/live";
import { z } from "zod";
import type { Actor } from "../deps.ts";
import { permissionOf } from "../identity/rules.ts";

/** The read that a topic is about: whoever may not read it hears nothing of it. */
const reads = {
  texts: "texts.list",
  clients: "clients.get",
  sending: "sending.state",
  outcomes: "outcomes.list",
  templates: "outreach.preview",
  practices: "practices.list",
  questions: "questions.listAnswers",
  presence: "presence.list",
} as const satisfies Record<Topic, Action>;

const Ids = z.array(z.string()).nullable();
/** What the database says, ids alone; null: could be any. The topic "access" is the server's own: `ids` are users. */
const Notice = z.object({ topic: z.string(), practiceIds: Ids, clientIds: Ids, ids: Ids });
export type Notice = z.infer<typeof Notice>;

/** Reads a notification; null: it is none of ours, so that anything may have changed. */
export function readNotice(payload: string): Notice | null {
  try {
    return Notice.parse(JSON.parse(payload));
  } catch {
    return null;
  }
}

/**
 * The topics that an actor follows: those that were asked for, or all that it may read.
 *
 * @throws DomainError NOT_ALLOWED when one that was asked for may not be read
 */
export function topicsOf(actor: Actor, asked: readonly Topic[] | undefined): ReadonlySet<Topic> {
  for (const topic of asked ?? []) {
    const { isAllowed, reason } = permissionOf(actor, reads[topic]);
    if (!isAllowed) throw new DomainError("NOT_ALLOWED", `${topic}: ${reason}`, { field: "topics" });
  }
  return new Set(asked ?? topics.filter((topic) => permissionOf(actor, reads[topic]).isAllowed));
}

type Filter = Pick<FollowChangesInput, "practiceIds" | "clientIds">;

/**
 * What an actor is told of a change; null: nothing, since it is of another topic, of practices that the actor may not see,
 * or of others than asked for.
 */
export function changeFor(
  { topic, practiceIds, clientIds, ids }: Notice,
  actor: Actor,
  followed: ReadonlySet<Topic>,
  filter: Filter,
): LiveChange | null {
  const known = topics.find((one) => one === topic);
  if (known === undefined || !followed.has(known)) return null;
  const seen = common(practiceIds, actor.practiceIds);
  if (actor.practiceIds !== null && seen?.length === 0) return null;
  if (filter.practiceIds && common(seen, filter.practiceIds)?.length === 0) return null;
  if (filter.clientIds && common(clientIds, filter.clientIds)?.length === 0) return null;
  return { kind: "changed", topic: known, practiceIds: seen, clientIds, ids };
}

/** What two lists have in common, where null stands for everything. */
function common(list: readonly string[] | null, other: readonly string[] | null): string[] | null {
  if (list === null) return other && [...other];
  return other === null ? [...list] : list.filter((id) => other.includes(id));
}
