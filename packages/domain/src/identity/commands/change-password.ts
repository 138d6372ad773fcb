import { DomainError } from "@vetsuccess/contract/errors";
import type {
  ChangePasswordInput,
  FollowLinkInput,
  RequestPasswordResetInput,
} from "@vetsuccess/contract/identity";
import { inTransaction, type Tx } from "@vetsuccess/db/client";
import { recordAudit } from "../../audit/commands.ts";
import type { Actor, Origin } from "../../deps.ts";
import { enqueue } from "../../jobs/commands.ts";
import { mailUserLink } from "../jobs.ts";
import type { IdentityDeps } from "../ports.ts";
import { digest } from "../rules.ts";
import { requireGoodPassword } from "./check-new-password.ts";
import { confirmPassword, stranger } from "./check-password.ts";
import { endAccess } from "./end-access.ts";
import { countTries, forgiveTries } from "./limit-tries.ts";
import { renewAccess } from "./set-up-second-factor.ts";

const nameColumns = { uuid: true, email: true, firstName: true, lastName: true } as const;

/**
 * Changes the actor's own password. Every other session and token ends; the actor's session gets a new id.
 *
 * @returns the new session's id, null when the actor came without a session
 * @throws DomainError INVALID_INPUT about currentPassword or newPassword, TOO_MANY_REQUESTS
 */
export async function changePassword(
  deps: IdentityDeps,
  actor: Actor,
  input: ChangePasswordInput,
): Promise<string | null> {
  await confirmPassword(deps, actor, input.currentPassword, "currentPassword");
  const user = await deps.db.user.findUniqueOrThrow({ where: { uuid: actor.id }, select: nameColumns });
  await requireGoodPassword(input.newPassword, user, "newPassword");
  const password = await deps.hasher.hash(input.newPassword);
  return inTransaction(deps.db, async (tx) => {
    await storePassword(tx, user.uuid, password);
    await recordAudit(tx, actor, { action: "account.changePassword", entity: "User", entityId: user.uuid });
    return renewAccess(tx, deps.now(), actor);
  });
}

/** The new hash, and an end of the links that could set another. */
async function storePassword(tx: Tx, userId: string, password: string): Promise<void> {
  await tx.user.update({ where: { uuid: userId }, data: { password } });
  await tx.userLink.deleteMany({ where: { userId, usedAt: null } });
}

/**
 * Asks for a link to set a new password. Whoever asks, for whatever address, however often: the same answer, the same
 * writes, one job.
 */
export async function requestPasswordReset(
  deps: IdentityDeps,
  { email }: RequestPasswordResetInput,
  origin: Origin,
): Promise<void> {
  try {
    await countTries(deps, [
      { kind: "password-reset", of: email },
      ...(origin.address === null ? [] : [{ kind: "address" as const, of: origin.address }]),
    ]);
  } catch (error) {
    if (error instanceof DomainError && error.code === "TOO_MANY_REQUESTS") return;
    throw error;
  }
  const user = await deps.db.user.findUnique({ where: { email, isActive: true }, select: { uuid: true } });
  await inTransaction(deps.db, async (tx) => {
    const { uuid } = await tx.userLink.create({
      data: { kind: "PASSWORD_RESET", userId: user?.uuid ?? null, createdAt: deps.now() },
      select: { uuid: true },
    });
    await enqueue(tx, mailUserLink, { linkId: uuid });
    await recordAudit(tx, stranger(origin), {
      action: "account.requestPasswordReset",
      entity: "User",
      entityId: user?.uuid ?? null,
    });
  });
}

/**
 * Sets the first password of an invited user.
 *
 * @throws DomainError NOT_FOUND when the link is unknown, used or older than 7 days; INVALID_INPUT (password)
 */
export function acceptInvitation(deps: IdentityDeps, input: FollowLinkInput, origin: Origin): Promise<void> {
  return followLink(deps, "INVITATION", "account.acceptInvitation", input, origin);
}

/**
 * Sets a new password; every session and token of the user ends, and its waits at sign-in with them.
 *
 * @throws DomainError NOT_FOUND when the link is unknown, used or older than 30 minutes; INVALID_INPUT (password)
 */
export function resetPassword(deps: IdentityDeps, input: FollowLinkInput, origin: Origin): Promise<void> {
  return followLink(deps, "PASSWORD_RESET", "account.resetPassword", input, origin);
}

async function followLink(
  deps: IdentityDeps,
  kind: "INVITATION" | "PASSWORD_RESET",
  action: string,
  input: FollowLinkInput,
  origin: Origin,
): Promise<void> {
  const now = deps.now();
  const open = {
    kind,
    tokenHash: digest(input.token),
    usedAt: null,
    expiresAt: { gt: now },
    user: { isActive: true },
  };
  const link = await deps.db.userLink.findFirst({
    where: open,
    select: { uuid: true, user: { select: nameColumns } },
  });
  if (!link?.user) throw linkIsDead();
  const { user } = link;
  await requireGoodPassword(input.password, user, "password");
  const password = await deps.hasher.hash(input.password);
  await inTransaction(deps.db, async (tx) => {
    const { count } = await tx.userLink.updateMany({
      where: { uuid: link.uuid, ...open },
      data: { usedAt: now },
    });
    if (count === 0) throw linkIsDead();
    await storePassword(tx, user.uuid, password);
    await endAccess(tx, now, user.uuid);
    await forgiveTries({ db: tx }, [{ kind: "account", of: user.email }]);
    await recordAudit(
      tx,
      { ...stranger(origin), id: user.uuid, label: user.email },
      {
        action,
        entity: "User",
        entityId: user.uuid,
      },
    );
  });
}

const linkIsDead = () => new DomainError("NOT_FOUND", "This link was used or is too old. Ask for a new one.");
