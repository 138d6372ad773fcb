import { DomainError } from "@vetsuccess/contract/errors";
import type {
  ClientPresence,
  ClientWorker,
  EnterClientInput,
  LeaveClientInput,
  TakeClientInput,
} from "@vetsuccess/contract/presence";
import { inTransaction, type Tx } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import { recordAudit } from "../audit/commands.ts";
import { isListedClient } from "../clients/queries/listed.ts";
import type { Actor, Deps } from "../deps.ts";
import { readPresence, userName } from "./queries.ts";
import { presenceSeconds } from "./rules.ts";

const leaseEnd = Prisma.sql`now() + make_interval(secs => ${presenceSeconds.lease})`;

/**
 * A tab shows a client, or still does: to be called again every few seconds. A lease that the tab holds goes on, one on the
 * client that it showed before ends.
 *
 * @throws DomainError NOT_FOUND when there is no such client, or the actor may not see it
 */
export async function enterClient(
  { db }: Pick<Deps, "db">,
  actor: Actor,
  input: EnterClientInput,
): Promise<ClientPresence> {
  const { clientId, tabId } = input;
  return inTransaction(db, async (tx) => {
    await arrive(tx, actor, input);
    await tx.$executeRaw(Prisma.sql`
      update apps_clientlease set expires_at = ${leaseEnd}
      where tab_id = ${tabId}::uuid and client_id = ${clientId} and expires_at > now()`);
    return presenceOf(tx, actor, input);
  });
}

/** A tab shows no client any more, or is closed: its lease ends too. */
export async function leaveClient(
  { db }: Pick<Deps, "db">,
  actor: Actor,
  { tabId }: LeaveClientInput,
): Promise<void> {
  await inTransaction(db, async (tx) => {
    await endLease(tx, actor, tabId);
    await tx.$executeRaw(Prisma.sql`
      delete from apps_clientpresence where tab_id = ${tabId}::uuid and user_id::text = ${actor.id}`);
  });
}

/**
 * The actor starts to work on the client in this tab, unless somebody else does. Taking over from somebody else leaves a line
 * in the audit trail.
 *
 * @returns who works on it now: the actor, or whoever was there before
 * @throws DomainError NOT_FOUND as `enterClient`
 */
export async function takeClient(
  { db }: Pick<Deps, "db">,
  actor: Actor,
  input: TakeClientInput,
): Promise<ClientPresence> {
  const { clientId, tabId, isTakeOver } = input;
  return inTransaction(db, async (tx) => {
    await arrive(tx, actor, input);
    // Two that start at once wait for each other here.
    await tx.$queryRaw(
      Prisma.sql`select odu_id from apps_client where odu_id = ${clientId} for no key update`,
    );
    const other = await workerBeside(tx, actor, clientId);
    if (other && !isTakeOver) return presenceOf(tx, actor, input);
    await tx.$executeRaw(Prisma.sql`
      insert into apps_clientlease (client_id, user_id, tab_id, taken_at, expires_at)
      values (${clientId}, ${actor.id}::uuid, ${tabId}::uuid, now(), ${leaseEnd})
      on conflict (client_id) do update set user_id = excluded.user_id, tab_id = excluded.tab_id,
        expires_at = excluded.expires_at,
        taken_at = case when apps_clientlease.user_id = excluded.user_id and apps_clientlease.expires_at > now()
          then apps_clientlease.taken_at else excluded.taken_at end`);
    if (other)
      await recordAudit(tx, actor, {
        action: "presence.take",
        entity: "Client",
        entityId: clientId,
        before: { worker: other.userId },
        after: { worker: actor.id },
      });
    return presenceOf(tx, actor, input);
  });
}

/** The actor stops working on the client that this tab holds, and goes on looking at it. */
export async function releaseClient(
  { db }: Pick<Deps, "db">,
  actor: Actor,
  { tabId }: LeaveClientInput,
): Promise<void> {
  await inTransaction(db, (tx) => endLease(tx, actor, tabId));
}

/** Writes that the tab is at the client; what it held elsewhere ends. */
async function arrive(tx: Tx, actor: Actor, { clientId, tabId }: EnterClientInput): Promise<void> {
  await tx.$executeRaw(Prisma.sql`
    delete from apps_clientpresence where seen_at < now() - make_interval(secs => ${presenceSeconds.kept})`);
  const arrived = await tx.$executeRaw(Prisma.sql`
    insert into apps_clientpresence as before (tab_id, client_id, user_id, since, seen_at)
    select ${tabId}::uuid, c.odu_id, ${actor.id}::uuid, now(), now() from apps_client c
    where c.odu_id = ${clientId} and ${isListedClient(actor)}
    on conflict (tab_id) do update set client_id = excluded.client_id, seen_at = excluded.seen_at,
      since = case when before.client_id = excluded.client_id then before.since else excluded.since end
    where before.user_id = excluded.user_id`);
  if (arrived === 0) throw new DomainError("NOT_FOUND", "There is no such client.", { field: "clientId" });
  await tx.$executeRaw(Prisma.sql`
    delete from apps_clientlease where tab_id = ${tabId}::uuid and client_id <> ${clientId}`);
}

async function endLease(tx: Tx, actor: Actor, tabId: string): Promise<void> {
  await tx.$executeRaw(Prisma.sql`
    delete from apps_clientlease where tab_id = ${tabId}::uuid and user_id::text = ${actor.id}`);
}

/** Somebody other than the actor who works on the client. */
async function workerBeside(tx: Tx, actor: Actor, clientId: string): Promise<ClientWorker | undefined> {
  const [worker] = await tx.$queryRaw<ClientWorker[]>(Prisma.sql`
    select u.uuid::text as "userId", ${userName} as name, lease.taken_at as "takenAt"
    from apps_clientlease lease join apps_user u on u.uuid = lease.user_id
    where lease.client_id = ${clientId} and lease.expires_at > now() and u.uuid::text <> ${actor.id}`);
  return worker;
}

async function presenceOf(
  tx: Tx,
  actor: Actor,
  { clientId, tabId }: EnterClientInput,
): Promise<ClientPresence> {
  const [presence] = await readPresence(tx, actor, [clientId], tabId);
  return presence ?? { clientId, colleagues: [], worker: null };
}
