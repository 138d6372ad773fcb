import type { z } from "zod";
import { inTransaction } from "@vetsuccess/db/client";
import { utcDay } from "../calendar/rules.ts";
import type { Deps } from "../deps.ts";
import { enqueue } from "../jobs/commands.ts";
import { planPractice } from "./commands.ts";
import { createSmsEvents } from "./jobs.ts";
import { listOutreachPractices } from "./queries/practice.ts";

/** Queues planning of today (UTC) for each practice with SMS mailing on. */
export async function handleLaunchOutreach(deps: Deps): Promise<void> {
  const day = utcDay(deps.now());
  const practices = await inTransaction(deps.db, async (tx) => {
    const ids = await listOutreachPractices(tx);
    for (const practiceId of ids) await enqueue(tx, createSmsEvents, { practiceId, day });
    return ids;
  });
  deps.log.info({ day, practices: practices.length }, "outreach launched");
}

/**
 * Plans one practice.
 *
 * @throws DomainError as `planPractice` does; only CONFLICT is worth another attempt
 */
export async function handleCreateSmsEvents(
  deps: Deps,
  payload: z.output<typeof createSmsEvents.payload>,
): Promise<void> {
  await planPractice(deps, payload);
}
