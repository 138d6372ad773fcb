import { Prisma } from "@vetsuccess/db/sql";
import { silentWorkerMs } from "../rules.ts";

/** The ids of workers that live, as SQL. */
export const liveWorkers = Prisma.sql`
  select id from apps_worker
  where stopped_at is null and heartbeat_at > clock_timestamp() - ${silentWorkerMs} * interval '1 millisecond'`;
