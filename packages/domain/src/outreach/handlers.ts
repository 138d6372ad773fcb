import type { z } from "zod";
import type { Deps } from "../deps.ts";
import { planPractice, requestDailyPlans } from "./commands.ts";
import type { createSmsEvents } from "./jobs.ts";

/** Queues planning of today (UTC) for each practice with SMS mailing on. */
export async function handleLaunchOutreach(deps: Deps): Promise<void> {
  await requestDailyPlans(deps);
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
