import { DomainError } from "@vetsuccess/contract/errors";
import type { DecideTextInput } from "@vetsuccess/contract/texts";
import { inTransaction, type Tx } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import { recordAudit } from "../../audit/commands.ts";
import type { Actor, Deps } from "../../deps.ts";
import { enqueue } from "../../jobs/commands.ts";
import { sendDueTexts } from "../jobs.ts";
import { visibleTo } from "../queries/list-texts.ts";
import { nextDayTime } from "../rules.ts";

interface UnknownText {
  status: string;
  timeZone: string | null;
  /** When the call of which nobody knows began. */
  calledAt: Date | null;
}

/**
 * A person decides what became of a text whose fate is unknown: it went out, or it did not and waits again, for the next
 * working day at the recipient, where it is looked at again like any other.
 *
 * @throws DomainError NOT_FOUND; CONFLICT when its fate is known, or somebody else has just decided
 */
export async function decideText(deps: Deps, actor: Actor, input: DecideTextInput): Promise<void> {
  const { uuid, decision, reason } = input;
  await inTransaction(deps.db, async (tx) => {
    const text = await lockText(tx, actor, uuid);
    if (!text) throw new DomainError("NOT_FOUND", "There is no such text.", { field: "uuid" });
    if (text.status !== "UNKNOWN")
      throw new DomainError("CONFLICT", "What became of this text is known already.");
    const status = decision === "SENT" ? "SENT" : "PENDING";
    await tx.$executeRaw(Prisma.sql`
      update apps_smshistory
      set status = ${status}, sent_at = ${decision === "SENT" ? text.calledAt : null}, error_code = null, error_message = null,
        updated_at = ${deps.now()}
      where uuid = ${uuid}::uuid`);
    if (decision === "NOT_SENT") await putBack(deps, tx, uuid, nextDayTime(deps.now(), text.timeZone));
    await recordAudit(tx, actor, {
      action: "texts.decide",
      entity: "SmsHistory",
      entityId: uuid,
      before: { status: "UNKNOWN" },
      after: { status, reason },
    });
  });
  deps.log.info({ actorId: actor.id, historyId: uuid, decision }, "fate of a text decided");
}

async function lockText(tx: Tx, actor: Actor, uuid: string): Promise<UnknownText | undefined> {
  const [text] = await tx.$queryRaw<UnknownText[]>(Prisma.sql`
    select h.status, server.time_zone as "timeZone", (
        select max(started_at) from apps_smsattempt a where a.sms_history_id = h.uuid) as "calledAt"
    from apps_smshistory h
    left join apps_practice p on p.odu_id = h.practice_id
    left join apps_server server on server.odu_id = p.server_id
    where h.uuid = ${uuid}::uuid and ${visibleTo(actor)}
    for no key update of h`);
  return text;
}

/** Back into the outbox, with what planning wrote for it. */
async function putBack(deps: Deps, tx: Tx, uuid: string, sendAt: Date): Promise<void> {
  await tx.$executeRaw(Prisma.sql`
    insert into apps_smsevent (sms_history_id, send_at, context, created_at, updated_at)
    select uuid, ${sendAt}, event_context, ${deps.now()}, ${deps.now()} from apps_smshistory where uuid = ${uuid}::uuid`);
  await enqueue(tx, sendDueTexts, {}, { runAt: sendAt });
}
