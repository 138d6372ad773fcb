import type { SetFollowedInput } from "@vetsuccess/contract/clients";
import { DomainError } from "@vetsuccess/contract/errors";
import { inTransaction } from "@vetsuccess/db/client";
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
    for (const uuid of changed)
      await recordAudit(tx, actor, {
        action: "clients.setFollowed",
        entity: "SmsHistory",
        entityId: uuid,
        before: { isFollowed: !isFollowed },
        after: { isFollowed },
      });
    return { changed: changed.length };
  });
}
