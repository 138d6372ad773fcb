import { inTransaction, type Tx } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import { localDay } from "../../calendar/rules.ts";
import type { SendingDeps } from "../../deps.ts";
import { listExcludedPhoneTypes } from "../../outreach/queries/practice.ts";
import { toE164 } from "../../outreach/rules/phones.ts";
import type { SmsMessage } from "../ports.ts";
import { getTextNow } from "../queries/text-now.ts";
import { contextProblem, lookAgain, mayGoOut, nextDayTime, TextContext } from "../rules.ts";
import { endText } from "./end-text.ts";
import { rewriteText } from "./rewrite-text.ts";

/** So many calls in any stretch of `windowMs`, over all workers together. */
export interface SendingLimit {
  calls: number;
  windowMs: number;
}

/** A text that is this worker's to send: its attempt is committed. */
export interface ClaimedText {
  attemptId: string;
  historyId: string;
  message: SmsMessage;
}

/** What a look into the outbox came to. */
export type Claim =
  | { kind: "CLAIMED"; text: ClaimedText }
  /** A text was taken off the line or moved to another day: there may be a next one. */
  | { kind: "SETTLED" }
  /** The limit is used up for so long. */
  | { kind: "FULL"; retryInMs: number }
  /** Nothing may go out now. */
  | { kind: "NOTHING" };

/**
 * Takes the text that has been due for longest, if one may go out at this moment, and commits its attempt. All workers
 * come through here one after the other, so that limit and pauses hold for all of them together.
 *
 * @param attemptId the uuid that the attempt gets: after a lost connection the caller can ask what became of it
 */
export function claimText(deps: SendingDeps, attemptId: string, limit: SendingLimit): Promise<Claim> {
  return inTransaction(deps.db, async (tx) => {
    await lockSending(tx);
    const gate = await readGate(tx, limit);
    if (gate.isPaused) return { kind: "NOTHING" };
    if (gate.used >= limit.calls) return { kind: "FULL", retryInMs: gate.freeInMs };
    const practices = await listSendingPractices(tx);
    const due = await lockNextDue(deps, tx, practices);
    return due ? claimOrSettle(deps, tx, attemptId, due) : { kind: "NOTHING" };
  });
}

/** Claims and pauses of all workers are ordered by this lock; it comes before all others. */
export async function lockSending(tx: Tx): Promise<void> {
  await tx.$queryRaw(Prisma.sql`select id from apps_sendingstate where id = 1 for update`);
}

interface Gate {
  isPaused: boolean;
  /** Calls that run, or ended less than the limit's window ago: whatever arrived at the provider is among them. */
  used: number;
  /** Until the next call drops out of the window. */
  freeInMs: number;
}

/** While calls run but none has ended in the window, their end is waited for in steps of this. */
const runningCallsPollMs = 50;

/** A statement of its own, after the lock: its snapshot has the claims of those who came before. */
async function readGate(tx: Tx, limit: SendingLimit): Promise<Gate> {
  const window = Prisma.sql`${limit.windowMs} * interval '1 millisecond'`;
  const [gate] = await tx.$queryRaw<Gate[]>(Prisma.sql`
    select exists (
        select from apps_sendingpause where ended_at is null and (until is null or until > clock_timestamp())
      ) as "isPaused",
      count(*)::int as used,
      ceil(coalesce(extract(epoch from min(finished_at) + ${window} - clock_timestamp()) * 1000, ${runningCallsPollMs}))::int
        as "freeInMs"
    from apps_smsattempt
    where finished_at is null or (finished_at > clock_timestamp() - ${window} and result <> 'NOT_SENT')`);
  return gate ?? { isPaused: true, used: 0, freeInMs: 0 };
}

interface SendingPractice {
  practiceId: string;
  /** Ten digits. */
  numberFrom: string;
  timeZone: string | null;
}

/** Practices whose texts may go out, the hour left aside. */
function listSendingPractices(tx: Tx): Promise<SendingPractice[]> {
  return tx.$queryRaw<SendingPractice[]>(Prisma.sql`
    select p.odu_id as "practiceId", s.sms_senders_phone as "numberFrom", server.time_zone as "timeZone"
    from apps_practice p
    join apps_practicesettings s on s.practice_id = p.odu_id
    left join apps_server server on server.odu_id = p.server_id
    where not p.is_archived and p.extractor_removed_at is null
      and s.is_sms_mailing_enabled and s.sms_senders_phone <> ''`);
}

interface DueText {
  historyId: string;
  clientId: string | null;
  status: string;
  context: unknown;
  /** null: the practice is gone for good. */
  practice: SendingPractice | null;
}

