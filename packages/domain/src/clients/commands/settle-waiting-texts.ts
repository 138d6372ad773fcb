import type { SmsErrorCode } from "@vetsuccess/contract/texts";
import type { Tx } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import { listExcludedPhoneTypes } from "../../outreach/queries/practice.ts";
import { endText } from "../../texts/commands/end-text.ts";
import { rewriteText } from "../../texts/commands/rewrite-text.ts";
import { getTextNow } from "../../texts/queries/text-now.ts";
import { lookAgain, TextContext } from "../../texts/rules.ts";

/** Why waiting texts must be looked at again. */
export interface Silenced {
  /** Pets that were opted out, or whose outcome was recorded. */
  patientIds: readonly string[];
  /** Their clients, when an outcome may end the texts to all of their pets. */
  clientIds: readonly string[];
  /** Numbers, ten digits, that were opted out. */
  numbers: readonly string[];
}

/** What became of them, by uuid. */
export interface Settled {
  canceled: { textId: string; reason: SmsErrorCode }[];
  rewritten: string[];
}

interface Locked {
  historyId: string;
  clientId: string | null;
  status: string;
}

interface Event {
  historyId: string;
  context: unknown;
  practiceId: string;
  /** Its practice has mailing on and is open: the text can be written anew. */
  canBeWritten: boolean;
}

/**
 * Looks again at the texts that wait for these pets or numbers, by the same rules that look again before sending: one that
 * may not go out is canceled, one that speaks of other pets too is rewritten without those it may not speak of. A text that
 * is being sent at this moment stays as it is.
 *
 * Locks the texts before their events, as planning does, and all of them in one order; locks also the SENT ones of the pets,
 * which the caller may be about to close.
 */
export async function settleWaitingTexts(
  tx: Tx,
  { patientIds, clientIds, numbers }: Silenced,
): Promise<Settled> {
  const settled: Settled = { canceled: [], rewritten: [] };
  if (patientIds.length === 0 && numbers.length === 0) return settled;
  const locked = await tx.$queryRaw<Locked[]>(Prisma.sql`
    select h.uuid::text as "historyId", h.client_id as "clientId", h.status from apps_smshistory h
    where h.uuid in (
      select r.sms_history_id from apps_reminder r where r.patient_id = any(${[...patientIds]}::text[])
      union all
      select w.uuid from apps_smshistory w
      where w.status = 'PENDING' and w.client_id = any(${[...clientIds]}::text[])
      union all
      select w.uuid from apps_smshistory w
      where w.status = 'PENDING' and w.event_context ->> 'number_to' = any(${[...numbers]}::text[])
    ) and (h.status = 'PENDING' or (h.status = 'SENT' and not h.is_followed))
    order by h.uuid for update`);
  const waiting = locked.filter(({ status }) => status === "PENDING");
  if (waiting.length === 0) return settled;

  const events = await lockEvents(
    tx,
    waiting.map(({ historyId }) => historyId),
  );
  const excludedTypes = await listExcludedPhoneTypes(tx);
  for (const { historyId, context, practiceId, canBeWritten } of events) {
    const clientId = waiting.find((text) => text.historyId === historyId)?.clientId ?? null;
    const parsed = TextContext.safeParse(context);
    if (!parsed.success) continue;
    const text = { historyId, clientId, practiceId };
    const check = lookAgain(await getTextNow(tx, { ...text, number: parsed.data.number_to }), excludedTypes);
    if ("cancel" in check) {
      const errorMessage = "found when an agent changed the client";
      await endText(tx, historyId, {
        status: "CANCELED",
        errorCode: check.cancel,
        errorMessage,
        sentAt: null,
        response: null,
      });
      settled.canceled.push({ textId: historyId, reason: check.cancel });
    } else if (check.leftOut.length > 0 && canBeWritten) {
      await rewriteText(tx, text, check.leftOut);
      await copyContext(tx, historyId);
      settled.rewritten.push(historyId);
    }
  }
  return settled;
}

/** Those that nobody is sending, by uuid of their texts. */
function lockEvents(tx: Tx, historyIds: readonly string[]): Promise<Event[]> {
  return tx.$queryRaw<Event[]>(Prisma.sql`
    select e.sms_history_id::text as "historyId", e.context, practice.odu_id as "practiceId",
      not practice.is_archived and practice.extractor_removed_at is null and coalesce(s.is_sms_mailing_enabled, false)
        as "canBeWritten"
    from apps_smsevent e
    join apps_smshistory h on h.uuid = e.sms_history_id
    join apps_practice practice on practice.odu_id = h.practice_id
    left join apps_practicesettings s on s.practice_id = practice.odu_id
    where e.sms_history_id = any(${[...historyIds]}::uuid[]) and e.status = 'PENDING'
    order by e.sms_history_id for update of e`);
}

/** Text and event carry the same words. */
async function copyContext(tx: Tx, historyId: string): Promise<void> {
  await tx.$executeRaw(Prisma.sql`
    update apps_smsevent e set context = h.event_context, updated_at = clock_timestamp()
    from apps_smshistory h where h.uuid = e.sms_history_id and h.uuid = ${historyId}::uuid`);
}
