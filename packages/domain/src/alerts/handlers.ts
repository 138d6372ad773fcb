import type { z } from "zod";
import { mailNewAlerts, raiseNewTrouble } from "./commands.ts";
import type { mailAlerts } from "./jobs.ts";
import type { AlertMailingDeps, WatchingDeps } from "./ports.ts";

/** Mails new alerts. */
export async function handleMailAlerts(
  deps: AlertMailingDeps,
  _payload: z.output<typeof mailAlerts.payload>,
): Promise<void> {
  await mailNewAlerts(deps);
}

/** Looks for trouble, and for its end. */
export async function handleWatchTrouble(deps: WatchingDeps): Promise<void> {
  await raiseNewTrouble(deps);
}
