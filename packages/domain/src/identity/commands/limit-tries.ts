import { DomainError } from "@vetsuccess/contract/errors";
import { inTransaction } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import type { Deps } from "../../deps.ts";
import { addressBucket, countTry, digest, type Tries, type TryKind } from "../rules.ts";

export interface Tried {
  kind: TryKind;
  of: string;
}

const keyOf = ({ kind, of }: Tried) =>
  digest(`${kind}:${kind === "address" ? addressBucket(of) : of.toLowerCase()}`);

/**
 * Counts a try before it is made, so that a thousand at once are not a thousand free ones. Counters and clock are
 * PostgreSQL's, shared by all servers.
 *
 * @throws DomainError TOO_MANY_REQUESTS with the seconds to wait; nothing was counted then
 */
export async function countTries({ db }: Pick<Deps, "db">, tried: readonly Tried[]): Promise<void> {
  const waitMs = await inTransaction(db, async (tx) => {
    const keys = tried
      .map((one) => ({ ...one, key: keyOf(one) }))
      .toSorted((a, b) => (a.key < b.key ? -1 : 1));
    const counted: (Tries & { key: string })[] = [];
    for (const { kind, key } of keys) {
      // Makes the row or changes nothing in it: either way it is locked. Keys come in order, so that nobody waits in a circle.
      const [row] = await tx.$queryRaw<(Tries & { now: Date })[]>(Prisma.sql`
        insert into apps_signinthrottle (key_hash, tries, last_try_at, blocked_until)
        values (${key}, 0, clock_timestamp(), clock_timestamp())
        on conflict (key_hash) do update set key_hash = excluded.key_hash
        returning tries, last_try_at as "lastTryAt", blocked_until as "blockedUntil", clock_timestamp() as now`);
      if (!row) throw new Error("an upsert returned no row");
      const { waitMs: wait, after } = countTry(kind, row, row.now);
      if (!after) return wait;
      counted.push({ key, ...after });
    }
    for (const { key, tries, lastTryAt, blockedUntil } of counted)
      await tx.signInThrottle.update({ where: { keyHash: key }, data: { tries, lastTryAt, blockedUntil } });
    return 0;
  });
  if (waitMs === 0) return;
  const retryAfterSeconds = Math.ceil(waitMs / 1000);
  throw new DomainError("TOO_MANY_REQUESTS", `Too many tries. Try again in ${retryAfterSeconds} s.`, {
    retryAfterSeconds,
  });
}

/** The try was right: what is counted by account starts anew, an address gets this one try back. */
export async function forgiveTries(
  { db }: { db: Pick<Deps["db"], "$executeRaw"> },
  tried: readonly Tried[],
): Promise<void> {
  for (const one of tried) {
    const left = one.kind === "address" ? Prisma.sql`greatest(tries - 1, 0)` : Prisma.sql`0`;
    await db.$executeRaw(Prisma.sql`
      update apps_signinthrottle set tries = ${left}, blocked_until = clock_timestamp() where key_hash = ${keyOf(one)}`);
  }
}
