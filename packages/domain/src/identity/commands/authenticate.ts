import { timingSafeEqual } from "node:crypto";
import { DomainError } from "@vetsuccess/contract/errors";
import { Prisma } from "@vetsuccess/db/sql";
import type { Actor, Origin } from "../../deps.ts";
import type { IdentityDeps } from "../ports.ts";
import { actorOf, type Principal, principalColumns } from "../queries/find-principal.ts";
import { type Credentials, digest, lifetimes } from "../rules.ts";
import { validateSession } from "../sessions.ts";
import { readToken } from "./sign-token.ts";

type AuthenticateDeps = Pick<IdentityDeps, "db" | "now" | "identity">;

/** Why a token of ours that is in order leads to nobody, in `details` of the error. */
export interface NoActor {
  reason: "USER_UNKNOWN" | "USER_DISABLED" | "ENDED";
}

/**
 * The actor behind a session's id, an access token or an API key, with role and limits as they are at this moment: one
 * statement.
 *
 * @param isActivity false: a page that merely stays open asks, which keeps no session alive
 * @throws DomainError NOT_SIGNED_IN when the credential is unknown, ended or too old, or its user is disabled; for a token
 *   with NoActor in `details`, or with what the JWT library says as its cause
 */
export async function authenticate(
  deps: AuthenticateDeps,
  credentials: Credentials,
  origin: Origin,
  isActivity = true,
): Promise<Actor> {
  const actor = await find(deps, credentials, origin, isActivity);
  if (!actor) throw new DomainError("NOT_SIGNED_IN", "Sign in first.");
  return actor;
}

async function find(
  deps: AuthenticateDeps,
  credentials: Credentials,
  origin: Origin,
  isActivity: boolean,
): Promise<Actor | null> {
  switch (credentials.kind) {
    case "session": {
      const found = await validateSession(deps, credentials.id, isActivity);
      return found && actorOf(found.user, { kind: "session", id: found.uuid }, origin, deps.identity);
    }
    case "token":
      return byToken(deps, credentials.token, origin);
    case "apiKey":
      return byApiKey(deps, credentials.key, origin, isActivity);
  }
}

async function byToken(deps: AuthenticateDeps, token: string, origin: Origin): Promise<Actor> {
  const { userId, familyId } = await readToken(deps, "access", token);
  const [user] = await deps.db.$queryRaw<(Principal & { isActive: boolean; isEnded: boolean })[]>(Prisma.sql`
    select ${principalColumns}, u.is_active as "isActive", t.ended_at is not null as "isEnded"
    from apps_tokenfamily t join apps_user u on u.uuid = t.user_id
    where t.uuid = ${familyId}::uuid and u.uuid = ${userId}::uuid`);
  if (!user) throw noActor("USER_UNKNOWN");
  if (!user.isActive) throw noActor("USER_DISABLED");
  if (user.isEnded) throw noActor("ENDED");
  return actorOf(user, { kind: "token", id: familyId }, origin, deps.identity);
}

function noActor(reason: NoActor["reason"]): DomainError {
  const details: NoActor = { reason };
  return new DomainError("NOT_SIGNED_IN", "Sign in first.", { details });
}

async function byApiKey(
  deps: AuthenticateDeps,
  key: string,
  origin: Origin,
  isActivity: boolean,
): Promise<Actor | null> {
  const [, prefix, secret] = /^(vsk_[0-9a-f]{10})_([\w-]{43})$/.exec(key) ?? [];
  if (!prefix || !secret) return null;
  const now = deps.now();
  const [row] = await deps.db.$queryRaw<
    (Principal & { keyId: string; secretHash: string; scopes: string[]; lastUsedAt: Date | null })[]
  >(Prisma.sql`
    select k.uuid::text as "keyId", k.secret_hash as "secretHash", k.scopes::text[] as scopes,
      k.last_used_at as "lastUsedAt", ${principalColumns}
    from apps_apikey k join apps_user u on u.uuid = k.user_id
    where k.prefix = ${prefix} and k.revoked_at is null and k.expires_at > ${now} and u.is_active`);
  if (!row || !timingSafeEqual(Buffer.from(row.secretHash), Buffer.from(digest(secret)))) return null;
  if (isActivity && (!row.lastUsedAt || now.getTime() - row.lastUsedAt.getTime() >= lifetimes.seenEvery))
    await deps.db.apiKey.updateMany({ where: { uuid: row.keyId }, data: { lastUsedAt: now } });
  return actorOf(row, { kind: "apiKey", id: row.keyId }, origin, deps.identity, row.scopes);
}
