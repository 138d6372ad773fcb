import { DomainError } from "@vetsuccess/contract/errors";
import {
  PlanInput,
  type BatchDecision,
  type DecideBatchInput,
  type PlanResult,
} from "@vetsuccess/contract/outreach";
import { inTransaction, type Tx } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import { recordAudit } from "../audit/commands.ts";
import { utcDay } from "../calendar/rules.ts";
import type { Actor, Deps } from "../deps.ts";
import { requireInScope } from "../identity/rules.ts";
import { enqueue, isQueued } from "../jobs/commands.ts";
import { sendDueTexts } from "../texts/jobs.ts";
import { createSmsEvents } from "./jobs.ts";
import { draftPlan, type Draft, type PlannedText } from "./queries/draft-plan.ts";
import {
  getOutreachPractice,
  listOutreachPractices,
  startWatermarks,
  type OutreachPractice,
} from "./queries/practice.ts";
import { holdsBatch } from "./rules/batches.ts";
import { countDecisions, samplesOf } from "./rules/plan.ts";
import type { DefaultTexts } from "./rules/templates.ts";
import { windowsToCover, type Window } from "./rules/windows.ts";

/** A launch day of 20,000 patients takes some seconds; a slower machine is given time. */
const planTimeoutMs = 120_000;

interface PlanOptions {
  /** Who asks; absent: the product itself. */
  actor?: Actor;
  /** Other wording than the product's own. */
  defaultTexts?: DefaultTexts;
}

/**
 * Plans the texts of a practice through one outreach day: decides every due reminder of the day and of the days missed
 * before it, and writes one text per client, all in one transaction. Planning a covered day again changes nothing; a
 * client whose text still waits gets that one rewritten.
 *
 * @param input `day` is a UTC date, not after today
 * @throws DomainError INVALID_INPUT, NOT_FOUND, PRACTICE_ARCHIVED, MAILING_OFF; BATCH_HELD when somebody holds the batch, or
 *   has to approve it first; CONFLICT when a text that would have to be rewritten is being sent at this moment (try again
 *   later)
 */
export async function planPractice(
  deps: Deps,
  input: PlanInput,
  options: PlanOptions = {},
): Promise<PlanResult> {
  const { practiceId, day } = checkInput(deps, input);
  const result = await inTransaction(
    deps.db,
    async (tx) => {
      await lockPractice(tx, practiceId);
      const practice = await getOutreachPractice(tx, practiceId);
      requireGo(practice, day);
      const windows = windowsToCover(day, practice.coveredThrough, practice.launch);
      const draft = await draftPlan(deps, tx, practice, windows, { ...options, now: deps.now(), lock: true });
      await writeTexts(tx, draft.texts, practice, day, deps.now());
      await writeDecisions(tx, draft, day, deps.now());
      await moveWatermark(tx, practiceId, day, deps.now());
      if (practice.batch && practice.batch.day <= day)
        await tx.outreachBatch.deleteMany({ where: { practiceId } });
      const earliest = draft.texts.map((text) => text.sendAt).sort((a, b) => a.getTime() - b.getTime())[0];
      if (earliest) await enqueue(tx, sendDueTexts, {}, { runAt: earliest });
      return resultOf(practiceId, day, windows, draft);
    },
    { timeoutMs: planTimeoutMs },
  );
  deps.log.info({ practiceId, day, texts: result.texts, decisions: result.decisions }, "outreach planned");
  return result;
}

/**
 * What planning would do, without doing it. For a day that is covered already: what is still undecided in its window.
 *
 * @throws DomainError INVALID_INPUT, NOT_FOUND, PRACTICE_ARCHIVED, MAILING_OFF
 */
export async function previewPlan(
  deps: Deps,
  input: PlanInput,
  options: PlanOptions = {},
): Promise<PlanResult> {
  const { practiceId, day } = checkInput(deps, input);
  if (options.actor) requireInScope(options.actor, practiceId);
  return inTransaction(
    deps.db,
    async (tx) => {
      const practice = await getOutreachPractice(tx, practiceId);
      const { coveredThrough, launch } = practice;
      const isCovered = coveredThrough !== null && coveredThrough >= day;
      const windows = windowsToCover(day, isCovered ? null : coveredThrough, launch);
      return resultOf(
        practiceId,
        day,
        windows,
        await draftPlan(deps, tx, practice, windows, { ...options, now: deps.now(), lock: false }),
      );
    },
    { timeoutMs: planTimeoutMs, isolation: "RepeatableRead" },
  );
}

/**
 * Puts planning into the queue.
 *
 * @returns the key of the job, the same for the same practice and day
 * @throws DomainError INVALID_INPUT, NOT_FOUND, PRACTICE_ARCHIVED, MAILING_OFF, BATCH_HELD
 */
