import type { SetFollowedInput } from "@vetsuccess/contract/contacted";
import { DomainError } from "@vetsuccess/contract/errors";
import { inTransaction, type Tx } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import { recordAudit } from "../../audit/commands.ts";
import type { Actor, Deps } from "../../deps.ts";
import { isInScope } from "../queries/listed.ts";

/**
 * Marks texts as followed up, or as not; those that are so already stay untouched.
 *
 * @returns how many were changed
 * @throws DomainError NOT_FOUND when there is no such text, or the actor may not see one: then none is changed
 */
export async function setFollowed(
  deps: Deps,
  actor: Actor,
  input: SetFollowedInput,
): Promise<{ changed: number }> {
  const { isFollowed } = input;
  const textIds = [...new Set(input.textIds)];
  return inTransaction(deps.db, async (tx) => {
    const texts = await tx.$queryRaw<{ uuid: string; isFollowed: boolean }[]>(Prisma.sql`
      select h.uuid::text, h.is_followed as "isFollowed" from apps_smshistory h
      where h.uuid = any(${textIds}::uuid[]) and ${isInScope(actor, Prisma.sql`h.practice_id`)}
      order by h.uuid for no key update`);
    if (texts.length < textIds.length)
      throw new DomainError("NOT_FOUND", "There is no such text.", { field: "textIds" });
    const changed = texts.filter((text) => text.isFollowed !== isFollowed).map(({ uuid }) => uuid);
    await tx.$executeRaw(Prisma.sql`
      update apps_smshistory set is_followed = ${isFollowed}, updated_at = ${deps.now()}
      where uuid = any(${changed}::uuid[])`);
    for (const uuid of changed) await recordFollowed(tx, actor, uuid, isFollowed);
    return { changed: changed.length };
  });
}

/**
 * Turns the mark of one text over, for callers that know no other way: two at once turn it twice.
 *
 * @returns whether it is followed up now
 * @throws DomainError NOT_FOUND
 */
export async function switchFollowed(deps: Deps, actor: Actor, textId: string): Promise<boolean> {
  return inTransaction(deps.db, async (tx) => {
    const [text] = await tx.$queryRaw<{ isFollowed: boolean }[]>(Prisma.sql`
      update apps_smshistory h set is_followed = not h.is_followed, updated_at = ${deps.now()}
      where h.uuid = ${textId}::uuid and ${isInScope(actor, Prisma.sql`h.practice_id`)}
      returning h.is_followed as "isFollowed"`);
    if (!text) throw new DomainError("NOT_FOUND", "There is no such text.", { field: "textId" });
    await recordFollowed(tx, actor, textId, text.isFollowed);
    return text.isFollowed;
  });
}

function recordFollowed(tx: Tx, actor: Actor, uuid: string, isFollowed: boolean): Promise<void> {
  return recordAudit(tx, actor, {
    action: "clients.setFollowed",
    entity: "SmsHistory",
    entityId: uuid,
    before: { isFollowed: !isFollowed },
    after: { isFollowed },
  });
}
