import type { CheckedLink, CheckLinkInput } from "@vetsuccess/contract/identity";
import type { Deps } from "../../deps.ts";
import { digest } from "../rules.ts";

/** Whom a mailed link is for, as long as it can be followed; null: it is unknown, was used or is too old. */
export async function checkLink(
  { db, now }: Pick<Deps, "db" | "now">,
  { kind, token }: CheckLinkInput,
): Promise<CheckedLink> {
  const link = await db.userLink.findFirst({
    where: {
      kind,
      tokenHash: digest(token),
      usedAt: null,
      expiresAt: { gt: now() },
      user: { isActive: true },
    },
    select: { expiresAt: true, user: { select: { email: true, firstName: true } } },
  });
  if (!link?.user || !link.expiresAt) return null;
  return { ...link.user, expiresAt: link.expiresAt };
}
