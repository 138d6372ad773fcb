import { Prisma } from "@vetsuccess/db/sql";
import type { Tx } from "@vetsuccess/db/client";
import type { z } from "zod";
import type { JobContract } from "./rules.ts";

/**
 * Puts a job into the queue in the caller's transaction: it exists exactly when the transaction commits.
 * A waiting job with the same key is replaced; one that already runs is left alone and a new one is added.
 *
 * @throws ZodError when the payload does not fit the contract
 */
export async function enqueue<Payload extends z.ZodType>(
  tx: Pick<Tx, "$queryRaw">,
  job: JobContract<Payload>,
  payload: z.input<Payload>,
  options: { runAt?: Date } = {},
): Promise<void> {
  const parsed = job.payload.parse(payload);
  const key = job.key?.(parsed) ?? null;
  await tx.$queryRaw(Prisma.sql`
    select (graphile_worker.add_job(
      identifier => ${job.name}::text,
      payload => ${JSON.stringify(parsed)}::json,
      run_at => ${options.runAt ?? null}::timestamptz,
      max_attempts => ${job.maxAttempts}::int,
      job_key => ${key}::text
    )).id`);
}
