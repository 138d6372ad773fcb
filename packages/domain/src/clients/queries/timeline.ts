import { TimelineEntry } from "@vetsuccess/contract/clients";
import { Prisma } from "@vetsuccess/db/sql";
import type { Actor, Deps } from "../../deps.ts";
import { editsIn } from "../rules.ts";
import { isInScope } from "./listed.ts";

const maxEntries = 200;

/** `entry` lacks the instant; instants inside are milliseconds since 1970. */
interface Row {
  at: Date;
  entry: Record<string, unknown>;
}

const millis = (instant: Prisma.Sql) => Prisma.sql`floor(extract(epoch from ${instant}) * 1000)::bigint`;

/**
 * The texts of a client with the attempts at sending them, the outcomes recorded for its pets and the edits of agents,
 * newest first. One statement.
 */
export async function listTimeline(
  { db }: Pick<Deps, "db">,
  actor: Actor,
  { clientId, patientIds }: { clientId: string; patientIds: readonly string[] },
): Promise<TimelineEntry[]> {
  const rows = await db.$queryRaw<Row[]>(Prisma.sql`
    with texts as materialized (
      select h.uuid, h.practice_id, h.status, h.error_code, h.event_context, h.is_followed, h.sent_at, h.created_at
      from apps_smshistory h
      where h.client_id = ${clientId} and ${isInScope(actor, Prisma.sql`h.practice_id`)}
      order by h.sent_at desc, h.uuid limit ${maxEntries}
    )
    select coalesce(h.sent_at, h.created_at) as at, json_build_object('kind', 'TEXT', 'textId', h.uuid,
        'practiceId', h.practice_id, 'practiceName', practice.name, 'status', h.status, 'errorCode', h.error_code,
        'text', coalesce(h.event_context ->> 'text', ''), 'numberTo', h.event_context ->> 'number_to',
        'sendAt', ${millis(Prisma.sql`e.send_at`)}, 'isFollowed', h.is_followed, 'patientIds', coalesce((
          select json_agg(distinct r.patient_id) from apps_reminder r
          where r.sms_history_id = h.uuid and r.patient_id is not null), '[]'), 'pets', coalesce((
          select json_agg(distinct p.name) from apps_reminder r join apps_patient p on p.odu_id = r.patient_id
          where r.sms_history_id = h.uuid and p.name is not null), '[]')) as entry
    from texts h
    left join apps_practice practice on practice.odu_id = h.practice_id
    left join apps_smsevent e on e.sms_history_id = h.uuid
    union all
    select a.started_at, json_build_object('kind', 'ATTEMPT', 'textId', a.sms_history_id,
      'finishedAt', ${millis(Prisma.sql`a.finished_at`)}, 'result', a.result, 'httpStatus', a.http_status)
    from texts join apps_smsattempt a on a.sms_history_id = texts.uuid
    union all
    select o.at, json_build_object('kind', 'OUTCOME', 'by', o.actor_label, 'patientId', o.patient_id, 'petName', p.name,
      'outcome', o.outcome, 'previous', o.previous)
    from apps_outcomehistory o join apps_patient p on p.odu_id = o.patient_id
    where o.patient_id = any(${[...patientIds]}::text[])
    union all
    select a.at, json_build_object('kind', 'EDIT', 'by', a.actor_label, 'entity', a.entity, 'entityId', a.entity_id,
      'changes', a.changes)
    from apps_auditevent a
    where (a.entity = 'Client' and a.entity_id = ${clientId})
      or (a.entity = 'SmsHistory' and a.entity_id in (select uuid::text from texts))
    order by 1 desc limit ${maxEntries}`);
  return rows.flatMap(({ at, entry }): TimelineEntry[] => {
    const parsed = TimelineEntry.parse({ ...entry, at, ...asDates(entry, "sendAt", "finishedAt") });
    if (parsed.kind !== "EDIT") return [parsed];
    const changes = editsIn(parsed.changes);
    return Object.keys(changes).length > 0 ? [{ ...parsed, changes }] : [];
  });
}

function asDates(entry: Record<string, unknown>, ...names: string[]): Record<string, Date> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = entry[name];
      return typeof value === "number" ? [[name, new Date(value)]] : [];
    }),
  );
}
