import type { Db } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import { addDays } from "../../calendar/rules.ts";
import { rowsOf, type ChangeRow, type TracedChange } from "../rules/workbook.ts";

const rowsPerPiece = 500;

/**
 * The changes that people made on a day (UTC) to clients of a server, from the audit trail, oldest first: outcomes, contact
 * data, opt-outs, comments, follow-ups. Read in pieces: memory stays the same for any length.
 */
export async function* listChanges(
  db: Pick<Db, "$queryRaw">,
  serverId: string,
  day: string,
): AsyncGenerator<ChangeRow> {
  for (let after = "0"; ;) {
    const lines = await db.$queryRaw<(TracedChange & { id: string })[]>(Prisma.sql`
      select e.id::text, e.at, e.actor_label as agent, coalesce(nullif(c.full_name, ''), c.odu_id) as client, e.changes,
        coalesce((
          select jsonb_object_agg(pet.odu_id, coalesce(pet.name, pet.odu_id)) from apps_clientpatientrelationship r
          join apps_patient pet on pet.odu_id = r.patient_id where r.client_id = c.odu_id), '{}') as pets
      from apps_auditevent e
      left join apps_smshistory h on h.uuid = case when e.entity = 'SmsHistory' then e.entity_id::uuid end
      join apps_client c on c.odu_id = case when e.entity = 'Client' then e.entity_id else h.client_id end
      where e.id > ${after}::bigint and c.server_id = ${serverId}::bigint
        and e.action in ('clients.update', 'clients.setFollowed') and e.entity in ('Client', 'SmsHistory')
        and e.at >= ${day}::timestamp at time zone 'UTC' and e.at < ${addDays(day, 1)}::timestamp at time zone 'UTC'
      order by e.id limit ${rowsPerPiece}`);
    for (const line of lines) yield* rowsOf(line);
    const last = lines.at(-1);
    if (!last || lines.length < rowsPerPiece) return;
    after = last.id;
  }
}
