import { DomainError } from "@vetsuccess/contract/errors";
import type { CompleteSignInInput, SignInInput } from "@vetsuccess/contract/identity";
import { inTransaction } from "@vetsuccess/db/client";
import { recordAudit } from "../../audit/commands.ts";
import type { Actor, Origin } from "../../deps.ts";
import type { IdentityDeps } from "../ports.ts";
import { digest, lifetimes } from "../rules.ts";
import { createSession, endSessions } from "../sessions.ts";
import { checkPassword, hasSecondFactor, noteLogin, stranger, type KnownUser } from "./check-password.ts";
import { checkSecondFactor } from "./check-second-factor.ts";
import { makeSecret } from "./seal-secret.ts";

/** What sign-in led to: the new session's id for the cookie, or a challenge that asks for the second factor. */
export type SignedIn =
  | { step: "SIGNED_IN"; sessionId: string }
  | { step: "SECOND_FACTOR"; challenge: string };

/**
 * First step of a sign-in. Always a new session id, also for a browser that shows one already.
 *
 * @param former whom the browser showed to be; that session ends
 * @throws DomainError NOT_SIGNED_IN, TOO_MANY_REQUESTS: alike for known and unknown users
 */
export async function signIn(
  deps: IdentityDeps,
  input: SignInInput,
  origin: Origin,
  former: Actor | null = null,
): Promise<SignedIn> {
  const user = await checkPassword(deps, input, origin);
  if (former?.credential?.kind === "session") await endSessions(deps.db, former.id, former.credential.id);
  if (!(await hasSecondFactor(deps.db, user.uuid)))
    return { step: "SIGNED_IN", sessionId: await openSession(deps, user, origin) };
  const challenge = makeSecret();
  const now = deps.now();
  await deps.db.signInChallenge.create({
    data: {
      userId: user.uuid,
      tokenHash: digest(challenge),
      createdAt: now,
      expiresAt: new Date(now.getTime() + lifetimes.challenge),
    },
  });
  return { step: "SECOND_FACTOR", challenge };
}

/**
 * Second step: a code of the authenticator or a recovery code. A challenge leads to one session at most and lives ten
 * minutes.
 *
 * @returns id of the new session, for the cookie
 * @throws DomainError NOT_SIGNED_IN, TOO_MANY_REQUESTS
 */
export async function completeSignIn(
  deps: IdentityDeps,
  input: CompleteSignInInput,
  origin: Origin,
): Promise<string> {
  const open = {
    tokenHash: digest(input.challenge),
    usedAt: null,
    expiresAt: { gt: deps.now() },
    user: { isActive: true },
  };
  const challenge = await deps.db.signInChallenge.findFirst({
    where: open,
    select: { user: { select: { uuid: true, email: true } } },
  });
  if (!challenge) throw new DomainError("NOT_SIGNED_IN", "Sign in with your password again.");
  const { user } = challenge;
  try {
    await checkSecondFactor(deps, user.uuid, input.code);
  } catch (error) {
    if (error instanceof DomainError && error.code === "NOT_SIGNED_IN")
      await recordAudit(deps.db, stranger(origin), {
        action: "account.secondFactorFailed",
        entity: "User",
        entityId: user.uuid,
      });
    throw error;
  }
  return openSession(deps, user, origin, open);
}

/** `challenge` is spent in the transaction that makes the session. */
async function openSession(
  deps: IdentityDeps,
  user: KnownUser,
  origin: Origin,
  challenge?: { tokenHash: string; usedAt: null; expiresAt: { gt: Date } },
): Promise<string> {
  const now = deps.now();
  return inTransaction(deps.db, async (tx) => {
    if (challenge) {
      const { count } = await tx.signInChallenge.updateMany({ where: challenge, data: { usedAt: now } });
      if (count === 0) throw new DomainError("NOT_SIGNED_IN", "Sign in with your password again.");
    }
    await noteLogin(tx, user, now, challenge !== undefined);
    const actor = { ...stranger(origin), id: user.uuid, label: user.email };
    await recordAudit(tx, actor, { action: "account.signIn", entity: "User", entityId: user.uuid });
    return createSession(tx, now, user.uuid, origin);
  });
}
