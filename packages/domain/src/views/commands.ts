import { DomainError } from "@vetsuccess/contract/errors";
import type {
  CreateViewInput,
  SavedView,
  ShareViewInput,
  UpdateViewInput,
  ViewIdInput,
} from "@vetsuccess/contract/views";
import { inTransaction, type Tx } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import { recordAudit } from "../audit/commands.ts";
import type { Actor, Deps } from "../deps.ts";
import { readViews } from "./queries.ts";
import { maxOwnViews, requireChangeable, restorableHours } from "./rules.ts";

interface ViewRow {
  uuid: string;
  ownerId: string | null;
  name: string;
  filter: Prisma.JsonObject;
  sort: string;
  direction: string;
  isShared: boolean;
}
type Content = Pick<ViewRow, "name" | "sort" | "direction"> & { filter: object };

/** @throws DomainError CONFLICT (`name`) when the actor has such a view already, or has fifty */
export async function createView(deps: Deps, actor: Actor, input: CreateViewInput): Promise<SavedView> {
  return inTransaction(deps.db, async (tx) => {
    await forgetDeleted(tx, deps.now());
    await requireFreeName(tx, actor.id, input.name, null);
    const [row] = await tx.$queryRaw<{ uuid: string }[]>(Prisma.sql`
      insert into apps_savedview (owner_id, name, filter, sort, direction, created_at, updated_at)
      values (${actor.id}::uuid, ${input.name}, ${JSON.stringify(input.filter)}::jsonb, ${input.sort}, ${input.direction},
        ${deps.now()}, ${deps.now()})
      returning uuid::text`);
    return finish(tx, actor, "views.create", row?.uuid ?? "", undefined, input);
  });
}

/** @throws DomainError NOT_FOUND; NOT_ALLOWED for a shared view of somebody else; CONFLICT (`name`) as `createView` */
export async function updateView(
  deps: Deps,
  actor: Actor,
  { uuid, ...changes }: UpdateViewInput,
): Promise<SavedView> {
  return inTransaction(deps.db, async (tx) => {
    const before = await lockView(tx, actor, uuid, "kept");
    const after: Content = { ...before, ...withoutAbsent(changes) };
    if (before.ownerId !== null) await requireFreeName(tx, before.ownerId, after.name, uuid);
    await tx.$executeRaw(Prisma.sql`
      update apps_savedview set name = ${after.name}, filter = ${JSON.stringify(after.filter)}::jsonb,
        sort = ${after.sort}, direction = ${after.direction}, updated_at = ${deps.now()}
      where uuid = ${uuid}::uuid`);
    return finish(tx, actor, "views.update", uuid, before, after);
  });
}

/** Shows a view to everybody, or to its owner alone. @throws DomainError as `updateView` */
export async function shareView(deps: Deps, actor: Actor, { uuid, isShared }: ShareViewInput): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const before = await lockView(tx, actor, uuid, "kept");
    await tx.$executeRaw(Prisma.sql`
      update apps_savedview set is_shared = ${isShared}, updated_at = ${deps.now()} where uuid = ${uuid}::uuid`);
    await recordAudit(tx, actor, {
      action: "views.share",
      entity: "SavedView",
      entityId: uuid,
      before: { isShared: before.isShared },
      after: { isShared },
    });
  });
}

/** It can be restored for a day. @throws DomainError as `updateView` */
export async function deleteView(deps: Deps, actor: Actor, { uuid }: ViewIdInput): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    await forgetDeleted(tx, deps.now());
    const { name } = await lockView(tx, actor, uuid, "kept");
    await tx.$executeRaw(Prisma.sql`
      update apps_savedview set deleted_at = ${deps.now()} where uuid = ${uuid}::uuid`);
    await recordAudit(tx, actor, {
      action: "views.delete",
      entity: "SavedView",
      entityId: uuid,
      before: { name },
    });
  });
}

/** @throws DomainError as `updateView`; NOT_FOUND too when it was deleted more than a day ago */
export async function restoreView(deps: Deps, actor: Actor, { uuid }: ViewIdInput): Promise<SavedView> {
  return inTransaction(deps.db, async (tx) => {
    await forgetDeleted(tx, deps.now());
    const view = await lockView(tx, actor, uuid, "deleted");
    if (view.ownerId !== null) await requireFreeName(tx, view.ownerId, view.name, uuid);
    await tx.$executeRaw(Prisma.sql`
      update apps_savedview set deleted_at = null where uuid = ${uuid}::uuid`);
    return finish(tx, actor, "views.restore", uuid, undefined, view);
  });
}

/** Locks the view if the actor may change it. */
async function lockView(tx: Tx, actor: Actor, uuid: string, state: "kept" | "deleted"): Promise<ViewRow> {
  const [view] = await tx.$queryRaw<ViewRow[]>(Prisma.sql`
    select uuid::text, owner_id::text as "ownerId", name, filter, sort, direction, is_shared as "isShared"
    from apps_savedview where uuid = ${uuid}::uuid and (deleted_at is null) = ${state === "kept"}
    for update`);
  requireChangeable(actor, view);
  return view as ViewRow;
}

/** One after another for one owner, so that neither the names nor the limit can be overrun. */
async function requireFreeName(tx: Tx, ownerId: string, name: string, except: string | null): Promise<void> {
  await tx.$queryRaw(Prisma.sql`select uuid from apps_user where uuid = ${ownerId}::uuid for no key update`);
  const views = await tx.$queryRaw<{ uuid: string; isSame: boolean }[]>(Prisma.sql`
    select uuid::text, lower(name) = lower(${name}) as "isSame" from apps_savedview
    where owner_id = ${ownerId}::uuid and deleted_at is null and uuid::text is distinct from ${except}`);
  if (views.some(({ isSame }) => isSame))
    throw new DomainError("CONFLICT", `There is a view called ${name} already.`, { field: "name" });
  if (views.length >= maxOwnViews)
    throw new DomainError("CONFLICT", `Nobody has more than ${maxOwnViews} views: delete one first.`, {
      field: "name",
    });
}

/** What was deleted long ago, and what only somebody who is gone could see. */
async function forgetDeleted(tx: Tx, now: Date): Promise<void> {
  await tx.$executeRaw(Prisma.sql`
    delete from apps_savedview
    where deleted_at < ${now}::timestamptz - make_interval(hours => ${restorableHours})
      or (owner_id is null and not is_shared)`);
}

async function finish(
  tx: Tx,
  actor: Actor,
  action: "views.create" | "views.update" | "views.restore",
  uuid: string,
  before: Content | undefined,
  after: Content,
): Promise<SavedView> {
  await recordAudit(tx, actor, {
    action,
    entity: "SavedView",
    entityId: uuid,
    ...(before ? { before: told(before) } : {}),
    after: told(after),
  });
  const [view] = await readViews(tx, actor, [uuid]);
  if (!view) throw new DomainError("NOT_FOUND", "There is no such view.", { field: "uuid" });
  return view;
}

/** What the trail says of a view: part of a client's name may be among the filters, and stays out. */
function told({ name, filter, sort, direction }: Content): Record<string, unknown> {
  const { name: clientName, ...filters } = filter as { name?: string };
  return { name, sort, direction, filter: { ...filters, hasName: clientName !== undefined } };
}

/** Without what is undefined. */
function withoutAbsent(changes: object): Partial<Content> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
}
