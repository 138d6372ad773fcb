import type {
  AnsweredQuestion,
  AskedQuestion,
  FaqEntry,
  ListAnswersInput,
  QuestionRow,
} from "@vetsuccess/contract/questions";
import { Prisma } from "@vetsuccess/db/sql";
import type { Actor, Deps } from "../deps.ts";
import { requireInScope } from "../identity/rules.ts";

/** The order of every FAQ, of questions `q`. */
const faqOrder = Prisma.sql`q.is_pinned desc, q.position, q.text, q.uuid`;

/**
 * The questions a practice has answered, in the order of every FAQ; none for a practice that does not exist.
 *
 * @throws DomainError NOT_FOUND for a practice that the actor may not see
 */
export async function listAnswers(
  { db, caches }: Pick<Deps, "db" | "caches">,
  actor: Actor,
  { practiceId }: ListAnswersInput,
): Promise<AnsweredQuestion[]> {
  requireInScope(actor, practiceId);
  const read = () => readAnswers(db, practiceId);
  return caches ? caches.answers.get(practiceId, read) : read();
}

function readAnswers(db: Deps["db"], practiceId: string): Promise<AnsweredQuestion[]> {
  return db.$queryRaw<AnsweredQuestion[]>(Prisma.sql`
    select q.uuid::text as "questionId", q.text as question, a.text as answer
    from apps_answer a join apps_question q on q.uuid = a.question_id
    where a.practice_id = ${practiceId} order by ${faqOrder}`);
}

/** The columns of an AskedQuestion, of asked questions `a`. */
export const askedColumns = Prisma.sql`
  a.uuid::text, a.question_id::text as "questionId", a.text, a.times_asked as "timesAsked", a.asked_at as "askedAt",
  a.asked_by as "askedBy", a.last_asked_at as "lastAskedAt"`;

/** More than anybody reads; keeps the answer bounded. */
const maxWaiting = 200;

/**
 * The questions that wait for the practice's answer, those asked most often first.
 *
 * @throws DomainError NOT_FOUND for a practice that the actor may not see
 */
export async function listWaiting(
  { db }: Pick<Deps, "db">,
  actor: Actor,
  { practiceId }: ListAnswersInput,
): Promise<AskedQuestion[]> {
  requireInScope(actor, practiceId);
  return db.$queryRaw<AskedQuestion[]>(Prisma.sql`
    select ${askedColumns} from apps_askedquestion a
    where a.practice_id = ${practiceId} and a.closed_at is null
    order by a.times_asked desc, a.asked_at, a.uuid limit ${maxWaiting}`);
}

/** The questions that the actor has pinned; a program has none. */
export async function listPinned(
  { db }: { db: Pick<Deps["db"], "$queryRaw"> },
  actor: Actor,
): Promise<string[]> {
  const rows = await db.$queryRaw<{ questionId: string }[]>(Prisma.sql`
    select question_id::text as "questionId" from apps_questionpin where user_id::text = ${actor.id} order by 1`);
  return rows.map(({ questionId }) => questionId);
}

/**
 * Every question with the practice's answer, if it has one; pinned ones first.
 *
 * @throws DomainError NOT_FOUND for a practice that the actor may not see
 */
export async function getFaq(
  { db }: Pick<Deps, "db">,
  actor: Actor,
  { practiceId }: ListAnswersInput,
): Promise<FaqEntry[]> {
  requireInScope(actor, practiceId);
  return db.$queryRaw<FaqEntry[]>(Prisma.sql`
    select q.uuid::text as "questionId", q.text as question, q.is_pinned as "isPinned", a.text as answer,
      coalesce(a.version, 0) as version, a.updated_at as "updatedAt", a.updated_by as "updatedBy"
    from apps_question q
    left join apps_answer a on a.question_id = q.uuid and a.practice_id = ${practiceId}
    order by ${faqOrder}`);
}

/** All questions in the order of every FAQ, with how many practices have answered each. */
export function listQuestions({ db }: Pick<Deps, "db">): Promise<QuestionRow[]> {
  return db.$queryRaw<QuestionRow[]>(Prisma.sql`
    select q.uuid::text, q.text, q.is_pinned as "isPinned", q.version, (
      select count(*)::int from apps_answer a where a.question_id = q.uuid) as answers
    from apps_question q order by ${faqOrder}`);
}
