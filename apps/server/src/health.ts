import { setTimeout as sleep } from "node:timers/promises";
import { Prisma } from "@vetsuccess/db/sql";
import type { Deps } from "@vetsuccess/domain/deps";
import type { FastifyInstance } from "fastify";

/** A worker says that it lives every few seconds; after this it counts as gone. */
const workerSilentAfterSeconds = 60;
/** A database that takes longer than this to answer is not ready. */
const checkTimeoutMs = 3_000;

/**
 * `/health/live`: the process answers. `/health/ready`: it can do its work; 503 says which part cannot.
 *
 * @param migrations names that must have been applied
 */
export function healthRoutes(app: FastifyInstance, deps: Deps, migrations: readonly string[]): void {
  app.get("/health/live", { config: { access: "open" } }, () => ({ status: "live" }));

  app.get("/health/ready", { config: { access: "open" } }, async (_request, reply) => {
    const [database, applied, worker] = await Promise.all([
      holds(deps.db.$queryRaw(Prisma.sql`select true as holds`)),
      holds(
        deps.db.$queryRaw(Prisma.sql`
        select count(*) = ${migrations.length} as holds from _prisma_migrations
        where migration_name = any(${[...migrations]}::text[]) and finished_at is not null and rolled_back_at is null`),
      ),
      holds(
        deps.db.$queryRaw(Prisma.sql`
        select count(*) > 0 as holds from apps_worker
        where stopped_at is null
          and heartbeat_at > clock_timestamp() - ${workerSilentAfterSeconds} * interval '1 second'`),
      ),
    ]);
    const isReady = database && applied && worker;
    reply.code(isReady ? 200 : 503);
    return { status: isReady ? "ready" : "not ready", parts: { database, migrations: applied, worker } };
  });
}

/** Whether the statement answers `holds` in time. */
async function holds(query: Promise<unknown>): Promise<boolean> {
  const answered = query.then(
    (rows) => (rows as { holds: boolean }[])[0]?.holds === true,
    () => false,
  );
  return Promise.race([answered, sleep(checkTimeoutMs, false, { ref: false })]);
}
