import type { ListTextsInput, TextPage, TextRow } from "@vetsuccess/contract/texts";
import { likeLiteral, Prisma } from "@vetsuccess/db/sql";
import type { Actor, Deps } from "../../deps.ts";
import { hasOutcome, isBooked } from "./fruit-of-texts.ts";
import { holdReason, type Hold } from "../rules.ts";

/** What the statements below read of a text; `hold` becomes the reason. */
interface Row extends Omit<TextRow, "heldBecause"> {
  hold: Omit<Hold, "isSendingEnabled"> | null;
}

/** A practice's part in holding a text back, and the pauses; null when its time has not come or a worker has it. */
const hold = (now: Date) => Prisma.sql`
  case when e.status = 'PENDING' and e.send_at <= ${now} then jsonb_build_object(
    'isPaused', exists (
      select from apps_sendingpause where ended_at is null and (until is null or until > clock_timestamp())),
    'isArchived', p.is_archived is not false or p.extractor_removed_at is not null,
    'isMailingEnabled', s.is_sms_mailing_enabled is true,
    'hasSender', coalesce(s.sms_senders_phone, '') <> '',
    'timeZone', server.time_zone,
    'ignoresHours', e.ignores_hours) end as hold`;

/** The columns of a TextRow. */
export const textColumns = (now: Date) => Prisma.sql`
  h.uuid::text, h.practice_id as "practiceId", p.name as "practiceName", h.client_id as "clientId",
  c.full_name as "clientName", coalesce((
    select array_agg(distinct pet.name order by pet.name) from apps_reminder r
    join apps_patient pet on pet.odu_id = r.patient_id where r.sms_history_id = h.uuid and pet.name is not null), '{}') as pets,
  h.event_context->>'number_to' as "numberTo", h.status, coalesce(e.status = 'IN_PROGRESS', false) as "isSending",
  h.error_code as "errorCode", e.send_at as "sendAt", h.sent_at as "sentAt", h.is_followed as "isFollowed",
  ${hold(now)}`;

/** Each join finds one row at most: where its columns are not asked for, PostgreSQL leaves it out. */
export const textTables = Prisma.sql`
  apps_smshistory h
  left join apps_smsevent e on e.sms_history_id = h.uuid
  left join apps_client c on c.odu_id = h.client_id
  left join apps_practice p on p.odu_id = h.practice_id
  left join apps_practicesettings s on s.practice_id = p.odu_id
  left join apps_server server on server.odu_id = p.server_id`;

/** Texts of practices that the actor may see. */
export const visibleTo = (actor: Actor) =>
  actor.practiceIds === null
    ? Prisma.sql`true`
    : Prisma.sql`h.practice_id = any(${[...actor.practiceIds]}::text[])`;

/** Puts the reason of holding into words of the contract. */
export function toTextRow<T extends Row>(deps: Deps, { hold: found, ...row }: T): Omit<T, "hold"> & TextRow {
  const heldBecause =
    found && holdReason({ ...found, isSendingEnabled: deps.settings.isSmsSendingEnabled }, deps.now());
  return { ...row, heldBecause };
}

/** `sendAt` is the time it goes out or, once it has ended, the time it ended. */
const endedAt = Prisma.sql`coalesce(h.sent_at, h.updated_at)`;
const sortKeys = {
  sendAt: Prisma.sql`coalesce(e.send_at, ${endedAt})`,
  sentAt: Prisma.sql`h.sent_at`,
  client: Prisma.sql`c.full_name`,
  status: Prisma.sql`h.status`,
} satisfies Record<ListTextsInput["sort"], Prisma.Sql>;

const directions = { asc: Prisma.sql`asc`, desc: Prisma.sql`desc` };

