import {
  CountViewsInput,
  CreateViewInput,
  SavedView,
  SavedViews,
  ShareViewInput,
  UpdateViewInput,
  ViewCounts,
  ViewIdInput,
} from "@vetsuccess/contract/views";
import {
  createView,
  deleteView,
  restoreView,
  shareView,
  updateView,
} from "@vetsuccess/domain/views/commands";
import { countViews, listViews } from "@vetsuccess/domain/views/queries";
import { z } from "zod";
import { procedure, router } from "./procedures.ts";

/** Saved views of the worklist. */
export const viewsRouter = router({
  list: procedure
    .input(z.void())
    .output(SavedViews)
    .query(({ ctx }) => listViews(ctx.deps, ctx.actor)),

  count: procedure
    .input(CountViewsInput)
    .output(ViewCounts)
    .query(({ ctx, input }) => countViews(ctx.deps, ctx.actor, input)),

  create: procedure
    .input(CreateViewInput)
    .output(SavedView)
    .mutation(({ ctx, input }) => createView(ctx.deps, ctx.actor, input)),

  update: procedure
    .input(UpdateViewInput)
    .output(SavedView)
    .mutation(({ ctx, input }) => updateView(ctx.deps, ctx.actor, input)),

  share: procedure
    .input(ShareViewInput)
    .output(z.void())
    .mutation(({ ctx, input }) => shareView(ctx.deps, ctx.actor, input)),

  delete: procedure
    .input(ViewIdInput)
    .output(z.void())
    .mutation(({ ctx, input }) => deleteView(ctx.deps, ctx.actor, input)),

  restore: procedure
    .input(ViewIdInput)
    .output(SavedView)
    .mutation(({ ctx, input }) => restoreView(ctx.deps, ctx.actor, input)),
});
