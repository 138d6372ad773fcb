import { randomBytes } from "node:crypto";
import { DomainError } from "@vetsuccess/contract/errors";
import type {
  ConfirmPasswordInput,
  ConfirmSecondFactorInput,
  RecoveryCodes,
  RemoveSecondFactorInput,
  SecondFactorSetUp,
  UserIdInput,
} from "@vetsuccess/contract/identity";
import { inTransaction, type Tx } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import { recordAudit } from "../../audit/commands.ts";
import type { Actor } from "../../deps.ts";
import type { IdentityDeps } from "../ports.ts";
import { digest, plainRecoveryCode } from "../rules.ts";
import { createSession } from "../sessions.ts";
import { confirmPassword, hasSecondFactor } from "./check-password.ts";
import { authenticator, checkSecondFactor, sealFactor, spendTotp } from "./check-second-factor.ts";
import { countTries, forgiveTries } from "./limit-tries.ts";
import { endAccess } from "./end-access.ts";
import { makeRecoveryCode } from "./seal-secret.ts";

const recoveryCodeCount = 10;

/**
 * Makes a secret for the actor's authenticator. It counts only once a code of it was confirmed.
 *
 * @throws DomainError INVALID_INPUT (password), CONFLICT when there is a second factor already
 */
export async function startSecondFactor(
  deps: IdentityDeps,
  actor: Actor,
  input: ConfirmPasswordInput,
): Promise<SecondFactorSetUp> {
  await confirmPassword(deps, actor, input.password, "password");
  const secret = randomBytes(20);
  const data = { sealedSecret: sealFactor(deps.identity, secret, actor.id), createdAt: deps.now() };
  await inTransaction(deps.db, async (tx) => {
    // Only one that was never confirmed gives way.
    await tx.secondFactor.deleteMany({ where: { userId: actor.id, confirmedAt: null } });
    if (await tx.secondFactor.findUnique({ where: { userId: actor.id }, select: { userId: true } }))
      throw new DomainError("CONFLICT", "Remove your present second factor first.");
    await tx.secondFactor.create({ data: { userId: actor.id, ...data } });
  });
  const totp = authenticator(secret, actor.label);
  return { uri: totp.toString(), secret: totp.secret.base32 };
}

/**
 * The first code of the new authenticator: from now on it is asked for. All other sessions and tokens end, the actor's own
 * session gets a new id.
 *
 * @returns recovery codes, shown this once, and the new session's id (null when the actor came without a session)
 * @throws DomainError INVALID_INPUT (code), TOO_MANY_REQUESTS
 */
export async function confirmSecondFactor(
  deps: IdentityDeps,
  actor: Actor,
  { code }: ConfirmSecondFactorInput,
): Promise<{ recoveryCodes: string[]; sessionId: string | null }> {
  const now = deps.now();
  const tried = [{ kind: "second-factor" as const, of: actor.id }];
  await countTries(deps, tried);
  const { recoveryCodes, sessionId } = await inTransaction(deps.db, async (tx) => {
    // A sign-in under way, by password alone, waits for this lock and then finds the factor.
    await tx.$queryRaw(Prisma.sql`select from apps_user where uuid = ${actor.id}::uuid for update`);
    const waiting = await tx.secondFactor.findUnique({
      where: { userId: actor.id, confirmedAt: null },
      select: { userId: true },
    });
    if (!waiting || !(await spendTotp({ tx, now, settings: deps.identity }, actor.id, code)))
      throw new DomainError("INVALID_INPUT", "This code is not right.", { field: "code" });
    await tx.secondFactor.update({ where: { userId: actor.id }, data: { confirmedAt: now } });
    const codes = await replaceRecoveryCodes(tx, actor.id);
    await recordAudit(tx, actor, { action: "account.setUpSecondFactor", entity: "User", entityId: actor.id });
    return { recoveryCodes: codes, sessionId: await renewAccess(tx, now, actor) };
  });
  await forgiveTries(deps, tried);
  return { recoveryCodes, sessionId };
}

async function replaceRecoveryCodes(tx: Tx, userId: string): Promise<string[]> {
  const codes = Array.from({ length: recoveryCodeCount }, makeRecoveryCode);
  await tx.recoveryCode.deleteMany({ where: { userId } });
  await tx.recoveryCode.createMany({
    data: codes.map((one) => ({ userId, codeHash: digest(plainRecoveryCode(one)) })),
  });
  return codes;
}

/**
 * Makes the actor new recovery codes; the former ones die.
 *
 * @returns the codes, shown this once
 * @throws DomainError INVALID_INPUT (password), CONFLICT without a second factor, TOO_MANY_REQUESTS
 */
export async function renewRecoveryCodes(
  deps: IdentityDeps,
  actor: Actor,
  input: ConfirmPasswordInput,
): Promise<RecoveryCodes> {
  await confirmPassword(deps, actor, input.password, "password");
  return inTransaction(deps.db, async (tx) => {
    if (!(await hasSecondFactor(tx, actor.id)))
      throw new DomainError("CONFLICT", "Set up a second factor first.");
    const recoveryCodes = await replaceRecoveryCodes(tx, actor.id);
    await recordAudit(tx, actor, {
      action: "account.renewRecoveryCodes",
      entity: "User",
      entityId: actor.id,
    });
    return { recoveryCodes };
  });
}

/**
 * Takes the actor's own second factor away.
 *
 * @returns the new session's id, null when the actor came without a session
 * @throws DomainError INVALID_INPUT (password), NOT_SIGNED_IN (code), TOO_MANY_REQUESTS
 */
export async function removeSecondFactor(
  deps: IdentityDeps,
  actor: Actor,
  input: RemoveSecondFactorInput,
): Promise<string | null> {
  await confirmPassword(deps, actor, input.password, "password");
  await checkSecondFactor(deps, actor.id, input.code);
  return inTransaction(deps.db, async (tx) => {
    await dropFactor(tx, actor.id);
    await recordAudit(tx, actor, {
      action: "account.removeSecondFactor",
      entity: "User",
      entityId: actor.id,
    });
    return renewAccess(tx, deps.now(), actor);
  });
}

/**
 * For a user who lost both phone and recovery codes; all its sessions and tokens end.
 *
 * @throws DomainError NOT_FOUND when there is no such user, or it has no second factor
 */
export async function resetSecondFactor(
  deps: IdentityDeps,
  actor: Actor,
  { userId }: UserIdInput,
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    if ((await dropFactor(tx, userId)) === 0)
      throw new DomainError("NOT_FOUND", "This user has no second factor.");
    await endAccess(tx, deps.now(), userId);
    await recordAudit(tx, actor, { action: "users.resetSecondFactor", entity: "User", entityId: userId });
  });
}

async function dropFactor(tx: Tx, userId: string): Promise<number> {
  await tx.recoveryCode.deleteMany({ where: { userId } });
  return (await tx.secondFactor.deleteMany({ where: { userId } })).count;
}

/** Ends everything the user is signed in with; the actor's own session lives on under a new id. */
export async function renewAccess(tx: Tx, now: Date, actor: Actor): Promise<string | null> {
  await endAccess(tx, now, actor.id);
  return actor.credential?.kind === "session" ? createSession(tx, now, actor.id, actor.origin) : null;
}
