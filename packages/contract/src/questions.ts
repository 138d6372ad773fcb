import { z } from "zod";
import { PracticeId } from "./outreach.ts";

export const ListAnswersInput = z.strictObject({ practiceId: PracticeId });
export type ListAnswersInput = z.infer<typeof ListAnswersInput>;

/** A question that pet owners ask, with the practice's own answer. */
export const AnsweredQuestion = z.object({ questionId: z.uuid(), question: z.string(), answer: z.string() });
export type AnsweredQuestion = z.infer<typeof AnsweredQuestion>;
/** By question. */
export const AnsweredQuestionList = z.array(AnsweredQuestion);
