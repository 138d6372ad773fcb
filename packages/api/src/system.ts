import { SystemState } from "@vetsuccess/contract/system";
import { getSystemState } from "@vetsuccess/domain/system/queries";
import { z } from "zod";
import { procedure, router } from "./procedures.ts";

/** How the product itself is. */
export const systemRouter = router({
  state: procedure
    .input(z.strictObject({}).optional())
    .output(SystemState)
    .query(({ ctx }) => getSystemState(ctx.deps, ctx.actor)),
});