/** The ids of one page. */
function idsOfPage(filter: Prisma.Sql, order: Prisma.Sql, input: ListTextsInput): Prisma.Sql {
  const { sort, limit, offset } = input;
  const end = Prisma.sql`limit ${limit} offset ${offset}`;
  if (sort !== "sendAt")
    return Prisma.sql`select h.uuid from ${textTables} where ${filter} order by ${order} ${end}`;
  // Two parts: few are still to go out, and what has ended is walked along its index.
  const direction = directions[input.direction];
  const part = (which: Prisma.Sql, at: Prisma.Sql) => Prisma.sql`
    (select h.uuid, ${at} as at from ${textTables} where ${which} and ${filter}
      order by ${at} ${direction}, h.uuid limit ${offset + limit})`;
  return Prisma.sql`
    select part.uuid from (
      ${part(Prisma.sql`e.uuid is not null`, Prisma.sql`e.send_at`)} union all
      ${part(Prisma.sql`e.uuid is null`, endedAt)}
    ) part
    order by part.at ${direction}, part.uuid ${end}`;
}

/**
 * One page of the texts that the filters leave and the actor may see, with the number of all of them. One statement; what is
 * sorted are ids alone, so that it needs no disk.
 */
export async function listTexts(deps: Deps, actor: Actor, input: ListTextsInput): Promise<TextPage> {
  const filter = Prisma.join(
    [
      visibleTo(actor),
      ...(input.practiceId === undefined ? [] : [Prisma.sql`h.practice_id = ${input.practiceId}`]),
      ...(input.plannedOn === undefined ? [] : [Prisma.sql`h.planned_on = ${input.plannedOn}::date`]),
      ...(input.plannedFrom === undefined ? [] : [Prisma.sql`h.planned_on >= ${input.plannedFrom}::date`]),
      ...(input.plannedThrough === undefined
        ? []
        : [Prisma.sql`h.planned_on <= ${input.plannedThrough}::date`]),
      ...(input.status === undefined ? [] : [Prisma.sql`h.status = ${input.status}`]),
      ...(input.errorCode === undefined ? [] : [Prisma.sql`h.error_code = ${input.errorCode}`]),
      ...(input.sentFrom === undefined
        ? []
        : [Prisma.sql`h.sent_at >= ${input.sentFrom}::date::timestamp at time zone 'UTC'`]),
      ...(input.sentThrough === undefined
        ? []
        : [Prisma.sql`h.sent_at < (${input.sentThrough}::date + 1)::timestamp at time zone 'UTC'`]),
      ...(input.isFollowed === undefined ? [] : [Prisma.sql`h.is_followed = ${input.isFollowed}`]),
      ...(input.isBooked === undefined ? [] : [isBooked]),
      ...(input.outcome === undefined ? [] : [hasOutcome(input.outcome)]),
      ...(input.search === undefined ? [] : [matches(input.search)]),
    ],
    " and ",
  );
  const order = Prisma.sql`${sortKeys[input.sort]} ${directions[input.direction]} nulls last, h.uuid`;
  const rows = await deps.db.$queryRaw<({ total: number } & (Row | { uuid: null }))[]>(Prisma.sql`
    with total as (select count(*)::int as total from ${textTables} where ${filter}),
    page as (
      select ${textColumns(deps.now())}, row_number() over (order by ${order}) as place
      from ${textTables}
      where h.uuid in (${idsOfPage(filter, order, input)})
    )
    select total.total, page.* from total left join page on true order by page.place`);
  const texts = rows.filter((row): row is { total: number } & Row => row.uuid !== null);
  return { rows: texts.map((row) => toTextRow(deps, row)), total: rows[0]?.total ?? 0 };
}

/** Digits, perhaps written as a phone number is, are looked for in the number; anything else in the client's name. */
function matches(search: string): Prisma.Sql {
  const digits = search.replaceAll(/\D/g, "").replace(/^1(?=\d{10}$)/, "");
  if (digits !== "" && /^[\d\s()+.-]+$/.test(search))
    return Prisma.sql`h.event_context->>'number_to' like ${`%${digits}%`}`;
  return Prisma.sql`c.full_name ilike ${`%${likeLiteral(search)}%`}`;
}
