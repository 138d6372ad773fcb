import type { z } from "zod";
import { mailNewAlerts } from "./commands.ts";
import type { mailAlerts } from "./jobs.ts";
import type { AlertMailingDeps } from "./ports.ts";

/** Mails new alerts. */
export async function handleMailAlerts(
  deps: AlertMailingDeps,
  _payload: z.output<typeof mailAlerts.payload>,
): Promise<void> {
  await mailNewAlerts(deps);
}