export async function requestPlan(deps: Deps, actor: Actor, input: PlanInput): Promise<{ jobKey: string }> {
  const payload = checkInput(deps, input);
  requireInScope(actor, payload.practiceId);
  await inTransaction(deps.db, async (tx) => {
    requireGo(await getOutreachPractice(tx, payload.practiceId), payload.day);
    await enqueue(tx, createSmsEvents, payload);
    await recordAudit(tx, actor, {
      action: "outreach.plan",
      entity: "Practice",
      entityId: payload.practiceId,
      after: { day: payload.day },
    });
  });
  deps.log.info({ ...payload, actorId: actor.id }, "outreach plan requested");
  return { jobKey: createSmsEvents.key?.(payload) ?? createSmsEvents.name };
}

/**
 * Puts planning of today (UTC) into the queue, once for each practice and day however often it is asked for: not when the
 * day is covered, or the job waits or runs already.
 *
 * @returns whether this call did it
 * @throws DomainError NOT_FOUND, also for a practice that the actor may not see; PRACTICE_ARCHIVED, MAILING_OFF, BATCH_HELD
 */
export async function requestPlanOfToday(deps: Deps, actor: Actor, practiceId: string): Promise<boolean> {
  requireInScope(actor, practiceId);
  const payload = { practiceId, day: utcDay(deps.now()) };
  const isNew = await inTransaction(deps.db, async (tx) => {
    await lockPractice(tx, practiceId);
    const practice = await getOutreachPractice(tx, practiceId);
    const { coveredThrough } = practice;
    if (coveredThrough !== null && coveredThrough >= payload.day) return false;
    requireGo(practice, payload.day);
    if (await isQueued(tx, createSmsEvents, payload)) return false;
    await enqueue(tx, createSmsEvents, payload);
    await recordAudit(tx, actor, {
      action: "outreach.trigger",
      entity: "Practice",
      entityId: practiceId,
      after: payload,
    });
    return true;
  });
  deps.log.info({ ...payload, actorId: actor.id, isNew }, "outreach of today requested");
  return isNew;
}

/**
 * Puts planning of today (UTC) into the queue for each practice with SMS mailing on that is not archived. A batch that waits
 * for a decision is left out; its day is covered with the next one that goes.
 *
 * @returns their ids
 */
export async function requestDailyPlans(deps: Deps): Promise<string[]> {
  const day = utcDay(deps.now());
  const practiceIds = await inTransaction(deps.db, async (tx) => {
    const practices = await listOutreachPractices(tx);
    const idsOf = (isHeld: boolean) =>
      practices
        .filter((each) => (holdsBatch(each, day) !== null) === isHeld)
        .map(({ practiceId }) => practiceId);
    const ids = idsOf(false);
    await startWatermarks(tx, idsOf(true), day);
    for (const practiceId of ids) await enqueue(tx, createSmsEvents, { practiceId, day });
    return ids;
  });
  deps.log.info({ day, practices: practiceIds.length }, "outreach launched");
  return practiceIds;
}

/**
 * Decides on the next batch of a practice: HELD keeps planning from it, APPROVED lets it go, trimmed or whole; null takes an
 * earlier decision back. One that is approved for today, or a day before, is planned at once.
 *
 * @throws DomainError NOT_FOUND, PRACTICE_ARCHIVED, MAILING_OFF; CONFLICT when the day is covered already
 */
export async function decideBatch(
  deps: Deps,
  actor: Actor,
  input: DecideBatchInput,
): Promise<{ batch: BatchDecision | null }> {
  const { practiceId, day, decision, mostTexts } = input;
  requireInScope(actor, practiceId);
  const leftOutClientIds = [...new Set(input.leftOutClientIds)].sort();
  const now = deps.now();
  return inTransaction(deps.db, async (tx) => {
    await lockPractice(tx, practiceId);
    const { batch: before, coveredThrough } = await getOutreachPractice(tx, practiceId);
    if (coveredThrough !== null && coveredThrough >= day)
      throw new DomainError("CONFLICT", `The texts of ${day} are planned already.`, { field: "day" });
    const batch: BatchDecision | null = decision && {
      decision,
      day,
      mostTexts,
      leftOutClientIds,
      decidedAt: now,
      decidedBy: actor.label.slice(0, 255),
    };
    await tx.outreachBatch.deleteMany({ where: { practiceId } });
    if (batch) await tx.outreachBatch.create({ data: { ...batch, practiceId, day: new Date(day) } });
    const today = utcDay(now);
    // A day that lies ahead is kept by the launcher, on the day itself.
    if (decision === "HELD" && day <= today) await startWatermarks(tx, [practiceId], day);
    if (decision === "APPROVED" && day <= today)
      await enqueue(tx, createSmsEvents, { practiceId, day: today });
    const traced = (of: BatchDecision | null) => of && { ...of, decidedAt: undefined, decidedBy: undefined };
    await recordAudit(tx, actor, {
      action: "outreach.decideBatch",
      entity: "OutreachBatch",
      entityId: practiceId,
      before: { ...traced(before) },
      after: { ...traced(batch) },
    });
    return { batch };
  });
}

