import {
  OutreachReport,
  OutreachReportInput,
  OutreachSummary,
  OutreachSummaryInput,
  PlanInput,
  PlanQueued,
  PlanResult,
} from "@vetsuccess/contract/outreach";
import { previewPlan, requestPlan } from "@vetsuccess/domain/outreach/commands";
import { outreachReport } from "@vetsuccess/domain/outreach/queries/report";
import { outreachSummary } from "@vetsuccess/domain/outreach/queries/summary";
import { procedure, router } from "./procedures.ts";

/** From overdue reminders to planned texts. */
export const outreachRouter = router({
  summary: procedure
    .input(OutreachSummaryInput)
    .output(OutreachSummary)
    .query(({ ctx, input }) => outreachSummary(ctx.deps, ctx.actor, input)),

  report: procedure
    .input(OutreachReportInput)
    .output(OutreachReport)
    .query(({ ctx, input }) => outreachReport(ctx.deps, ctx.actor, input)),

  preview: procedure
    .input(PlanInput)
    .output(PlanResult)
    .query(({ ctx, input }) => previewPlan(ctx.deps, input)),

  plan: procedure
    .input(PlanInput)
    .output(PlanQueued)
    .mutation(({ ctx, input }) => requestPlan(ctx.deps, ctx.actor, input)),
});
