import { PauseSendingInput, ResumeSendingInput, SendingState } from "@vetsuccess/contract/texts";
import { pauseSending, resumeSending } from "@vetsuccess/domain/texts/commands/control-sending";
import { getSendingState } from "@vetsuccess/domain/texts/queries/sending-state";
import { z } from "zod";
import { procedure, router } from "./procedures.ts";

/** The sending line as a whole. */
export const sendingRouter = router({
  state: procedure
    .input(z.void())
    .output(SendingState)
    .query(({ ctx }) => getSendingState(ctx.deps)),

  pause: procedure
    .input(PauseSendingInput)
    .output(SendingState)
    .mutation(async ({ ctx, input }) => {
      await pauseSending(ctx.deps, ctx.actor, input);
      return getSendingState(ctx.deps);
    }),

  resume: procedure
    .input(ResumeSendingInput)
    .output(SendingState)
    .mutation(async ({ ctx }) => {
      await resumeSending(ctx.deps, ctx.actor);
      return getSendingState(ctx.deps);
    }),
});
