import { PracticeList } from "@vetsuccess/contract/practices";
import { listPractices } from "@vetsuccess/domain/practices/queries";
import { z } from "zod";
import { procedure, router } from "./procedures.ts";

/** The practices that are served. */
export const practicesRouter = router({
  list: procedure
    .input(z.void())
    .output(PracticeList)
    .query(({ ctx }) => listPractices(ctx.deps, ctx.actor)),
});
