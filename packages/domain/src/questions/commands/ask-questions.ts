import { DomainError } from "@vetsuccess/contract/errors";
import type {
  AnsweredQuestion,
  AskedQuestion,
  AskQuestionInput,
  AskQuestionResult,
  PinQuestionInput,
} from "@vetsuccess/contract/questions";
import { inTransaction, type Tx } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import { recordAudit } from "../../audit/commands.ts";
import { isOpenPractice } from "../../clients/queries/listed.ts";
import type { Actor, Deps } from "../../deps.ts";
import { askedColumns, listPinned } from "../queries.ts";
import { questionKey } from "../rules.ts";

/** The mark at the end and blanks do not count, as in `questionKey`. */
const keyOf = (text: Prisma.Sql) =>
  Prisma.sql`trim(regexp_replace(regexp_replace(lower(${text}), '\\s+', ' ', 'g'), '[\\s?.!]+$', ''))`;

/**
 * Files a question that the practice's FAQ does not answer, for the practice's admin. Asked again while it waits, it is
 * counted; one that is answered already is not filed, its answer comes back.
 *
 * @throws DomainError NOT_FOUND for a practice that is archived, or that the actor may not see
 */
export async function askQuestion(
  deps: Deps,
  actor: Actor,
  { practiceId, text }: AskQuestionInput,
): Promise<AskQuestionResult> {
  const key = questionKey(text);
  return inTransaction(deps.db, async (tx) => {
    const known = await findQuestion(tx, actor, practiceId, key);
    if (known.answer !== null && known.questionId !== null && known.question !== null) {
      const { questionId, question, answer } = known;
      return { state: "ANSWERED", answer: { questionId, question, answer } };
    }
    const asked = await fileQuestion(
      tx,
      { practiceId, questionId: known.questionId, text, key },
      actor,
      deps.now(),
    );
    await recordAudit(tx, actor, {
      action: "questions.ask",
      entity: "AskedQuestion",
      entityId: asked.uuid,
      before: { timesAsked: asked.timesAsked - 1 },
      after: { practiceId, text, timesAsked: asked.timesAsked },
    });
    return { state: "WAITING", asked };
  });
}

type Known = { [Field in keyof AnsweredQuestion]: AnsweredQuestion[Field] | null };

/** The question of the FAQ with this key and the practice's answer, as far as there are any. */
async function findQuestion(tx: Tx, actor: Actor, practiceId: string, key: string): Promise<Known> {
  const [known] = await tx.$queryRaw<Known[]>(Prisma.sql`
    select q.uuid::text as "questionId", q.text as question, a.text as answer
    from apps_practice practice
    left join apps_question q on ${keyOf(Prisma.sql`q.text`)} = ${key}
    left join apps_answer a on a.question_id = q.uuid and a.practice_id = practice.odu_id
    where practice.odu_id = ${practiceId} and ${isOpenPractice(actor)}
    order by a.uuid nulls last, q.uuid limit 1`);
  if (!known) throw new DomainError("NOT_FOUND", "There is no such practice.", { field: "practiceId" });
  return known;
}

/** Adds the question to those that wait, or counts it once more. */
async function fileQuestion(
  tx: Tx,
  question: { practiceId: string; questionId: string | null; text: string; key: string },
  actor: Actor,
  now: Date,
): Promise<AskedQuestion> {
  const { practiceId, questionId, text, key } = question;
  const [asked] = await tx.$queryRaw<AskedQuestion[]>(Prisma.sql`
    insert into apps_askedquestion as a (practice_id, question_id, text, text_key, asked_at, asked_by, last_asked_at)
    values (${practiceId}, ${questionId}::uuid, ${text}, ${key}, ${now}, left(${actor.label}, 255), ${now})
    on conflict (practice_id, text_key) where closed_at is null do update
      set times_asked = a.times_asked + 1, last_asked_at = excluded.last_asked_at
    returning ${askedColumns}`);
  if (!asked) throw new Error("the question was not filed");
  return asked;
}

/**
 * Puts a question above the others for the actor, in every practice's FAQ, or takes it down again.
 *
 * @returns the ids of all that are pinned now
 * @throws DomainError NOT_FOUND when there is no such question, NOT_ALLOWED for a program
 */
export async function pinQuestion(
  deps: Deps,
  actor: Actor,
  { questionId, isPinned }: PinQuestionInput,
): Promise<string[]> {
  return inTransaction(deps.db, async (tx) => {
    const [found] = await tx.$queryRaw<{ isUser: boolean }[]>(Prisma.sql`
      select exists (select from apps_user where uuid::text = ${actor.id}) as "isUser" from apps_question
      where uuid = ${questionId}::uuid`);
    if (!found) throw new DomainError("NOT_FOUND", "There is no such question.", { field: "questionId" });
    if (!found.isUser) throw new DomainError("NOT_ALLOWED", "Only people pin questions.");
    const changed = await tx.$executeRaw(
      isPinned
        ? Prisma.sql`
          insert into apps_questionpin (user_id, question_id) values (${actor.id}::uuid, ${questionId}::uuid)
          on conflict do nothing`
        : Prisma.sql`
          delete from apps_questionpin where user_id = ${actor.id}::uuid and question_id = ${questionId}::uuid`,
    );
    if (changed > 0)
      await recordAudit(tx, actor, {
        action: "questions.pin",
        entity: "Question",
        entityId: questionId,
        before: { isPinned: !isPinned },
        after: { isPinned },
      });
    return listPinned({ db: tx }, actor);
  });
}
