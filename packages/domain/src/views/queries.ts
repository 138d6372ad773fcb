import { ContactedFilter } from "@vetsuccess/contract/contacted";
import type { CountViewsInput, SavedView, ViewCounts } from "@vetsuccess/contract/views";
import type { Db } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import { countContactedUpTo } from "../clients/queries/count-contacted.ts";
import type { Actor, Deps } from "../deps.ts";
import { userName } from "../presence/queries.ts";
import { canChangeView, maxCounted } from "./rules.ts";

/** More than one's own may be, and the shared ones of a large team; keeps the answer bounded. */
const maxViews = 200;

type ViewRow = Omit<SavedView, "isOwn" | "canChange" | "filter"> & {
  ownerId: string | null;
  filter: unknown;
};

/**
 * The views that the actor sees: its own by name, then the shared ones of others by name. A filter that is not understood
 * any more counts as none.
 *
 * @param only these, if given
 */
export async function readViews(
  db: Pick<Db, "$queryRaw">,
  actor: Actor,
  only?: readonly string[],
): Promise<SavedView[]> {
  const rows = await db.$queryRaw<ViewRow[]>(Prisma.sql`
    select v.uuid::text, v.name, v.filter, v.sort, v.direction, v.is_shared as "isShared", v.owner_id::text as "ownerId",
      case when u.uuid is not null then ${userName} end as "ownerName"
    from apps_savedview v left join apps_user u on u.uuid = v.owner_id
    where v.deleted_at is null and (v.is_shared or v.owner_id::text = ${actor.id})
      and ${only ? Prisma.sql`v.uuid = any(${[...only]}::uuid[])` : Prisma.sql`true`}
    order by v.owner_id::text is not distinct from ${actor.id} desc, lower(v.name), v.uuid limit ${maxViews}`);
  return rows.map(({ ownerId, ...view }) => ({
    ...view,
    filter: ContactedFilter.catch({}).parse(view.filter),
    isOwn: ownerId === actor.id,
    canChange: canChangeView(actor, { ownerId, isShared: view.isShared }),
  }));
}

export function listViews({ db }: Pick<Deps, "db">, actor: Actor): Promise<SavedView[]> {
  return readViews(db, actor);
}

/** How many texts each of these views shows, up to a thousand; views that the actor does not see are left out. */
export async function countViews(
  deps: Pick<Deps, "db" | "now">,
  actor: Actor,
  { uuids, timeZone }: CountViewsInput,
): Promise<ViewCounts> {
  const counts: ViewCounts = [];
  // One after another: a person who opens the list takes one connection, not thirty.
  for (const { uuid, filter } of await readViews(deps.db, actor, uuids))
    counts.push({
      uuid,
      ...(await countContactedUpTo(deps, actor, { ...filter, timeZone }, maxCounted)),
    });
  return counts;
}
