import {
  DecisionPage,
  ListDecisionsInput,
  OutreachReport,
  OutreachReportInput,
  BatchPreview,
  BatchRows,
  DecideBatchInput,
  DecideBatchResult,
  ListBatchRowsInput,
  OutreachSummary,
  OutreachSummaryInput,
  PlanInput,
  PlanQueued,
  PlanResult,
  PreviewBatchInput,
} from "@vetsuccess/contract/outreach";
import { listDecisions } from "@vetsuccess/domain/outreach/queries/list-decisions";
import { outreachReport } from "@vetsuccess/domain/outreach/queries/report";
import { decideBatch, previewPlan, requestPlan } from "@vetsuccess/domain/outreach/commands";
import { listBatchRows, previewBatch } from "@vetsuccess/domain/outreach/queries/preview-batch";
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

  listDecisions: procedure
    .input(ListDecisionsInput)
    .output(DecisionPage)
    .query(({ ctx, input }) => listDecisions(ctx.deps, ctx.actor, input)),

  preview: procedure
    .input(PlanInput)
    .output(PlanResult)
    .query(({ ctx, input }) => previewPlan(ctx.deps, input, { actor: ctx.actor })),

  plan: procedure
    .input(PlanInput)
    .output(PlanQueued)
    .mutation(({ ctx, input }) => requestPlan(ctx.deps, ctx.actor, input)),

  previewBatch: procedure
    .input(PreviewBatchInput)
    .output(BatchPreview)
    .query(({ ctx, input }) => previewBatch(ctx.deps, ctx.actor, input)),

  listBatchRows: procedure
    .input(ListBatchRowsInput)
    .output(BatchRows)
    .query(({ ctx, input }) => listBatchRows(ctx.deps, ctx.actor, input)),

  decideBatch: procedure
    .input(DecideBatchInput)
    .output(DecideBatchResult)
    .mutation(({ ctx, input }) => decideBatch(ctx.deps, ctx.actor, input)),
});
