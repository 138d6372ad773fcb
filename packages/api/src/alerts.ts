import { AlertPage, ListAlertsInput, SettleAlertInput } from "@vetsuccess/contract/alerts";
import { settleAlert } from "@vetsuccess/domain/alerts/commands";
import { listAlerts } from "@vetsuccess/domain/alerts/queries";
import { z } from "zod";
import { procedure, router } from "./procedures.ts";

/** What a person must look at. */
export const alertsRouter = router({
  list: procedure
    .input(ListAlertsInput)
    .output(AlertPage)
    .query(({ ctx, input }) => listAlerts(ctx.deps, ctx.actor, input)),

  settle: procedure
    .input(SettleAlertInput)
    .output(z.void())
    .mutation(({ ctx, input }) => settleAlert(ctx.deps, ctx.actor, input)),
});
