import { MostUsedOutcomes, OutcomeList } from "@vetsuccess/contract/outcomes";
import { listMostUsed, listOutcomes } from "@vetsuccess/domain/outcomes/queries";
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
});