/** The event and its history are locked together, or passed over when somebody else (planning) has them. */
async function lockNextDue(deps: SendingDeps, tx: Tx, practices: SendingPractice[]): Promise<DueText | null> {
  const now = deps.now();
  const all = practices.map(({ practiceId }) => practiceId);
  const open = practices
    .filter(({ timeZone }) => mayGoOut(now, timeZone))
    .map(({ practiceId }) => practiceId);
  const [row] = await tx.$queryRaw<(Omit<DueText, "practice"> & { practiceId: string | null })[]>(Prisma.sql`
    select h.uuid::text as "historyId", h.client_id as "clientId", h.practice_id as "practiceId", h.status, e.context
    from apps_smsevent e join apps_smshistory h on h.uuid = e.sms_history_id
    where e.status = 'PENDING' and e.send_at <= ${now}
      and (h.practice_id is null or h.practice_id = any(${open}::text[])
        or (${deps.settings.isSandbox} and e.ignores_hours and h.practice_id = any(${all}::text[])))
    order by e.send_at limit 1
    for update of e, h skip locked`);
  if (!row) return null;
  return { ...row, practice: practices.find(({ practiceId }) => practiceId === row.practiceId) ?? null };
}

/** Decides on the text that is next: it goes out, is taken off the line with a reason, or moves to another day. */
async function claimOrSettle(deps: SendingDeps, tx: Tx, attemptId: string, due: DueText): Promise<Claim> {
  const { historyId, clientId, practice } = due;
  const end = async (
    status: "ERROR" | "CANCELED",
    errorCode: Parameters<typeof endText>[2]["errorCode"],
    why: string,
  ) => {
    await endText(tx, historyId, { status, errorCode, errorMessage: why, sentAt: null, response: null });
    deps.log.info({ historyId, status, errorCode }, "text ended before sending");
    return { kind: "SETTLED" } as const;
  };
  // A text that has ended already: nothing but its event is left over.
  if (due.status !== "PENDING") return end("CANCELED", null, "");
  if (!practice) return end("CANCELED", "NOT_CONTACTABLE", "its practice is gone");

  const context = TextContext.safeParse(due.context);
  if (!context.success) return end("ERROR", "INVALID_CONTEXT", contextProblem(context.error));
  if (context.data.practice_id !== practice.practiceId)
    return end("ERROR", "INVALID_CONTEXT", "practice_id: is not the text's practice");
  const number = context.data.number_to;

  const textNow = await getTextNow(tx, { historyId, clientId, practiceId: practice.practiceId, number });
  const check = lookAgain(textNow, await listExcludedPhoneTypes(tx));
  if ("cancel" in check) return end("CANCELED", check.cancel, "found when it was about to go out");

  const day = localDay(deps.now(), practice.timeZone);
  if (await wasTexted(tx, toE164(number), day)) {
    await moveText(tx, historyId, nextDayTime(deps.now(), practice.timeZone));
    return { kind: "SETTLED" };
  }

  const text =
    check.leftOut.length === 0
      ? context.data.text
      : await rewriteText(tx, { historyId, clientId, practiceId: practice.practiceId }, check.leftOut);
  await tx.$executeRaw(Prisma.sql`
    insert into apps_smsattempt (uuid, sms_history_id, worker_id, number_to, local_day)
    values (${attemptId}::uuid, ${historyId}::uuid, ${deps.workerId}, ${toE164(number)}, ${day}::date)`);
  await tx.$executeRaw(Prisma.sql`
    update apps_smsevent
    set status = 'IN_PROGRESS', claimed_by = ${deps.workerId}, claimed_at = clock_timestamp(), updated_at = clock_timestamp()
    where sms_history_id = ${historyId}::uuid`);
  const message = { numberFrom: toE164(practice.numberFrom), numberTo: toE164(number), text };
  return { kind: "CLAIMED", text: { attemptId, historyId, message } };
}

/** Whether a text went out to the number on this day, or may have. The unique index on attempts says the same. */
async function wasTexted(tx: Tx, number: string, day: string): Promise<boolean> {
  const rows = await tx.$queryRaw<object[]>(Prisma.sql`
    select 1 as one from apps_smsattempt
    where number_to = ${number} and local_day = ${day}::date and (result is null or result in ('ACCEPTED', 'UNKNOWN'))`);
  return rows.length > 0;
}

async function moveText(tx: Tx, historyId: string, sendAt: Date): Promise<void> {
  await tx.$executeRaw(Prisma.sql`
    update apps_smsevent set send_at = ${sendAt}, ignores_hours = false, updated_at = clock_timestamp()
    where sms_history_id = ${historyId}::uuid`);
}