/** @throws DomainError BATCH_HELD */
function requireGo(practice: OutreachPractice, day: string): void {
  const why = holdsBatch(practice, day);
  if (why === null) return;
  const { batch } = practice;
  throw new DomainError(
    "BATCH_HELD",
    why === "HELD"
      ? `${batch?.decidedBy} holds this batch: approve it first.`
      : "The batches of this practice wait until somebody approves them.",
    { field: "day" },
  );
}

function checkInput(deps: Deps, input: PlanInput): PlanInput {
  const parsed = PlanInput.safeParse(input);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new DomainError("INVALID_INPUT", issue?.message ?? "invalid input", {
      field: issue?.path.join(".") ?? "",
    });
  }
  if (parsed.data.day > utcDay(deps.now()))
    throw new DomainError("INVALID_INPUT", `${parsed.data.day} is in the future`, { field: "day" });
  return parsed.data;
}

/** Whoever plans the same practice at the same time waits here. */
async function lockPractice(tx: Tx, practiceId: string): Promise<void> {
  await tx.$executeRaw(Prisma.sql`
    insert into apps_outreachwatermark (practice_id) select odu_id from apps_practice where odu_id = ${practiceId}
    on conflict do nothing`);
  await tx.$queryRaw(Prisma.sql`
    select practice_id from apps_outreachwatermark where practice_id = ${practiceId} for update`);
}

async function writeTexts(tx: Tx, texts: PlannedText[], practice: OutreachPractice, day: string, now: Date) {
  if (texts.length === 0) return;
  const rows = texts.map(({ historyId, clientId, number, written, ...text }) => ({
    uuid: historyId,
    client_id: clientId,
    send_at: text.sendAt,
    context: {
      number_from: practice.senderNumber,
      number_to: number,
      practice_id: practice.practiceId,
      sms_history_id: historyId,
      text: written.text,
    },
  }));
  await tx.$executeRaw(Prisma.sql`
    with planned as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as t(uuid uuid, client_id text, send_at timestamptz, context jsonb)
    ), history as (
      insert into apps_smshistory (uuid, practice_id, client_id, event_context, planned_on, created_at, updated_at)
      select uuid, ${practice.practiceId}, client_id, context, ${day}::date, ${now}::timestamptz, ${now}::timestamptz
      from planned
      on conflict (uuid) do update set event_context = excluded.event_context, updated_at = excluded.updated_at
    )
    insert into apps_smsevent (sms_history_id, send_at, context, created_at, updated_at)
    select uuid, send_at, context, ${now}::timestamptz, ${now}::timestamptz from planned
    on conflict (sms_history_id) do update set context = excluded.context, updated_at = excluded.updated_at`);
}

async function writeDecisions(tx: Tx, { reminders, texts }: Draft, day: string, now: Date) {
  if (reminders.length === 0) return;
  const historyOf = new Map(texts.map((text) => [text.clientId, text.historyId]));
  const rows = reminders.map(({ reminderId, status, clientId }) => ({
    odu_id: reminderId,
    status,
    history: clientId === null ? null : historyOf.get(clientId),
  }));
  await tx.$executeRaw(Prisma.sql`
    update apps_reminder r
    set sms_status = d.status, sms_history_id = d.history, sms_decided_on = ${day}::date, updated_at = ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as d(odu_id text, status text, history uuid)
    where r.odu_id = d.odu_id`);
}

async function moveWatermark(tx: Tx, practiceId: string, day: string, now: Date) {
  await tx.$executeRaw(Prisma.sql`
    update apps_outreachwatermark set covered_through = ${day}::date, updated_at = ${now}::timestamptz
    where practice_id = ${practiceId} and (covered_through is null or covered_through < ${day}::date)`);
}

function resultOf(
  practiceId: string,
  day: string,
  windows: Window[],
  { reminders, texts }: Draft,
): PlanResult {
  return {
    practiceId,
    day,
    windows,
    reminders: reminders.length,
    decisions: countDecisions(reminders),
    texts: texts.length,
    samples: samplesOf(texts),
  };
}
