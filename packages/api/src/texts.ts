import {
  DecideTextInput,
  DeliverNowInput,
  DeliverNowResult,
  GetTextInput,
  ListTextsInput,
  TextDetail,
  TextPage,
} from "@vetsuccess/contract/texts";
import { deliverNow } from "@vetsuccess/domain/texts/commands/control-sending";
import { decideText } from "@vetsuccess/domain/texts/commands/decide-text";
import { getText } from "@vetsuccess/domain/texts/queries/get-text";
import { listTexts } from "@vetsuccess/domain/texts/queries/list-texts";
import { z } from "zod";
import { procedure, router } from "./procedures.ts";

/** Planned and sent texts. */
export const textsRouter = router({
  list: procedure
    .input(ListTextsInput)
    .output(TextPage)
    .query(({ ctx, input }) => listTexts(ctx.deps, ctx.actor, input)),

  get: procedure
    .input(GetTextInput)
    .output(TextDetail)
    .query(({ ctx, input }) => getText(ctx.deps, ctx.actor, input)),

  decide: procedure
    .input(DecideTextInput)
    .output(z.void())
    .mutation(({ ctx, input }) => decideText(ctx.deps, ctx.actor, input)),

  deliverNow: procedure
    .input(DeliverNowInput)
    .output(DeliverNowResult)
    .mutation(({ ctx, input }) => deliverNow(ctx.deps, ctx.actor, input)),
});
