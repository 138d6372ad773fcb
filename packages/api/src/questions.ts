import { AnsweredQuestionList, ListAnswersInput } from "@vetsuccess/contract/questions";
import { listAnswers } from "@vetsuccess/domain/questions/queries";
import { procedure, router } from "./procedures.ts";

/** What pet owners ask, and what each practice answers. */
export const questionsRouter = router({
  listAnswers: procedure
    .input(ListAnswersInput)
    .output(AnsweredQuestionList)
    .query(({ ctx, input }) => listAnswers(ctx.deps, ctx.actor, input)),
});
