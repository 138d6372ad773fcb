import { z } from "zod";
import { PracticeId } from "./outreach.ts";

export const ListAnswersInput = z.strictObject({ practiceId: PracticeId });
export type ListAnswersInput = z.infer<typeof ListAnswersInput>;

/** A question that pet owners ask, with the practice's own answer. */
export const AnsweredQuestion = z.object({ questionId: z.uuid(), question: z.string(), answer: z.string() });
export type AnsweredQuestion = z.infer<typeof AnsweredQuestion>;
/** By question. */
export const AnsweredQuestionList = z.array(AnsweredQuestion);

/** A question to file for a practice. */
export const AskQuestionInput = z.strictObject({
  practiceId: PracticeId,
  text: z
    .string()
    .trim()
    .min(5, "must have at least 5 characters")
    .refine((text) => Array.from(text).length <= 255, "must have at most 255 characters")
    .regex(/^[^\p{Cc}]*$/u, "must be one line"),
});
export type AskQuestionInput = z.infer<typeof AskQuestionInput>;

/** A question that waits for the practice's answer. */
export const AskedQuestion = z.object({
  uuid: z.uuid(),
  /** The question of the FAQ that it is; null: it is in none yet. */
  questionId: z.uuid().nullable(),
  text: z.string(),
  timesAsked: z.int(),
  askedAt: z.date(),
  /** Who asked first. */
  askedBy: z.string(),
  lastAskedAt: z.date(),
});
export type AskedQuestion = z.infer<typeof AskedQuestion>;
/** ANSWERED: nothing was filed, for the practice has answered it already. */
export const AskQuestionResult = z.discriminatedUnion("state", [
  z.object({ state: z.literal("WAITING"), asked: AskedQuestion }),
  z.object({ state: z.literal("ANSWERED"), answer: AnsweredQuestion }),
]);
export type AskQuestionResult = z.infer<typeof AskQuestionResult>;
/** Asked most often first, then the oldest. */
export const AskedQuestionList = z.array(AskedQuestion);

export const PinQuestionInput = z.strictObject({ questionId: z.uuid(), isPinned: z.boolean() });
export type PinQuestionInput = z.infer<typeof PinQuestionInput>;
/** Ids of the questions that the user has pinned. */
export const PinnedQuestionIds = z.array(z.uuid());
/** A question with how many practices have answered it. */
export const QuestionRow = z.object({
  uuid: z.uuid(),
  text: z.string(),
  isPinned: z.boolean(),
  answers: z.int(),
  version: z.int(),
});
export type QuestionRow = z.infer<typeof QuestionRow>;
/** In the order of every FAQ: pinned ones first. */
export const QuestionRowList = z.array(QuestionRow);

const words = {
  text: z
    .string()
    .trim()
    .min(1, "must not be empty")
    .max(255)
    .regex(/^[^\p{Cc}]*$/u, "must be one line"),
  isPinned: z.boolean(),
};
export const CreateQuestionInput = z.strictObject(words);
export type CreateQuestionInput = z.infer<typeof CreateQuestionInput>;
export const UpdateQuestionInput = z.strictObject({ uuid: z.uuid(), version: z.int(), ...words });
export type UpdateQuestionInput = z.infer<typeof UpdateQuestionInput>;
export const QuestionIdInput = z.strictObject({ uuid: z.uuid() });
export type QuestionIdInput = z.infer<typeof QuestionIdInput>;
/** All questions in their new order. */
export const ReorderQuestionsInput = z.strictObject({ uuids: z.array(z.uuid()).min(1).max(1000) });
export type ReorderQuestionsInput = z.infer<typeof ReorderQuestionsInput>;
/** Answers to `uuid` become answers to `intoUuid`; where a practice has both, they are joined. `uuid` goes. */
export const MergeQuestionsInput = z.strictObject({ uuid: z.uuid(), intoUuid: z.uuid() });
export type MergeQuestionsInput = z.infer<typeof MergeQuestionsInput>;

/** An answer older than this many days is shown as one that wants a look. */
export const answerFreshDays = 180;
/** A question of the FAQ with the practice's answer, if it has one. */
export const FaqEntry = z.object({
  questionId: z.uuid(),
  question: z.string(),
  isPinned: z.boolean(),
  /** Markdown; null: not answered. */
  answer: z.string().nullable(),
  /** Of the answer; 0 without. */
  version: z.int(),
  updatedAt: z.date().nullable(),
  updatedBy: z.string().nullable(),
});
export type FaqEntry = z.infer<typeof FaqEntry>;
export const Faq = z.array(FaqEntry);

export const SetAnswerInput = z.strictObject({
  practiceId: PracticeId,
  questionId: z.uuid(),
  /** Of the answer that the change was based on; 0: there was none. */
  version: z.int().min(0),
  /** Markdown. */
  text: z.string().trim().min(1, "must not be empty").max(4000),
});
export type SetAnswerInput = z.infer<typeof SetAnswerInput>;
export const RemoveAnswerInput = SetAnswerInput.omit({ text: true });
export type RemoveAnswerInput = z.infer<typeof RemoveAnswerInput>;

/** Answers a question that waits: it becomes one of the FAQ, in these words, unless it is one already. */
export const AnswerAskedInput = z.strictObject({
  askedId: z.uuid(),
  question: words.text,
  text: SetAnswerInput.shape.text,
});
export type AnswerAskedInput = z.infer<typeof AnswerAskedInput>;
/** Takes a question off the list without an answer. */
export const DismissAskedInput = z.strictObject({ askedId: z.uuid() });
export type DismissAskedInput = z.infer<typeof DismissAskedInput>;
