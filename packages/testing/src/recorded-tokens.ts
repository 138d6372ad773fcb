import { createHmac } from "node:crypto";
import { signToken } from "@vetsuccess/domain/identity/commands/sign-token";
import type { IdentitySettings } from "@vetsuccess/domain/identity/ports";
import { deriveKey } from "@vetsuccess/domain/identity/rules";
import { restRecord } from "./recorded-rest.ts";

type Claims = Record<string, unknown>;

const packed = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const unpacked = (part = "") => JSON.parse(Buffer.from(part, "base64url").toString()) as Claims;

/** What a token says, whoever signed it. */
export function readJwt(token: string): { header: Claims; claims: Claims } {
  const [header, claims] = token.split(".");
  return { header: unpacked(header), claims: unpacked(claims) };
}

/**
 * Makes a token by a recipe of the recorded cases, such as "expired" or "refresh:agent@example.com": as the product signs
 * one, with the claims and the algorithm of the recipe.
 */
export async function makeRecordedToken(
  identity: IdentitySettings,
  recipeName: string,
  { email, familyOf, now }: { email: string; familyOf: (userId: string) => string; now: Date },
): Promise<string> {
  const [kind = ""] = recipeName.split(":");
  const recipe = restRecord.tokenRecipes[recipeName] ?? restRecord.tokenRecipes[kind];
  if (!recipe) throw new Error(`there is no recipe for ${recipeName}`);
  const nobody = "00000000-0000-4000-8000-000000000000";
  const shape = { id: nobody, userId: nobody, familyId: nobody, issuedAt: now, expiresAt: now };
  const type = recipe.claims["token_type"] === "refresh" ? "refresh" : "access";
  const ours = readJwt(await signToken({ identity, now: () => now }, type, shape));
  const claims: Claims = {};
  for (const [name, value] of Object.entries(recipe.claims)) claims[name] = claimOf(value, now, email);
  const { iss, aud } = ours.claims;
  const userId = claims["user_id"];
  const sub = userId === undefined ? {} : { sub: userId };
  const isOfKnownType = ["access", "refresh"].includes(String(claims["token_type"]));
  const header = { alg: recipe.header.alg, typ: isOfKnownType ? ours.header["typ"] : "JWT" };
  const signed = `${packed(header)}.${packed({ iss, aud, fam: familyOf(String(userId)), ...sub, ...claims })}`;
  if (header.alg === "none") return `${signed}.`;
  const isOurs = recipe.signed_with === "the server secret";
  const key = isOurs ? deriveKey(identity.appSecret, "tokens") : "another secret, as long as ours";
  const hash = header.alg === "HS512" ? "sha512" : "sha256";
  return `${signed}.${createHmac(hash, key).update(signed).digest("base64url")}`;
}

/** "now+3600", "uuid of agent@example.com", or a value as it is. */
function claimOf(value: unknown, now: Date, email: string): unknown {
  if (typeof value !== "string") return value;
  const seconds = /^now([+-]\d+)$/.exec(value)?.[1];
  if (seconds !== undefined) return Math.floor(now.getTime() / 1000) + Number(seconds);
  return value.startsWith("uuid of ") ? restRecord.userIds.get(email) : value;
}
