import type { ClientPresence, ListPresenceInput } from "@vetsuccess/contract/presence";
import type { Db } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import { isListedClient } from "../clients/queries/listed.ts";
import type { Actor, Deps } from "../deps.ts";
import { presenceSeconds } from "./rules.ts";

/** What users `u` are called: by name, else by the part of the address before the @. */
export const userName = Prisma.sql`
  coalesce(nullif(trim(u.first_name || ' ' || u.last_name), ''), split_part(u.email::text, '@', 1))`;

interface PresenceJson {
  clientId: string;
  colleagues: { userId: string; name: string; since: string }[];
  worker: {
    userId: string;
    name: string;
    takenAt: string;
    isYou: boolean;
    isThisTab: boolean;
  } | null;
}

/**
 * Who is at these clients, as far as the actor may see them; one statement. Whoever has fallen silent is not.
 *
 * @param tabId of the caller, to know its own lease
 */
export async function readPresence(
  db: Pick<Db, "$queryRaw">,
  actor: Actor,
  clientIds: readonly string[],
  tabId: string | null,
): Promise<ClientPresence[]> {
  const rows = await db.$queryRaw<PresenceJson[]>(Prisma.sql`
    with here as (
      select presence.client_id, presence.user_id, min(presence.since) as since from apps_clientpresence presence
      where presence.client_id = any(${[...clientIds]}::text[]) and presence.user_id::text <> ${actor.id}
        and presence.seen_at > now() - make_interval(secs => ${presenceSeconds.gone})
      group by presence.client_id, presence.user_id
    ), lease as (
      select lease.client_id, lease.user_id, lease.tab_id, lease.taken_at from apps_clientlease lease
      where lease.client_id = any(${[...clientIds]}::text[]) and lease.expires_at > now()
    )
    select c.odu_id as "clientId", coalesce((
        select json_agg(json_build_object('userId', u.uuid, 'name', ${userName}, 'since', here.since)
          order by here.since, u.uuid)
        from here join apps_user u on u.uuid = here.user_id where here.client_id = c.odu_id), '[]') as colleagues, (
        select json_build_object('userId', u.uuid, 'name', ${userName}, 'takenAt', lease.taken_at,
          'isYou', u.uuid::text = ${actor.id}, 'isThisTab', lease.tab_id::text is not distinct from ${tabId}::text)
        from lease join apps_user u on u.uuid = lease.user_id where lease.client_id = c.odu_id) as worker
    from apps_client c
    where c.odu_id in (select client_id from here union select client_id from lease) and ${isListedClient(actor)}
    order by c.odu_id`);
  return rows.map(({ clientId, colleagues, worker }) => ({
    clientId,
    colleagues: colleagues.map((each) => ({ ...each, since: new Date(each.since) })),
    worker: worker && { ...worker, takenAt: new Date(worker.takenAt) },
  }));
}

/** Who is at the clients of a list; clients that nobody is at, or the actor may not see, are left out. */
export function listPresence(
  { db }: Pick<Deps, "db">,
  actor: Actor,
  { clientIds, tabId }: ListPresenceInput,
): Promise<ClientPresence[]> {
  return readPresence(db, actor, clientIds, tabId ?? null);
}
