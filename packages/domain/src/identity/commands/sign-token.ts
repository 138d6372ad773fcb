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
const Payload = z.object({ jti: z.uuid(), sub: z.uuid(), fam: z.uuid() });

export function signToken(
  { identity }: TokenDeps,
  kind: "access" | "refresh",
  claims: TokenClaims & { issuedAt: Date; expiresAt: Date },
): Promise<string> {
  return new SignJWT({ fam: claims.familyId })
    .setProtectedHeader({ alg: algorithm, typ: types[kind] })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(claims.userId)
    .setJti(claims.id)
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
      requiredClaims: ["sub", "jti", "iat", "exp", "fam"],
      currentDate: now(),
    });
    const { jti, sub, fam } = Payload.parse(payload);
    return { id: jti, userId: sub, familyId: fam };
  } catch (cause) {
    if (!(cause instanceof errors.JOSEError) && !(cause instanceof z.ZodError)) throw cause;
    throw new DomainError("NOT_SIGNED_IN", "This token is not valid, or no longer.", { cause });
  }
}
