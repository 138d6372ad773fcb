import { inTransaction } from "@vetsuccess/db/client";
import type { Deps } from "../../deps.ts";
import { digest, lifetimes } from "../rules.ts";
import { makeSecret } from "./seal-secret.ts";

export interface ReadyLink {
  kind: "INVITATION" | "PASSWORD_RESET";
  email: string;
  firstName: string;
  token: string;
}

/**
 * Makes the secret of a link, just before it is mailed: a mail that is written again carries a new one, and the former
 * dies. The link's time begins now.
 *
 * @returns null when there is nobody to mail to: unknown, disabled, or the link was used
 */
export async function makeLink(deps: Deps, linkId: string): Promise<ReadyLink | null> {
  const token = makeSecret();
  const now = deps.now();
  return inTransaction(deps.db, async (tx) => {
    const link = await tx.userLink.findFirst({
      where: { uuid: linkId, usedAt: null, user: { isActive: true } },
      select: { kind: true, user: { select: { email: true, firstName: true } } },
    });
    if (!link?.user) return null;
    const kind = link.kind === "INVITATION" ? "INVITATION" : "PASSWORD_RESET";
    const livesMs = kind === "INVITATION" ? lifetimes.invitation : lifetimes.passwordReset;
    await tx.userLink.update({
      where: { uuid: linkId },
      data: { tokenHash: digest(token), expiresAt: new Date(now.getTime() + livesMs) },
    });
    return { kind, token, ...link.user };
  });
}
