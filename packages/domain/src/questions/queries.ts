import { DomainError } from "@vetsuccess/contract/errors";
import type { AnsweredQuestion, ListAnswersInput } from "@vetsuccess/contract/questions";
import { Prisma } from "@vetsuccess/db/sql";
import type { Actor, Deps } from "../deps.ts";
import { isInScope } from "../identity/rules.ts";

/**
 * The questions a practice has answered, by question; none for a practice that does not exist.
 *
 * @throws DomainError NOT_FOUND for a practice that the actor may not see
 */
export async function listAnswers(
  { db }: Pick<Deps, "db">,
  actor: Actor,
  { practiceId }: ListAnswersInput,
): Promise<AnsweredQuestion[]> {
  if (!isInScope(actor, practiceId)) throw new DomainError("NOT_FOUND", "There is no such practice.");
  return db.$queryRaw<AnsweredQuestion[]>(Prisma.sql`
    select q.uuid::text as "questionId", q.text as question, a.text as answer
    from apps_answer a join apps_question q on q.uuid = a.question_id
    where a.practice_id = ${practiceId} order by q.text, q.uuid`);
}
