import {
  GetUpdateInput,
  ListUpdatesInput,
  PreviewUpdatesInput,
  PreviewWorkbookInput,
  RunUpdatesInput,
  RunUpdatesResult,
  SendUpdateAgainInput,
  UpdateDetail,
  UpdatePage,
  UpdatesPreview,
  WorkbookPreview,
} from "@vetsuccess/contract/email-updates";
import { runUpdates } from "@vetsuccess/domain/email-updates/commands/launch-updates";
import { sendUpdateAgain } from "@vetsuccess/domain/email-updates/commands/send-again";
import { getUpdate } from "@vetsuccess/domain/email-updates/queries/get-update";
import { listUpdates } from "@vetsuccess/domain/email-updates/queries/list-updates";
import { previewUpdates } from "@vetsuccess/domain/email-updates/queries/preview-updates";
import { previewWorkbook } from "@vetsuccess/domain/email-updates/queries/preview-workbook";
import { procedure, router } from "./procedures.ts";

/** The daily e-mails to practices. */
export const emailUpdatesRouter = router({
  list: procedure
    .input(ListUpdatesInput)
    .output(UpdatePage)
    .query(({ ctx, input }) => listUpdates(ctx.deps, ctx.actor, input)),

  get: procedure
    .input(GetUpdateInput)
    .output(UpdateDetail)
    .query(({ ctx, input }) => getUpdate(ctx.deps, ctx.actor, input)),

  preview: procedure
    .input(PreviewUpdatesInput)
    .output(UpdatesPreview)
    .query(({ ctx, input }) => previewUpdates(ctx.deps, ctx.actor, input)),

  run: procedure
    .input(RunUpdatesInput)
    .output(RunUpdatesResult)
    .mutation(({ ctx, input }) => runUpdates(ctx.deps, ctx.actor, input)),

  sendAgain: procedure
    .input(SendUpdateAgainInput)
    .output(UpdateDetail)
    .mutation(async ({ ctx, input }) => {
      await sendUpdateAgain(ctx.deps, ctx.actor, input);
      return getUpdate(ctx.deps, ctx.actor, { uuid: input.uuid });
    }),

  previewWorkbook: procedure
    .input(PreviewWorkbookInput)
    .output(WorkbookPreview)
    .query(({ ctx, input }) => previewWorkbook(ctx.deps, ctx.actor, input)),
});
