import type { Deps } from "../deps.ts";
import { finishJobRun, startJobRun } from "./commands.ts";
import { isScheduleOn } from "./queries/queue-state.ts";
import { hopelessReason, type BoundJob, type QueuedJob } from "./rules.ts";

/**
 * Runs one attempt of a job and keeps a record of it. A tick of a schedule that is switched off is recorded as SKIPPED. What is hopeless is recorded and done with; anything else is thrown,
 * so that the queue tries again.
 */
export async function runJob(
  deps: Deps & { workerId: string },
  { contract, run }: BoundJob,
  job: QueuedJob,
  signal: AbortSignal,
): Promise<void> {
  const uuid = await startJobRun(deps, contract, job);
  const fields = { job: contract.name, jobId: job.id, attempt: job.attempt };
  try {
    if (isTick(job.payload) && !(await isScheduleOn(deps, contract.name)))
      return await finishJobRun(deps, uuid, "SKIPPED", "its schedule is switched off");
    await run(withoutTick(job.payload), signal);
    await finishJobRun(deps, uuid, "DONE", null);
    deps.log.debug(fields, "job done");
  } catch (error) {
    const reason = hopelessReason(error);
    const name = error instanceof Error ? error.name : typeof error;
    if (reason !== null) {
      await finishJobRun(deps, uuid, "REJECTED", reason);
      deps.log.error({ ...fields, reason }, "job rejected");
      return;
    }
    await finishJobRun(deps, uuid, "FAILED", error instanceof Error ? `${name}: ${error.message}` : name);
    deps.errors?.report(error, { job: contract.name, jobId: job.id });
    deps.log.error({ ...fields, error: name }, "job failed");
    throw error;
  }
}

/** The scheduler adds the tick to the payload; contracts know nothing of it. */
function isTick(payload: unknown): payload is { _cron: unknown } {
  return payload !== null && typeof payload === "object" && "_cron" in payload;
}

function withoutTick(payload: unknown): unknown {
  if (!isTick(payload)) return payload;
  const { _cron, ...rest } = payload;
  return rest;
}
