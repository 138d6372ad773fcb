import { DomainError } from "@vetsuccess/contract/errors";
import type { EndUserSessionsInput, SessionIdInput } from "@vetsuccess/contract/identity";
import { inTransaction, type Tx } from "@vetsuccess/db/client";
import { recordAudit } from "../../audit/commands.ts";
import type { Actor, Deps } from "../../deps.ts";
import { endSessions, endSessionsBut } from "../sessions.ts";

/** Ends every session, token family and half-finished sign-in of a user: the next call of each is refused. */
export async function endAccess(tx: Tx, now: Date, userId: string): Promise<void> {
  await endSessions(tx, userId);
  await tx.tokenFamily.updateMany({ where: { userId, endedAt: null }, data: { endedAt: now } });
  await tx.signInChallenge.deleteMany({ where: { userId } });
}

/** Ends the session or the tokens that the actor came with. */
export async function signOut(deps: Deps, actor: Actor): Promise<void> {
  const { credential } = actor;
  await inTransaction(deps.db, async (tx) => {
    if (credential?.kind === "session") await endSessions(tx, actor.id, credential.id);
    if (credential?.kind === "token")
      await tx.tokenFamily.updateMany({ where: { uuid: credential.id }, data: { endedAt: deps.now() } });
    await recordAudit(tx, actor, { action: "account.signOut", entity: "User", entityId: actor.id });
  });
}

/**
 * Ends one of the actor's own sessions.
 *
 * @throws DomainError NOT_FOUND, also for a session of somebody else
 */
export async function endOwnSession(deps: Deps, actor: Actor, { sessionId }: SessionIdInput): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    if ((await endSessions(tx, actor.id, sessionId)) === 0)
      throw new DomainError("NOT_FOUND", "There is no such session.");
    await recordAudit(tx, actor, { action: "account.endSession", entity: "Session", entityId: sessionId });
  });
}

/** Ends all of the actor's own sessions but the one it came with; programs stay signed in. */
export async function endOtherSessions(deps: Deps, actor: Actor): Promise<void> {
  const { credential } = actor;
  await inTransaction(deps.db, async (tx) => {
    if (credential?.kind === "session") await endSessionsBut(tx, actor.id, credential.id);
    else await endSessions(tx, actor.id);
    await recordAudit(tx, actor, { action: "account.endOtherSessions", entity: "User", entityId: actor.id });
  });
}

/**
 * Ends one session of another user, or everything: sessions and program tokens.
 *
 * @throws DomainError NOT_FOUND
 */
export async function endUserSessions(deps: Deps, actor: Actor, input: EndUserSessionsInput): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    if (!(await tx.user.findUnique({ where: { uuid: input.userId }, select: { uuid: true } })))
      throw new DomainError("NOT_FOUND", "There is no such user.");
    if (input.sessionId === undefined) await endAccess(tx, deps.now(), input.userId);
    else if ((await endSessions(tx, input.userId, input.sessionId)) === 0)
      throw new DomainError("NOT_FOUND", "There is no such session.");
    await recordAudit(tx, actor, {
      action: "users.endSessions",
      entity: "User",
      entityId: input.userId,
      after: { session: input.sessionId ?? "all" },
    });
  });
}
