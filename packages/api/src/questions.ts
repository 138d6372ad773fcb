import {
  AnswerAskedInput,
  AnsweredQuestionList,
  AskedQuestionList,
  AskQuestionInput,
  AskQuestionResult,
  CreateQuestionInput,
  DismissAskedInput,
  Faq,
  ListAnswersInput,
  MergeQuestionsInput,
  PinnedQuestionIds,
  PinQuestionInput,
  QuestionIdInput,
  QuestionRowList,
  RemoveAnswerInput,
  ReorderQuestionsInput,
  SetAnswerInput,
  UpdateQuestionInput,
} from "@vetsuccess/contract/questions";
import {
  answerAsked,
  dismissAsked,
  removeAnswer,
  setAnswer,
} from "@vetsuccess/domain/questions/commands/answer-questions";
import { askQuestion, pinQuestion } from "@vetsuccess/domain/questions/commands/ask-questions";
import {
  createQuestion,
  deleteQuestion,
  mergeQuestions,
  reorderQuestions,
  updateQuestion,
} from "@vetsuccess/domain/questions/commands/change-questions";
import {
  getFaq,
  listAnswers,
  listPinned,
  listQuestions,
  listWaiting,
} from "@vetsuccess/domain/questions/queries";
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
  list: procedure
    .input(z.void())
    .output(QuestionRowList)
    .query(({ ctx }) => listQuestions(ctx.deps)),

  create: procedure
    .input(CreateQuestionInput)
    .output(QuestionRowList)
    .mutation(({ ctx, input }) => createQuestion(ctx.deps, ctx.actor, input)),

  update: procedure
    .input(UpdateQuestionInput)
    .output(QuestionRowList)
    .mutation(({ ctx, input }) => updateQuestion(ctx.deps, ctx.actor, input)),

  reorder: procedure
    .input(ReorderQuestionsInput)
    .output(QuestionRowList)
    .mutation(({ ctx, input }) => reorderQuestions(ctx.deps, ctx.actor, input)),

  merge: procedure
    .input(MergeQuestionsInput)
    .output(QuestionRowList)
    .mutation(({ ctx, input }) => mergeQuestions(ctx.deps, ctx.actor, input)),

  delete: procedure
    .input(QuestionIdInput)
    .output(QuestionRowList)
    .mutation(({ ctx, input }) => deleteQuestion(ctx.deps, ctx.actor, input)),

  faq: procedure
    .input(ListAnswersInput)
    .output(Faq)
    .query(({ ctx, input }) => getFaq(ctx.deps, ctx.actor, input)),

  setAnswer: procedure
    .input(SetAnswerInput)
    .output(Faq)
    .mutation(({ ctx, input }) => setAnswer(ctx.deps, ctx.actor, input)),

  removeAnswer: procedure
    .input(RemoveAnswerInput)
    .output(Faq)
    .mutation(({ ctx, input }) => removeAnswer(ctx.deps, ctx.actor, input)),

  answerAsked: procedure
    .input(AnswerAskedInput)
    .output(Faq)
    .mutation(({ ctx, input }) => answerAsked(ctx.deps, ctx.actor, input)),

  dismissAsked: procedure
    .input(DismissAskedInput)
    .output(AskedQuestionList)
    .mutation(({ ctx, input }) => dismissAsked(ctx.deps, ctx.actor, input)),
});
