import type { FieldError } from "@vetsuccess/contract/errors";
import type { Tx } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import type { Actor } from "../../deps.ts";
import { isUsNumber, toE164 } from "../../outreach/rules/phones.ts";

/**
 * Puts a number on the list of those that no practice may text, or takes it off. Whoever answered STOP takes himself off by
 * answering START; nobody does it for him.
 *
 * @returns whether the list changed, or why it may not
 */
export async function optOutNumber(
  tx: Tx,
  actor: Actor,
  number: string | null,
  isOptedOut: boolean,
  now: Date,
): Promise<{ isChanged: boolean } | { error: Pick<FieldError, "message"> }> {
  if (!isUsNumber(number)) return { error: { message: "this phone has no number that could be texted" } };
  if (isOptedOut) {
    const added = await tx.$executeRaw(Prisma.sql`
      insert into apps_optout (number, scope, source, actor, opted_out_at)
      values (${toE164(number)}, 'ALL', 'AGENT', ${actor.label}, ${now}) on conflict do nothing`);
    return { isChanged: added > 0 };
  }
  const active = await tx.optOut.findFirst({
    where: { number: toE164(number), scope: "ALL", endedAt: null },
    select: { uuid: true, source: true },
  });
  if (!active) return { isChanged: false };
  if (active.source === "STOP")
    return { error: { message: "the recipient answered STOP: only an answer START takes it back" } };
  await tx.optOut.update({
    where: { uuid: active.uuid },
    data: { endedAt: now, endedBy: actor.label },
    select: { uuid: true },
  });
  return { isChanged: true };
}
