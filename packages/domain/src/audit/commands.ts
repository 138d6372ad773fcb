import type { Action } from "@vetsuccess/contract/identity";
import { inTransaction, type Tx } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import type { AuditFilter } from "@vetsuccess/contract/audit";
import type { Actor, Deps } from "../deps.ts";
import { auditCsv } from "./queries.ts";
import { changesBetween } from "./rules.ts";

export interface Deed {
  /** noun.verb */
  action: string;
  entity: string;
  entityId: string | null;
  /** Fields as they were and as they are; only those that differ are kept. Never a secret, nor the hash of one. */
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
}

/** Writes one line of the audit trail, in the transaction of the deed itself: both are kept, or neither. */
export async function recordAudit(tx: Pick<Tx, "$executeRaw">, actor: Actor, deed: Deed): Promise<void> {
  const changes = changesBetween(deed.before ?? {}, deed.after ?? {});
  await tx.$executeRaw(Prisma.sql`
    insert into apps_auditevent (at, actor_id, actor_label, action, entity, entity_id, changes, address, request_id)
    values (clock_timestamp(), left(${actor.id}, 64), left(${actor.label}, 255), ${deed.action}, ${deed.entity},
      left(${deed.entityId}, 255), ${JSON.stringify(changes)}::jsonb, left(${actor.origin.address}, 45),
      left(${actor.origin.requestId}, 64))`);
}

/** Records that somebody was refused: a signed-in actor that lacks the permission. */
export async function recordDenial({ db }: Pick<Deps, "db">, actor: Actor, action: Action): Promise<void> {
  await recordAudit(db, actor, { action: "access.denied", entity: "Action", entityId: action });
}

/**
 * Records the export, then hands out the trail as CSV, newest first.
 *
 * @returns UTF-8 text in pieces, RFC 4180
 */
export async function exportAudit(
  { db }: Pick<Deps, "db">,
  actor: Actor,
  filter: AuditFilter,
): Promise<AsyncIterable<string>> {
  await inTransaction(db, (tx) =>
    recordAudit(tx, actor, { action: "audit.export", entity: "AuditEvent", entityId: null, after: filter }),
  );
  return auditCsv(db, filter);
}
