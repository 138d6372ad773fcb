import { DomainError } from "@vetsuccess/contract/errors";
import type { DeliverNowInput, PauseSendingInput } from "@vetsuccess/contract/texts";
import { inTransaction } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import type { z } from "zod";
import { recordAudit } from "../../audit/commands.ts";
import type { Actor, Deps } from "../../deps.ts";
import { requireAllPractices, requireInScope } from "../../identity/rules.ts";
import { enqueue } from "../../jobs/commands.ts";
import { sendDueTexts } from "../jobs.ts";
import { lockSending } from "./claim-text.ts";

/**
 * Stops all sending until somebody resumes it. Calls that run already are not stopped.
 *
 * @throws DomainError NOT_ALLOWED for those who are limited to some practices
 */
export async function pauseSending(
  deps: Deps,
  actor: Actor,
  input: z.output<typeof PauseSendingInput>,
): Promise<void> {
  requireAllPractices(actor);
  await inTransaction(deps.db, async (tx) => {
    await lockSending(tx);
    await tx.$executeRaw(Prisma.sql`
      insert into apps_sendingpause (reason, detail, started_by) values ('MANUAL', ${input.detail}, ${actor.label})`);
    await recordAudit(tx, actor, {
      action: "sending.pause",
      entity: "Sending",
      entityId: null,
      after: { detail: input.detail },
    });
  });
  deps.log.warn({ actorId: actor.id }, "sending paused");
}

/**
 * Ends all pauses, whoever or whatever made them, and sends what is due.
 *
 * @throws DomainError NOT_ALLOWED for those who are limited to some practices
 */
export async function resumeSending(deps: Deps, actor: Actor): Promise<void> {
  requireAllPractices(actor);
  await inTransaction(deps.db, async (tx) => {
    await lockSending(tx);
    await tx.$executeRaw(Prisma.sql`
      update apps_sendingpause set ended_at = clock_timestamp(), ended_by = ${actor.label} where ended_at is null`);
    await recordAudit(tx, actor, { action: "sending.resume", entity: "Sending", entityId: null });
    await enqueue(tx, sendDueTexts, {});
  });
  deps.log.warn({ actorId: actor.id }, "sending resumed");
}

/**
 * Makes the waiting texts of a practice, or of all that the actor may see, due at once and at any hour. The limit still holds.
 *
 * @throws DomainError SANDBOX_ONLY where the provider is a real one
 */
export async function deliverNow(
  deps: Deps,
  actor: Actor,
  input: z.output<typeof DeliverNowInput>,
): Promise<{ texts: number }> {
  if (!deps.settings.isSandbox)
    throw new DomainError("SANDBOX_ONLY", "texts are delivered ahead of time in the sandbox only");
  const practiceId = input.practiceId ?? null;
  if (practiceId !== null) requireInScope(actor, practiceId);
  const texts = await inTransaction(deps.db, async (tx) => {
    const made = await tx.$executeRaw(Prisma.sql`
      update apps_smsevent e
      set send_at = least(e.send_at, ${deps.now()}), ignores_hours = true, updated_at = ${deps.now()}
      where e.uuid in (
        select waiting.uuid from apps_smsevent waiting join apps_smshistory h on h.uuid = waiting.sms_history_id
        where waiting.status = 'PENDING' and (${practiceId}::text is null or h.practice_id = ${practiceId}::text)
          and (${actor.practiceIds === null} or h.practice_id = any(${[...(actor.practiceIds ?? [])]}::text[]))
        for update of waiting skip locked)`);
    await enqueue(tx, sendDueTexts, {});
    await recordAudit(tx, actor, {
      action: "texts.deliverNow",
      entity: "Practice",
      entityId: practiceId,
      after: { texts: made },
    });
    return made;
  });
  deps.log.info({ actorId: actor.id, practiceId, texts }, "texts delivered ahead of time");
  return { texts };
}
