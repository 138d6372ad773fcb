import { DomainError } from "@vetsuccess/contract/errors";
import type { IssueTokensInput, RefreshTokensInput, TokenPair } from "@vetsuccess/contract/identity";
import { inTransaction, type Tx } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import { recordAudit } from "../../audit/commands.ts";
import type { Origin } from "../../deps.ts";
import type { IdentityDeps } from "../ports.ts";
import { lifetimes } from "../rules.ts";
import { checkPassword, hasSecondFactor, noteLogin, stranger } from "./check-password.ts";
import { checkSecondFactor } from "./check-second-factor.ts";
import { readToken, signToken } from "./sign-token.ts";

interface RefreshRow {
  uuid: string;
  issuedAt: Date;
  expiresAt: Date;
}

/**
 * Signs a program in: a new family with its first pair. A user with a second factor sends its code along.
 *
 * @throws DomainError NOT_SIGNED_IN (field "code" when only the code is missing), TOO_MANY_REQUESTS
 */
export async function issueTokens(
  deps: IdentityDeps,
  input: IssueTokensInput,
  origin: Origin,
): Promise<TokenPair> {
  const user = await checkPassword(deps, input, origin);
  const isCodeNeeded = await hasSecondFactor(deps.db, user.uuid);
  if (isCodeNeeded && input.code === undefined)
    throw new DomainError("NOT_SIGNED_IN", "Send a code of your second factor as well.", { field: "code" });
  if (isCodeNeeded && input.code !== undefined) await checkSecondFactor(deps, user.uuid, input.code);
  const now = wholeSecond(deps.now());
  const { familyId, refresh } = await inTransaction(deps.db, async (tx) => {
    await noteLogin(tx, user, now, isCodeNeeded);
    const { uuid } = await tx.tokenFamily.create({
      data: { userId: user.uuid, createdAt: now, expiresAt: refreshEnd(deps, now) },
      select: { uuid: true },
    });
    await recordAudit(
      tx,
      { ...stranger(origin), id: user.uuid, label: user.email },
      {
        action: "tokens.issue",
        entity: "TokenFamily",
        entityId: uuid,
      },
    );
    return { familyId: uuid, refresh: await addRefreshToken(tx, deps, uuid, now) };
  });
  return signPair(deps, user.uuid, familyId, refresh);
}

type Refreshed =
  | { result: "PAIR"; familyId: string; userId: string; refresh: RefreshRow }
  | { result: "REFUSED" };

/**
 * Exchanges a refresh token for a new pair. The family's row is locked meanwhile: of many at once the first replaces the
 * token, the others find it replaced and get the very same pair, signed again from its row. 30 s later a replaced token is
 * taken for stolen: the family ends, and the trail says so.
 *
 * @throws DomainError NOT_SIGNED_IN
 */
export async function refreshTokens(
  deps: IdentityDeps,
  input: RefreshTokensInput,
  origin: Origin,
): Promise<TokenPair> {
  const token = await readToken(deps, "refresh", input.refresh);
  const now = wholeSecond(deps.now());
  const refreshed = await inTransaction(deps.db, async (tx): Promise<Refreshed> => {
    const [family] = await tx.$queryRaw<{ userId: string; email: string }[]>(Prisma.sql`
      select u.uuid::text as "userId", u.email::text as email
      from apps_tokenfamily f join apps_user u on u.uuid = f.user_id
      where f.uuid = ${token.familyId}::uuid and u.uuid = ${token.userId}::uuid and f.ended_at is null and u.is_active
      for update of f`);
    const shown = await tx.refreshToken.findFirst({ where: { uuid: token.id, familyId: token.familyId } });
    if (!family || !shown) return { result: "REFUSED" };
    const { userId } = family;
    const { familyId } = token;
    if (shown.successorId === null) {
      const refresh = await addRefreshToken(tx, deps, familyId, now);
      await tx.refreshToken.update({
        where: { uuid: shown.uuid },
        data: { successorId: refresh.uuid, replacedAt: now },
      });
      await tx.tokenFamily.update({ where: { uuid: familyId }, data: { expiresAt: refresh.expiresAt } });
      return { result: "PAIR", familyId, userId, refresh };
    }
    const successor = await tx.refreshToken.findUnique({ where: { uuid: shown.successorId } });
    const sinceMs = now.getTime() - (shown.replacedAt?.getTime() ?? 0);
    if (successor && sinceMs <= lifetimes.refreshGrace)
      return { result: "PAIR", familyId, userId, refresh: successor };
    await tx.tokenFamily.update({ where: { uuid: familyId }, data: { endedAt: now } });
    await recordAudit(
      tx,
      { ...stranger(origin), id: userId, label: family.email },
      {
        action: "tokens.reuse",
        entity: "TokenFamily",
        entityId: familyId,
      },
    );
    return { result: "REFUSED" };
  });
  if (refreshed.result === "REFUSED")
    throw new DomainError("NOT_SIGNED_IN", "This token has ended. Sign in again.");
  return signPair(deps, refreshed.userId, refreshed.familyId, refreshed.refresh);
}

/** Tokens count in seconds; rows that name them do too. */
const wholeSecond = (at: Date) => new Date(Math.floor(at.getTime() / 1000) * 1000);
const refreshEnd = ({ identity }: IdentityDeps, from: Date) =>
  new Date(from.getTime() + identity.refreshTokenMinutes * 60_000);

function addRefreshToken(tx: Tx, deps: IdentityDeps, familyId: string, now: Date): Promise<RefreshRow> {
  return tx.refreshToken.create({
    data: { familyId, issuedAt: now, expiresAt: refreshEnd(deps, now) },
    select: { uuid: true, issuedAt: true, expiresAt: true },
  });
}

/** Both tokens follow from the row: the same row, the same pair. */
async function signPair(
  deps: IdentityDeps,
  userId: string,
  familyId: string,
  row: RefreshRow,
): Promise<TokenPair> {
  const claims = { id: row.uuid, userId, familyId, issuedAt: row.issuedAt };
  const accessEnd = new Date(row.issuedAt.getTime() + deps.identity.accessTokenMinutes * 60_000);
  return {
    access: await signToken(deps, "access", { ...claims, expiresAt: accessEnd }),
    refresh: await signToken(deps, "refresh", { ...claims, expiresAt: row.expiresAt }),
  };
}
