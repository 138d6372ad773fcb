import { randomBytes } from "node:crypto";
import { DomainError } from "@vetsuccess/contract/errors";
import type { ApiKeyIdInput, CreateApiKeyInput, CreatedApiKey } from "@vetsuccess/contract/identity";
import { inTransaction } from "@vetsuccess/db/client";
import { recordAudit } from "../../audit/commands.ts";
import type { Actor, Deps } from "../../deps.ts";
import { can, digest } from "../rules.ts";
import { makeSecret } from "./seal-secret.ts";

/**
 * Makes a named key for a program that acts for the actor. A key may do what its scopes say and its owner's role allows
 * at the time.
 *
 * @returns the key, shown this once
 * @throws DomainError NOT_ALLOWED for a scope that the actor's role does not have
 */
export async function createApiKey(
  deps: Deps,
  actor: Actor,
  input: CreateApiKeyInput,
): Promise<CreatedApiKey> {
  const beyond = input.scopes.find((scope) => !can(actor.role, scope));
  if (beyond) throw new DomainError("NOT_ALLOWED", `Your role does not have ${beyond}.`, { field: "scopes" });
  const prefix = `vsk_${randomBytes(5).toString("hex")}`;
  const secret = makeSecret();
  const now = deps.now();
  return inTransaction(deps.db, async (tx) => {
    const scopes = [...new Set(input.scopes)];
    const expiresAt = new Date(now.getTime() + input.expiresInDays * 86_400_000);
    const { uuid } = await tx.apiKey.create({
      data: {
        userId: actor.id,
        name: input.name,
        prefix,
        secretHash: digest(secret),
        scopes,
        createdAt: now,
        expiresAt,
      },
      select: { uuid: true },
    });
    await recordAudit(tx, actor, {
      action: "apiKeys.create",
      entity: "ApiKey",
      entityId: uuid,
      after: { name: input.name, prefix, scopes, expiresAt },
    });
    return { uuid, key: `${prefix}_${secret}` };
  });
}

/**
 * Ends one of the actor's own keys.
 *
 * @throws DomainError NOT_FOUND, also for a key of somebody else or one that was revoked
 */
export async function revokeApiKey(deps: Deps, actor: Actor, { apiKeyId }: ApiKeyIdInput): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const { count } = await tx.apiKey.updateMany({
      where: { uuid: apiKeyId, userId: actor.id, revokedAt: null },
      data: { revokedAt: deps.now() },
    });
    if (count === 0) throw new DomainError("NOT_FOUND", "There is no such key.");
    await recordAudit(tx, actor, { action: "apiKeys.revoke", entity: "ApiKey", entityId: apiKeyId });
  });
}
