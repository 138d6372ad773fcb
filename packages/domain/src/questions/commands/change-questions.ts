import { DomainError } from "@vetsuccess/contract/errors";
import type {
  CreateQuestionInput,
  MergeQuestionsInput,
  QuestionIdInput,
  QuestionRow,
  ReorderQuestionsInput,
  UpdateQuestionInput,
} from "@vetsuccess/contract/questions";
import { inTransaction, type Tx } from "@vetsuccess/db/client";
import { likeLiteral, Prisma } from "@vetsuccess/db/sql";
import { recordAudit } from "../../audit/commands.ts";
import type { Actor, Deps } from "../../deps.ts";
import { listQuestions } from "../queries.ts";

type Result = Promise<QuestionRow[]>;
const longestAnswer = 4000;

/** Adds a question, as the last one. @throws DomainError INVALID_INPUT when it is asked already */
export function createQuestion(deps: Deps, actor: Actor, input: CreateQuestionInput): Result {
  return change(deps, async (tx) => {
    await requireNew(tx, input.text, null);
    const { _max } = await tx.question.aggregate({ _max: { position: true } });
    const { uuid } = await tx.question.create({
      data: { ...input, position: (_max.position ?? 0) + 10, updatedAt: deps.now() },
      select: { uuid: true },
    });
    await trace(tx, actor, "questions.create", uuid, {}, input);
  });
}

/** @throws DomainError NOT_FOUND; CONFLICT when somebody changed it since `version`; INVALID_INPUT when it is asked already */
export function updateQuestion(deps: Deps, actor: Actor, input: UpdateQuestionInput): Result {
  const { uuid, version, ...words } = input;
  return change(deps, async (tx) => {
    const before = await lock(tx, uuid);
    if (before.version !== version)
      throw new DomainError("CONFLICT", "Somebody changed this question in the meantime.", {
        field: "version",
      });
    await requireNew(tx, words.text, uuid);
    await tx.question.update({
      where: { uuid },
      data: { ...words, version: version + 1, updatedAt: deps.now() },
    });
    const { text, isPinned } = before;
    await trace(tx, actor, "questions.update", uuid, { text, isPinned }, words);
  });
}

/** @throws DomainError CONFLICT when questions were added or deleted meanwhile */
export function reorderQuestions(deps: Deps, actor: Actor, { uuids }: ReorderQuestionsInput): Result {
  return change(deps, async (tx) => {
    const found = await tx.$queryRaw<{ uuid: string }[]>(Prisma.sql`
      select uuid::text from apps_question order by uuid for update`);
    const known = new Set(found.map(({ uuid }) => uuid));
    if (new Set(uuids).size !== known.size || !uuids.every((uuid) => known.has(uuid)))
      throw new DomainError("CONFLICT", "Questions were added or deleted in the meantime.", {
        field: "uuids",
      });
    await tx.$executeRaw(Prisma.sql`
      update apps_question q set position = o.at * 10
      from unnest(${uuids}::uuid[]) with ordinality as o(uuid, at) where o.uuid = q.uuid`);
    await trace(tx, actor, "questions.reorder", null, {}, { uuids });
  });
}

/**
 * Makes one question of two: answers to `uuid` become answers to `intoUuid`, and `uuid` goes. Where a practice has
 * answered both, the answers are joined.
 *
 * @throws DomainError NOT_FOUND; INVALID_INPUT for one and the same, or when joined answers would be too long
 */
export function mergeQuestions(deps: Deps, actor: Actor, { uuid, intoUuid }: MergeQuestionsInput): Result {
  if (uuid === intoUuid)
    throw new DomainError("INVALID_INPUT", "A question cannot be merged with itself.", { field: "intoUuid" });
  return change(deps, async (tx) => {
    for (const each of [uuid, intoUuid].sort()) await lock(tx, each);
    const [from, into] = [await lock(tx, uuid), await lock(tx, intoUuid)];
    const both = Prisma.sql`apps_answer a join apps_answer b on b.practice_id = a.practice_id
      where a.question_id = ${intoUuid}::uuid and b.question_id = ${uuid}::uuid`;
    const [long] = await tx.$queryRaw<{ practiceId: string }[]>(Prisma.sql`
      select a.practice_id as "practiceId" from ${both} and length(a.text) + length(b.text) + 2 > ${longestAnswer}`);
    if (long)
      throw new DomainError(
        "INVALID_INPUT",
        `The two answers of practice ${long.practiceId} are too long together: shorten one first.`,
        { field: "intoUuid" },
      );
    const joined = await tx.$executeRaw(Prisma.sql`
      update apps_answer set text = text || E'\n\n' || other, version = version + 1, updated_at = ${deps.now()}
      from (select a.uuid as answer, b.text as other from ${both}) both_answers where apps_answer.uuid = answer`);
    await tx.$executeRaw(Prisma.sql`
      delete from apps_answer b using apps_answer a where a.practice_id = b.practice_id
        and a.question_id = ${intoUuid}::uuid and b.question_id = ${uuid}::uuid`);
    const { count: moved } = await tx.answer.updateMany({
      where: { questionId: uuid },
      data: { questionId: intoUuid },
    });
    await tx.askedQuestion.updateMany({ where: { questionId: uuid }, data: { questionId: intoUuid } });
    await tx.$executeRaw(Prisma.sql`
      insert into apps_questionpin (user_id, question_id)
      select user_id, ${intoUuid}::uuid from apps_questionpin where question_id = ${uuid}::uuid on conflict do nothing`);
    await tx.question.delete({ where: { uuid } });
    await trace(tx, actor, "questions.merge", uuid, { text: from.text }, { text: into.text, moved, joined });
  });
}

/** @throws DomainError NOT_FOUND; IN_USE while a practice has answered it */
export function deleteQuestion(deps: Deps, actor: Actor, { uuid }: QuestionIdInput): Result {
  return change(deps, async (tx) => {
    const { text } = await lock(tx, uuid);
    const answers = await tx.answer.count({ where: { questionId: uuid } });
    if (answers > 0)
      throw new DomainError(
        "IN_USE",
        `${answers} practices have answered it: merge it, or remove the answers.`,
        {
          field: "uuid",
        },
      );
    await tx.question.delete({ where: { uuid } });
    await trace(tx, actor, "questions.delete", uuid, { text }, {});
  });
}

async function change(deps: Deps, work: (tx: Tx) => Promise<void>): Result {
  await inTransaction(deps.db, work);
  return listQuestions(deps);
}

function trace(
  tx: Tx,
  actor: Actor,
  action: string,
  uuid: string | null,
  before: Record<string, unknown>,
  after: Record<string, unknown>,
) {
  return recordAudit(tx, actor, { action, entity: "Question", entityId: uuid, before, after });
}

async function lock(tx: Tx, uuid: string) {
  await tx.$queryRaw(Prisma.sql`select uuid from apps_question where uuid = ${uuid}::uuid for update`);
  const question = await tx.question.findUnique({ where: { uuid } });
  if (!question) throw new DomainError("NOT_FOUND", "There is no such question.", { field: "uuid" });
  return question;
}

async function requireNew(tx: Tx, text: string, uuid: string | null): Promise<void> {
  const same = await tx.question.findFirst({
    where: {
      text: { equals: likeLiteral(text), mode: "insensitive" },
      ...(uuid === null ? {} : { NOT: { uuid } }),
    },
    select: { text: true },
  });
  if (same) throw new DomainError("INVALID_INPUT", `"${same.text}" is asked already.`, { field: "text" });
}
