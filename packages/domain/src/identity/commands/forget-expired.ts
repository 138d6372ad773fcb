import { inTransaction } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import type { Deps } from "../../deps.ts";
import { lifetimes } from "../rules.ts";
import { forgetExpiredSessions } from "../sessions.ts";

/** Removes what has run out: sessions, challenges, links, token families and counters. */
export async function forgetExpiredRows(deps: Deps): Promise<void> {
  const now = deps.now();
  const before = (ms: number) => new Date(now.getTime() - ms);
  await inTransaction(deps.db, async (tx) => {
    await forgetExpiredSessions(tx, now);
    await tx.signInChallenge.deleteMany({ where: { expiresAt: { lte: now } } });
    await tx.tokenFamily.deleteMany({ where: { expiresAt: { lte: now } } });
    await tx.userLink.deleteMany({ where: { createdAt: { lte: before(2 * lifetimes.invitation) } } });
    await tx.$executeRaw(Prisma.sql`
      delete from apps_signinthrottle
      where last_try_at < clock_timestamp() - ${lifetimes.tries} * interval '1 millisecond'`);
  });
}
