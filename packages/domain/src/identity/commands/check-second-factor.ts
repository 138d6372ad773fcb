import { DomainError } from "@vetsuccess/contract/errors";
import type { Tx } from "@vetsuccess/db/client";
import { Secret, TOTP } from "otpauth";
import type { Deps } from "../../deps.ts";
import type { IdentityDeps, IdentitySettings } from "../ports.ts";
import { deriveKey, digest, plainRecoveryCode } from "../rules.ts";
import { countTries, forgiveTries } from "./limit-tries.ts";
import { openSecret, sealSecret } from "./seal-secret.ts";

const stepSeconds = 30;

/** RFC 6238 as every authenticator app speaks it: SHA-1, six digits, 30 seconds. */
export function authenticator(secret: Uint8Array, email: string): TOTP {
  // A copy in a buffer of its own, as the library wants it.
  return new TOTP({
    issuer: "VetSuccess",
    label: email,
    secret: new Secret({ buffer: new Uint8Array(secret).buffer }),
  });
}

export const sealFactor = (settings: IdentitySettings, secret: Uint8Array, userId: string): string =>
  sealSecret(deriveKey(settings.appSecret, "second-factor"), secret, userId);

/**
 * Spends one code of the authenticator: the present one or a neighbour, if it is newer than the last one spent.
 * Two at once: one of them is refused.
 */
export async function spendTotp(
  { tx, now, settings }: { tx: Pick<Tx, "secondFactor">; now: Date; settings: IdentitySettings },
  userId: string,
  code: string,
): Promise<boolean> {
  const factor = await tx.secondFactor.findUnique({ where: { userId }, select: { sealedSecret: true } });
  if (!factor || !/^\d{6}$/.test(code)) return false;
  const secret = openSecret(deriveKey(settings.appSecret, "second-factor"), factor.sealedSecret, userId);
  const delta = authenticator(secret, "").validate({ token: code, timestamp: now.getTime(), window: 1 });
  if (delta === null) return false;
  const step = BigInt(Math.floor(now.getTime() / 1000 / stepSeconds) + delta);
  const { count } = await tx.secondFactor.updateMany({
    where: { userId, OR: [{ lastUsedStep: null }, { lastUsedStep: { lt: step } }] },
    data: { lastUsedStep: step },
  });
  return count === 1;
}

async function spendRecoveryCode(
  { db, now }: Pick<Deps, "db" | "now">,
  userId: string,
  code: string,
): Promise<boolean> {
  const { count } = await db.recoveryCode.updateMany({
    where: { userId, codeHash: digest(plainRecoveryCode(code)), usedAt: null },
    data: { usedAt: now() },
  });
  return count === 1;
}

/**
 * Spends a code of the authenticator or a recovery code; each works once.
 *
 * @throws DomainError NOT_SIGNED_IN, TOO_MANY_REQUESTS
 */
export async function checkSecondFactor(deps: IdentityDeps, userId: string, code: string): Promise<void> {
  const tried = [{ kind: "second-factor" as const, of: userId }];
  await countTries(deps, tried);
  const isRight =
    (await spendTotp({ tx: deps.db, now: deps.now(), settings: deps.identity }, userId, code)) ||
    (await spendRecoveryCode(deps, userId, code));
  if (!isRight)
    throw new DomainError("NOT_SIGNED_IN", "This code is not right, or it was used before.", {
      field: "code",
    });
  await forgiveTries(deps, tried);
}
