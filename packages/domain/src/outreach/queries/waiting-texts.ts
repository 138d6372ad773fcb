import type { Tx } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import type { PetInText } from "../rules/texts.ts";

/** A text of the practice that has not gone out yet, with the pets it speaks of. */
export interface WaitingText {
  historyId: string;
  clientId: string;
  /** A worker is sending it at this moment. */
  isClaimed: boolean;
  sendAt: Date | null;
  pets: PetInText[];
}

/**
 * The waiting texts of these clients.
 *
 * @param options `lock` keeps workers from claiming or ending them before the transaction ends
 */
export function listWaitingTexts(
  tx: Pick<Tx, "$queryRaw">,
  practiceId: string,
  clientIds: readonly string[],
  options: { lock: boolean },
): Promise<WaitingText[]> {
  const forUpdate = options.lock ? Prisma.sql`for update` : Prisma.empty;
  return tx.$queryRaw<WaitingText[]>(Prisma.sql`
    with waiting as materialized (
      select h.uuid, h.client_id, h.practice_id
      from apps_smshistory h
      where h.practice_id = ${practiceId} and h.status = 'PENDING' and h.client_id = any(${clientIds}::text[])
      ${forUpdate}
    ), event as materialized (
      select e.sms_history_id, e.send_at, e.status
      from apps_smsevent e where e.sms_history_id in (select uuid from waiting)
      ${forUpdate}
    )
    select h.uuid::text as "historyId", h.client_id as "clientId",
      coalesce(e.status <> 'PENDING', false) as "isClaimed", e.send_at as "sendAt",
      coalesce((
        select jsonb_agg(jsonb_build_object('patientId', p.odu_id, 'name', p.name, 'descriptions', (
          select jsonb_agg(r.description) from apps_reminder r
          where r.patient_id = p.odu_id and (r.sms_history_id = h.uuid
            or (r.practice_id = h.practice_id and r.sms_status = 'CHECKED' and r.sms_decided_on in (
              select linked.sms_decided_on from apps_reminder linked
              where linked.sms_history_id = h.uuid and linked.patient_id = p.odu_id))))))
        from apps_patient p
        where p.odu_id in (select r.patient_id from apps_reminder r where r.sms_history_id = h.uuid)
          and p.name ~ '[^[:space:]]'), '[]') as pets
    from waiting h left join event e on e.sms_history_id = h.uuid`);
}
