import { DomainError } from "@vetsuccess/contract/errors";
import type { TextDetail } from "@vetsuccess/contract/texts";
import { Prisma } from "@vetsuccess/db/sql";
import type { Actor, Deps } from "../../deps.ts";
import { textColumns, textTables, toTextRow, visibleTo } from "./list-texts.ts";

type Attempt = TextDetail["attempts"][number];
/** Instants inside JSON are strings. */
type AttemptJson = Omit<Attempt, "startedAt" | "finishedAt"> & {
  startedAt: string;
  finishedAt: string | null;
};
type Decision = TextDetail["decisions"][number];
type DecisionJson = Omit<Decision, "at"> & { at: string };
type Row = Parameters<typeof toTextRow>[1] &
  Omit<TextDetail, "attempts" | "decisions" | "heldBecause"> & {
    attempts: AttemptJson[];
    decisions: DecisionJson[];
  };

/**
 * One text with the reminders it is about, its attempts and what persons decided about it, oldest first. One statement.
 *
 * @throws DomainError NOT_FOUND, also for a text of a practice that the actor may not see
 */
export async function getText(deps: Deps, actor: Actor, input: { uuid: string }): Promise<TextDetail> {
  const [row] = await deps.db.$queryRaw<Row[]>(Prisma.sql`
    select ${textColumns(deps.now())}, coalesce(h.event_context->>'text', '') as text,
      h.event_context->>'number_from' as "numberFrom", h.planned_on::text as "plannedOn", h.created_at as "createdAt",
      h.error_message as "errorMessage", server.time_zone as "practiceTimeZone", coalesce((
        select jsonb_agg(jsonb_build_object('oduId', r.odu_id, 'petName', pet.name, 'description', r.description,
          'dateDue', r.date_due, 'smsStatus', r.sms_status) order by pet.name, r.date_due, r.odu_id)
        from apps_reminder r left join apps_patient pet on pet.odu_id = r.patient_id
        where r.sms_history_id = h.uuid), '[]') as reminders,
      coalesce((
        select jsonb_agg(jsonb_build_object('uuid', a.uuid, 'workerId', a.worker_id, 'startedAt', a.started_at,
          'finishedAt', a.finished_at, 'result', a.result, 'httpStatus', a.http_status, 'providerId', a.provider_id,
          'error', a.error) order by a.started_at, a.uuid)
        from apps_smsattempt a where a.sms_history_id = h.uuid), '[]') as attempts,
      coalesce((
        select jsonb_agg(jsonb_build_object('at', e.at, 'by', e.actor_label, 'reason', e.changes->'reason'->>'after',
          'decision', case e.changes->'status'->>'after' when 'SENT' then 'SENT' else 'NOT_SENT' end) order by e.id)
        from apps_auditevent e
        where e.entity = 'SmsHistory' and e.entity_id = h.uuid::text and e.action = 'texts.decide'), '[]') as decisions
    from ${textTables}
    where h.uuid = ${input.uuid}::uuid and ${visibleTo(actor)}`);
  if (!row) throw new DomainError("NOT_FOUND", "There is no such text.", { field: "uuid" });
  return {
    ...toTextRow(deps, row),
    attempts: row.attempts.map(toAttempt),
    decisions: row.decisions.map(({ at, ...decision }) => ({ ...decision, at: new Date(at) })),
  };
}

function toAttempt({ startedAt, finishedAt, ...attempt }: AttemptJson): Attempt {
  return {
    ...attempt,
    startedAt: new Date(startedAt),
    finishedAt: finishedAt === null ? null : new Date(finishedAt),
  };
}
