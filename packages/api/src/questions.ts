import {
  AnsweredQuestionList,
  AskedQuestionList,
  AskQuestionInput,
  AskQuestionResult,
  ListAnswersInput,
  PinnedQuestionIds,
  PinQuestionInput,
} from "@vetsuccess/contract/questions";
import { askQuestion, pinQuestion } from "@vetsuccess/domain/questions/commands";
import { listAnswers, listPinned, listWaiting } from "@vetsuccess/domain/questions/queries";
import { z } from "zod";
import { procedure, router } from "./procedures.ts";

/** What pet owners ask, and what each practice answers. */
export const questionsRouter = router({
  listAnswers: procedure
    .input(ListAnswersInput)
    .output(AnsweredQuestionList)
    .query(({ ctx, input }) => listAnswers(ctx.deps, ctx.actor, input)),

  listWaiting: procedure
    .input(ListAnswersInput)
    .output(AskedQuestionList)
    .query(({ ctx, input }) => listWaiting(ctx.deps, ctx.actor, input)),

  ask: procedure
    .input(AskQuestionInput)
    .output(AskQuestionResult)
    .mutation(({ ctx, input }) => askQuestion(ctx.deps, ctx.actor, input)),

  listPinned: procedure
    .input(z.void())
    .output(PinnedQuestionIds)
    .query(({ ctx }) => listPinned(ctx.deps, ctx.actor)),

  pin: procedure
    .input(PinQuestionInput)
    .output(PinnedQuestionIds)
    .mutation(({ ctx, input }) => pinQuestion(ctx.deps, ctx.actor, input)),
});
