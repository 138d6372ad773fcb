import { inTransaction, type Tx } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import { raiseAlert } from "../../alerts/commands.ts";
import type { Deps } from "../../deps.ts";
import { deliveryOf, type DeliveryReport } from "../rules/outcome.ts";

/** A report of the provider, its signature checked. */
export interface NewDeliveryReport extends DeliveryReport {
  /** The provider's id of the report: the same report comes in any number of times. */
  id: string;
  attemptId: string;
  reason: string | null;
}

/** Keeps reports about mails of ours; those of other mails, and those known already, have no effect. */
export async function recordDeliveries(deps: Deps, reports: readonly NewDeliveryReport[]): Promise<void> {
  const kept = await inTransaction(deps.db, async (tx) => {
    const rows = reports.map(({ attemptId, ...rest }) => ({ attempt_id: attemptId, ...rest }));
    const events = await tx.$queryRaw<{ eventId: string }[]>(Prisma.sql`
      with kept as (
        insert into apps_maildelivery (id, attempt_id, address, kind, reason, at)
        select distinct on (r.id) left(r.id, 255), r.attempt_id, left(r.address, 254), left(r.kind, 32), left(r.reason, 1000), r.at
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as r(id text, attempt_id uuid, address text, kind text, reason text, at timestamptz)
        join apps_updatesemailattempt a on a.uuid = r.attempt_id
        on conflict (id) do nothing
        returning attempt_id
      )
      select distinct a.event_id::text as "eventId" from kept join apps_updatesemailattempt a on a.uuid = kept.attempt_id
      order by 1`);
    for (const { eventId } of events) await settleDelivery(deps, tx, eventId);
    return events.length;
  });
  deps.log.info({ reports: reports.length, mails: kept }, "delivery reports received");
}

interface Reported extends DeliveryReport {
  ccAddresses: string[];
}

/**
 * Brings a mail in line with what the provider reported about its newest round: any report proves that it was accepted, so
 * that an unknown mail becomes SENT; the last word about the practice's address is its delivery.
 */
export async function settleDelivery(deps: Deps, tx: Tx, eventId: string): Promise<void> {
  const [event] = await tx.$queryRaw<{ practiceId: string | null; round: number; day: string }[]>(Prisma.sql`
    select practice_id as "practiceId", round, sent_date::text as day from apps_updatesemailevent
    where uuid = ${eventId}::uuid for update`);
  const reports = await tx.$queryRaw<Reported[]>(Prisma.sql`
    select d.address, d.kind, d.at, a.cc_addresses as "ccAddresses"
    from apps_maildelivery d join apps_updatesemailattempt a on a.uuid = d.attempt_id
    where a.event_id = ${eventId}::uuid and a.round = ${event?.round ?? 0}`);
  const [first] = reports;
  if (!event || !first) return;
  const found = deliveryOf(reports, first.ccAddresses);
  await tx.$executeRaw(Prisma.sql`
    update apps_updatesemailevent
    set delivery = ${found?.delivery ?? null}, delivery_at = ${found?.deliveryAt ?? null}::timestamptz,
      error_message = case when status = 'UNKNOWN' then null else error_message end,
      sent_at = case when status = 'UNKNOWN' then ${first.at}::timestamptz else sent_at end,
      status = case when status = 'UNKNOWN' then 'SENT' else status end, updated_at = ${deps.now()}
    where uuid = ${eventId}::uuid`);
  if (found?.delivery !== "BOUNCED" && found?.delivery !== "DROPPED") return;
  await raiseAlert(deps, tx, {
    kind: "email-updates.bounced",
    key: `email-updates.bounced:${eventId}:${event.round}`,
    practiceId: event.practiceId,
    message: `The e-mail update of ${event.day} did not reach the practice: ${found.delivery === "BOUNCED" ? "its mail server sent it back" : "the mail provider dropped it"}.`,
  });
}
