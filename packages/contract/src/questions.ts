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
