import {
  CreateOutcomeInput,
  MergeOutcomesInput,
  MostUsedOutcomes,
  OutcomeIdInput,
  OutcomeList,
  OutcomeRowList,
  UpdateOutcomeInput,
} from "@vetsuccess/contract/outcomes";
import {
  archiveOutcome,
  createOutcome,
  deleteOutcome,
  mergeOutcomes,
  restoreOutcome,
  updateOutcome,
} from "@vetsuccess/domain/outcomes/commands";
import { listAllOutcomes, listMostUsed, listOutcomes } from "@vetsuccess/domain/outcomes/queries";
import { z } from "zod";
import { procedure, router } from "./procedures.ts";

/** What can be recorded for a pet. */
export const outcomesRouter = router({
  list: procedure
    .input(z.void())
    .output(OutcomeList)
    .query(({ ctx }) => listOutcomes(ctx.deps)),

  listMostUsed: procedure
    .input(z.void())
    .output(MostUsedOutcomes)
    .query(({ ctx }) => listMostUsed(ctx.deps)),

  listAll: procedure
    .input(z.void())
    .output(OutcomeRowList)
    .query(({ ctx }) => listAllOutcomes(ctx.deps)),

  create: procedure
    .input(CreateOutcomeInput)
    .output(OutcomeRowList)
    .mutation(({ ctx, input }) => createOutcome(ctx.deps, ctx.actor, input)),

  update: procedure
    .input(UpdateOutcomeInput)
    .output(OutcomeRowList)
    .mutation(({ ctx, input }) => updateOutcome(ctx.deps, ctx.actor, input)),

  merge: procedure
    .input(MergeOutcomesInput)
    .output(OutcomeRowList)
    .mutation(({ ctx, input }) => mergeOutcomes(ctx.deps, ctx.actor, input)),

  archive: procedure
    .input(OutcomeIdInput)
    .output(OutcomeRowList)
    .mutation(({ ctx, input }) => archiveOutcome(ctx.deps, ctx.actor, input)),

  restore: procedure
    .input(OutcomeIdInput)
    .output(OutcomeRowList)
    .mutation(({ ctx, input }) => restoreOutcome(ctx.deps, ctx.actor, input)),

  delete: procedure
    .input(OutcomeIdInput)
    .output(OutcomeRowList)
    .mutation(({ ctx, input }) => deleteOutcome(ctx.deps, ctx.actor, input)),
});
