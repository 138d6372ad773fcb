import type { SystemState } from "@vetsuccess/contract/system";
import { Prisma } from "@vetsuccess/db/sql";
import type { Actor, Deps } from "../deps.ts";
import { liveWorkers } from "../jobs/queries/live-workers.ts";
import { listQueues } from "../jobs/queries/queue-state.ts";
import { getSendingState } from "../texts/queries/sending-state.ts";

/** Data of a practice's own system that is older than this is stale. */
const staleAfterHours = 36;
/** Bounds the answer; a group has dozens of servers, and a few workers a day. */
const maxServers = 500;
const maxWorkers = 50;

/** How the product is: release, database, workers, the sending line, queues, and how old each server's data is. */
export async function getSystemState(deps: Deps, actor: Actor): Promise<SystemState> {
  const [database, workers, sending, { queues }, servers] = await Promise.all([
    getDatabaseState(deps),
    listWorkers(deps),
    getSendingState(deps),
    listQueues(deps),
    listServers(deps, actor),
  ]);
  return { version: deps.settings.version ?? "unknown", database, workers, sending, queues, servers };
}

async function getDatabaseState({ db }: Deps): Promise<SystemState["database"]> {
  const [row] = await db.$queryRaw<SystemState["database"][]>(Prisma.sql`
    select current_setting('server_version') as version, pg_database_size(current_database())::float8 as "sizeBytes",
      (select count(*)::int from pg_stat_activity where datname = current_database()) as connections,
      (select max(migration_name) from _prisma_migrations where finished_at is not null) as "newestMigration",
      (select count(*)::int from _prisma_migrations where finished_at is not null) as migrations`);
  if (!row) throw new Error("a select without a table returned no row");
  return row;
}

/** Those that live, and those that were heard of in the last day. */
function listWorkers({ db }: Deps): Promise<SystemState["workers"]> {
  return db.$queryRaw<SystemState["workers"]>(Prisma.sql`
    select id, host, version, queues, started_at as "startedAt", heartbeat_at as "heartbeatAt",
      id in (${liveWorkers}) as "isAlive"
    from apps_worker where heartbeat_at > clock_timestamp() - interval '1 day'
    order by "isAlive" desc, started_at desc limit ${maxWorkers}`);
}

/** The servers of practices that are not archived and that the actor may see, with the age of their data. */
export function listServers({ db, now }: Deps, actor: Actor): Promise<SystemState["servers"]> {
  const seen =
    actor.practiceIds === null
      ? Prisma.sql`true`
      : Prisma.sql`p.odu_id = any(${[...actor.practiceIds]}::text[])`;
  return db.$queryRaw<SystemState["servers"]>(Prisma.sql`
    select s.odu_id::text as "serverId", s.name, count(*)::int as practices, s.most_recent_pims_update as "updatedAt",
      s.most_recent_pims_update is null
        or s.most_recent_pims_update < ${now()}::timestamptz - ${staleAfterHours} * interval '1 hour' as "isStale"
    from apps_server s join apps_practice p on p.server_id = s.odu_id
    where not p.is_archived and p.extractor_removed_at is null and s.extractor_removed_at is null and ${seen}
    group by s.odu_id order by s.most_recent_pims_update nulls first, s.odu_id limit ${maxServers}`);
}
