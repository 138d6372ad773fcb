import type { SendUpdateAgainInput } from "@vetsuccess/contract/email-updates";
import { DomainError } from "@vetsuccess/contract/errors";
import { inTransaction } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import { recordAudit } from "../../audit/commands.ts";
import type { Actor, Deps } from "../../deps.ts";
import { enqueue } from "../../jobs/commands.ts";
import { sendUpdate } from "../jobs.ts";
import { visibleUpdates } from "../queries/list-updates.ts";
import { cannotSendAgain, type UpdateState } from "../rules/again.ts";

/**
 * A person has a mail sent again, and says why. Its files stay those that were listed; where there were none, they are
 * listed anew.
 *
 * @throws DomainError NOT_FOUND, or CONFLICT when it must not be sent again
 */
export async function sendUpdateAgain(deps: Deps, actor: Actor, input: SendUpdateAgainInput): Promise<void> {
  const { uuid, reason } = input;
  await inTransaction(deps.db, async (tx) => {
    const [event] = await tx.$queryRaw<
      (UpdateState & { practiceId: string; day: string; round: number })[]
    >(Prisma.sql`
      select e.status, e.delivery, e.round, e.practice_id as "practiceId", e.sent_date::text as day,
        exists (select from apps_updatesemailattempt a where a.event_id = e.uuid and a.finished_at is null) as "isSending"
      from apps_updatesemailevent e
      where e.uuid = ${uuid}::uuid and e.practice_id is not null and ${visibleUpdates(actor)} for update`);
    if (!event) throw new DomainError("NOT_FOUND", "there is no such e-mail update", { field: "uuid" });
    const refusal = cannotSendAgain(event);
    if (refusal) throw new DomainError("CONFLICT", refusal, { field: "uuid" });
    await tx.$executeRaw(Prisma.sql`
      update apps_updatesemailevent
      set status = 'PENDING', round = round + 1, delivery = null, delivery_at = null, error_message = null,
        listed_at = case when file_paths <> '{}' then listed_at end, updated_at = ${deps.now()}
      where uuid = ${uuid}::uuid`);
    await enqueue(tx, sendUpdate, { practiceId: event.practiceId, day: event.day });
    await recordAudit(tx, actor, {
      action: "emailUpdates.sendAgain",
      entity: "UpdatesEmailEvent",
      entityId: uuid,
      before: { status: event.status, round: event.round },
      after: { status: "PENDING", round: event.round + 1, reason },
    });
  });
  deps.log.info({ eventId: uuid, actorId: actor.id }, "e-mail update sent again by hand");
}
