import type { Topic } from "@vetsuccess/contract/live";
import type { Tx } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";

export interface Change {
  topic: Topic;
  /** Whose it is: only those who may see one of these practices are told. Without: everybody. */
  practiceIds?: readonly string[];
  /** Without: could be any. */
  clientIds?: readonly string[];
  ids?: readonly string[];
}

/**
 * Tells all open screens and all servers' caches of a change, once the transaction commits. Ids only, never personal data.
 * What triggers announce already (texts, clients, settings) needs no call.
 */
export async function publish(tx: Pick<Tx, "$executeRaw">, change: Change): Promise<void> {
  const list = (ids: readonly string[] | undefined) => Prisma.sql`${ids ? [...ids] : null}::text[]`;
  await tx.$executeRaw(Prisma.sql`
    select live_notify(${change.topic}, ${list(change.practiceIds)}, ${list(change.clientIds)}, ${list(change.ids)})`);
}
