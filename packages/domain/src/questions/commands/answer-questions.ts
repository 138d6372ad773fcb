import { DomainError } from "@vetsuccess/contract/errors";
import type {
  AnswerAskedInput,
  AskedQuestion,
  DismissAskedInput,
  FaqEntry,
  RemoveAnswerInput,
  SetAnswerInput,
} from "@vetsuccess/contract/questions";
import { inTransaction, type Tx } from "@vetsuccess/db/client";
import { likeLiteral, Prisma } from "@vetsuccess/db/sql";
import { recordAudit } from "../../audit/commands.ts";
import type { Actor, Deps } from "../../deps.ts";
import { isInScope, requireInScope } from "../../identity/rules.ts";
import { getFaq, listWaiting } from "../queries.ts";

/**
 * Writes a practice's answer to a question.
 *
 * @throws DomainError NOT_FOUND; CONFLICT, with the answer as it stands in `details`, when somebody changed it since
 *   `version`
 */
export async function setAnswer(deps: Deps, actor: Actor, input: SetAnswerInput): Promise<FaqEntry[]> {
  const { practiceId, questionId, text, version } = input;
  const now = deps.now();
  await change(deps, actor, input, async (tx, before) => {
    const data = { text, version: version + 1, updatedBy: actor.label.slice(0, 255), updatedAt: now };
    await tx.answer.upsert({
      where: { practiceId_questionId: { practiceId, questionId } },
      create: { ...data, practiceId, questionId },
      update: data,
      select: { uuid: true },
    });
    await trace(tx, actor, "questions.setAnswer", input, { text: before ?? null }, { text });
  });
  return getFaq(deps, actor, input);
}

/** @throws DomainError NOT_FOUND; CONFLICT as `setAnswer` */
export async function removeAnswer(deps: Deps, actor: Actor, input: RemoveAnswerInput): Promise<FaqEntry[]> {
  const { practiceId, questionId } = input;
  await change(deps, actor, input, async (tx, before) => {
    await tx.answer.deleteMany({ where: { practiceId, questionId } });
    await trace(tx, actor, "questions.removeAnswer", input, { text: before ?? null }, { text: null });
  });
  return getFaq(deps, actor, input);
}

/**
 * Answers a question that waits. One that is in no FAQ yet becomes a question of every FAQ, in the words given, or joins
 * the one that has these words.
 *
 * @throws DomainError NOT_FOUND for one that does not wait, or that the actor may not see; CONFLICT when the practice has
 *   answered it already
 */
export async function answerAsked(
  deps: Deps,
  actor: Actor,
  { askedId, question, text }: AnswerAskedInput,
): Promise<FaqEntry[]> {
  const practiceId = await inTransaction(deps.db, async (tx) => {
    const asked = await lockAsked(tx, actor, askedId);
    const questionId = asked.questionId ?? (await adopt(deps, tx, actor, question));
    const key = { practiceId: asked.practiceId, questionId };
    const before = await tx.answer.findUnique({
      where: { practiceId_questionId: key },
      select: { uuid: true },
    });
    if (before) throw new DomainError("CONFLICT", "This practice has answered the question already.");
    await tx.askedQuestion.update({
      where: { uuid: askedId },
      data: { questionId, closedAt: deps.now() },
      select: { uuid: true },
    });
    await tx.answer.create({
      data: { ...key, text, updatedBy: actor.label.slice(0, 255), updatedAt: deps.now() },
      select: { uuid: true },
    });
    await trace(tx, actor, "questions.answerAsked", key, { text: null }, { text, askedId });
    return asked.practiceId;
  });
  return getFaq(deps, actor, { practiceId });
}

/** @returns those that still wait. @throws DomainError NOT_FOUND as `answerAsked` */
export async function dismissAsked(
  deps: Deps,
  actor: Actor,
  { askedId }: DismissAskedInput,
): Promise<AskedQuestion[]> {
  const practiceId = await inTransaction(deps.db, async (tx) => {
    const asked = await lockAsked(tx, actor, askedId);
    await tx.askedQuestion.update({
      where: { uuid: askedId },
      data: { closedAt: deps.now() },
      select: { uuid: true },
    });
    await recordAudit(tx, actor, {
      action: "questions.dismissAsked",
      entity: "AskedQuestion",
      entityId: askedId,
      before: { text: asked.text },
      after: {},
    });
    return asked.practiceId;
  });
  return listWaiting(deps, actor, { practiceId });
}

async function lockAsked(tx: Tx, actor: Actor, askedId: string) {
  const [asked] = await tx.$queryRaw<{ practiceId: string; questionId: string | null; text: string }[]>(
    Prisma.sql`
    select practice_id as "practiceId", question_id::text as "questionId", text from apps_askedquestion
    where uuid = ${askedId}::uuid and closed_at is null for update`,
  );
  if (!asked || !isInScope(actor, asked.practiceId))
    throw new DomainError("NOT_FOUND", "There is no such question waiting.", { field: "askedId" });
  return asked;
}

/** The question of the FAQ with these words, made if need be. */
async function adopt(deps: Deps, tx: Tx, actor: Actor, text: string): Promise<string> {
  const same = await tx.question.findFirst({
    where: { text: { equals: likeLiteral(text), mode: "insensitive" } },
    select: { uuid: true },
  });
  if (same) return same.uuid;
  const { _max } = await tx.question.aggregate({ _max: { position: true } });
  const { uuid } = await tx.question.create({
    data: { text, position: (_max.position ?? 0) + 10, updatedAt: deps.now() },
    select: { uuid: true },
  });
  await recordAudit(tx, actor, {
    action: "questions.create",
    entity: "Question",
    entityId: uuid,
    after: { text, isPinned: false },
  });
  return uuid;
}

/** The practice and the question exist, and the answer is the one that the change was based on. */
async function change(
  deps: Deps,
  actor: Actor,
  { practiceId, questionId, version }: RemoveAnswerInput,
  work: (tx: Tx, before: string | undefined) => Promise<void>,
): Promise<void> {
  requireInScope(actor, practiceId);
  await inTransaction(deps.db, async (tx) => {
    const [known] = await tx.$queryRaw<object[]>(Prisma.sql`
      select 1 as one from apps_question q, apps_practice p
      where q.uuid = ${questionId}::uuid and p.odu_id = ${practiceId} and p.extractor_removed_at is null
      for no key update of q`);
    if (!known) throw new DomainError("NOT_FOUND", "There is no such practice or question.");
    const before = await tx.answer.findUnique({
      where: { practiceId_questionId: { practiceId, questionId } },
      select: { text: true, version: true, updatedAt: true, updatedBy: true },
    });
    if ((before?.version ?? 0) !== version)
      throw new DomainError("CONFLICT", "Somebody changed this answer in the meantime.", {
        field: "version",
        details: before ?? {},
      });
    await work(tx, before?.text);
  });
}

function trace(
  tx: Tx,
  actor: Actor,
  action: string,
  { practiceId, questionId }: Pick<RemoveAnswerInput, "practiceId" | "questionId">,
  before: Record<string, unknown>,
  after: Record<string, unknown>,
) {
  return recordAudit(tx, actor, {
    action,
    entity: "Answer",
    entityId: `${practiceId}:${questionId}`,
    before,
    after,
  });
}
