import { DomainError } from "@vetsuccess/contract/errors";
import { errors, jwtVerify, SignJWT } from "jose";
import { z } from "zod";
import type { IdentityDeps } from "../ports.ts";
import { deriveKey } from "../rules.ts";

type TokenDeps = Pick<IdentityDeps, "identity" | "now">;

/** What a token says. `id` names the row of the refresh token that it came with. */
export interface TokenClaims {
  id: string;
  userId: string;
  familyId: string;
}

const algorithm = "HS256";
const issuer = "vetsuccess";
const audience = "vetsuccess-api";
/** Explicit types (RFC 8725, 3.11): a refresh token never passes for an access token. */
const types = { access: "at+jwt", refresh: "rt+jwt" };
/** An id as tokens carry it: 32 hex digits. */
const TokenId = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .transform((id) => id.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-"));
const Payload = z.object({ jti: TokenId, sub: z.uuid(), fam: z.uuid() });
/** A token from farther in the future is none of ours: clocks of servers differ by less. */
const clockToleranceSeconds = 60;

export function signToken(
  { identity }: TokenDeps,
  kind: "access" | "refresh",
  claims: TokenClaims & { issuedAt: Date; expiresAt: Date },
): Promise<string> {
  // Older clients read who and what from names of their own; nothing here does.
  return new SignJWT({ fam: claims.familyId, token_type: kind, user_id: claims.userId })
    .setProtectedHeader({ alg: algorithm, typ: types[kind] })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(claims.userId)
    .setJti(claims.id.replaceAll("-", ""))
    .setIssuedAt(claims.issuedAt)
    .setExpirationTime(claims.expiresAt)
    .sign(deriveKey(identity.appSecret, "tokens"));
}

/**
 * Reads a token of ours. Whether its family and user still are in order is for the caller to ask.
 *
 * @throws DomainError NOT_SIGNED_IN for whatever is wrong with it
 */
export async function readToken(
  { identity, now }: TokenDeps,
  kind: "access" | "refresh",
  token: string,
): Promise<TokenClaims> {
  try {
    const { payload } = await jwtVerify(token, deriveKey(identity.appSecret, "tokens"), {
      algorithms: [algorithm],
      issuer,
      audience,
      typ: types[kind],
      requiredClaims: ["sub", "jti", "exp", "fam"],
      currentDate: now(),
    });
    const newest = now().getTime() / 1000 + clockToleranceSeconds;
    if (payload.iat !== undefined && payload.iat > newest)
      throw new errors.JWTClaimValidationFailed("it is of the future", payload, "iat", "check_failed");
    const { jti, sub, fam } = Payload.parse(payload);
    return { id: jti, userId: sub, familyId: fam };
  } catch (cause) {
    if (!(cause instanceof errors.JOSEError) && !(cause instanceof z.ZodError)) throw cause;
    throw new DomainError("NOT_SIGNED_IN", "This token is not valid, or no longer.", { cause });
  }
}
