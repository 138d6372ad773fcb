import { DomainError } from "@vetsuccess/contract/errors";
import { inTransaction, type Tx } from "@vetsuccess/db/client";
import { recordAudit } from "../../audit/commands.ts";
import { type Actor, type Origin, systemActor } from "../../deps.ts";
import type { IdentityDeps } from "../ports.ts";
import { nobodysHash } from "./hash-password.ts";
import { countTries, forgiveTries, type Tried } from "./limit-tries.ts";

const refusal = "The e-mail address or the password is not right.";

/** Someone who has not proved who it is. */
export function stranger(origin: Origin): Actor {
  return { ...systemActor("stranger"), label: "not signed in", role: "viewer", scopes: [], origin };
}

const signInTries = (email: string, origin: Origin): Tried[] => [
  { kind: "account", of: email },
  ...(origin.address === null ? [] : [{ kind: "address" as const, of: origin.address }]),
];

export interface KnownUser {
  uuid: string;
  email: string;
  /** The hash that was right, as it is stored now: whoever signs in makes sure that it still is. */
  password?: string;
}

/**
 * Checks e-mail address and password. The hasher runs once, whether the user is known, unknown, disabled or without a
 * password, and the refusal is the same. A hash of an older format is renewed when the password was right.
 *
 * @throws DomainError NOT_SIGNED_IN, TOO_MANY_REQUESTS
 */
export async function checkPassword(
  deps: IdentityDeps,
  input: { email: string; password: string },
  origin: Origin,
): Promise<KnownUser> {
  const { db, hasher } = deps;
  const tried = signInTries(input.email, origin);
  await countTries(deps, tried);
  const user = await db.user.findUnique({
    where: { email: input.email },
    select: { uuid: true, email: true, password: true, isActive: true },
  });
  const stored = user && !user.password.startsWith("!") ? user.password : null;
  const { isRight, isOutdated } = await hasher.verify(stored ?? nobodysHash, input.password);
  if (!user?.isActive || stored === null || !isRight) {
    await recordAudit(db, stranger(origin), {
      action: "account.signInFailed",
      entity: "User",
      entityId: user?.uuid ?? null,
    });
    throw new DomainError("NOT_SIGNED_IN", refusal);
  }
  const password = isOutdated ? await hasher.hash(input.password) : stored;
  if (isOutdated)
    await db.user.updateMany({ where: { uuid: user.uuid, password: stored }, data: { password } });
  await forgiveTries(deps, tried);
  return { uuid: user.uuid, email: user.email, password };
}

/**
 * Last step before a session or tokens are made, in their transaction. The update locks the user's row: nothing is made
 * beside a command that disables the user, changes the password or sets up a second factor.
 *
 * @throws DomainError NOT_SIGNED_IN when one of these was faster
 */
export async function noteLogin(tx: Tx, user: KnownUser, now: Date, hasShownFactor: boolean): Promise<void> {
  const { uuid, password } = user;
  const where = { uuid, isActive: true, ...(password === undefined ? {} : { password }) };
  const { count } = await tx.user.updateMany({ where, data: { lastLogin: now } });
  if (count === 0 || (!hasShownFactor && (await hasSecondFactor(tx, uuid))))
    throw new DomainError("NOT_SIGNED_IN", refusal);
}

export async function hasSecondFactor(db: Pick<Tx, "secondFactor">, userId: string): Promise<boolean> {
  return (await db.secondFactor.count({ where: { userId, confirmedAt: { not: null } } })) === 1;
}

/**
 * Asks a signed-in user for the password once more, before a critical step.
 *
 * @throws DomainError INVALID_INPUT about `field`, TOO_MANY_REQUESTS
 */
export async function confirmPassword(
  deps: IdentityDeps,
  actor: Actor,
  password: string,
  field: string,
): Promise<void> {
  const tried = signInTries(actor.label, actor.origin);
  await countTries(deps, tried);
  const user = await deps.db.user.findUnique({ where: { uuid: actor.id }, select: { password: true } });
  const { isRight } = await deps.hasher.verify(user?.password ?? nobodysHash, password);
  if (!isRight) {
    await inTransaction(deps.db, (tx) =>
      recordAudit(tx, actor, { action: "account.confirmFailed", entity: "User", entityId: actor.id }),
    );
    throw new DomainError("INVALID_INPUT", "This is not your current password.", { field });
  }
  await forgiveTries(deps, tried);
}
