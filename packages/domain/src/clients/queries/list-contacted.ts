import type { ContactedPage, ContactedRow, ListContactedInput } from "@vetsuccess/contract/clients";
import { DomainError } from "@vetsuccess/contract/errors";
import { Prisma } from "@vetsuccess/db/sql";
import type { Actor, Deps } from "../../deps.ts";
import { likeLiteral, readCursor, writeCursor } from "../rules.ts";
import { isInScope, isoInstant, primaryEmails, primaryPhones } from "./listed.ts";

/** `sentAt` is ISO 8601 in UTC to the microsecond; `key` is what the list is sorted by, as the database writes it. */
type ContactedJson = Omit<ContactedRow, "sentAt"> & { sentAt: string | null; key: string };

/** What the page is sorted by, and the type of it. A text without a time is newer than all others. */
const sortKeys = {
  sentAt: { of: Prisma.sql`coalesce(h.sent_at, 'infinity'::timestamptz)`, type: Prisma.sql`timestamptz` },
  client: { of: Prisma.sql`coalesce(c.full_name, '')`, type: Prisma.sql`text` },
  practice: { of: Prisma.sql`coalesce(practice.name, '')`, type: Prisma.sql`text` },
} satisfies Record<ListContactedInput["sort"], { of: Prisma.Sql; type: Prisma.Sql }>;

/** The same words for both directions: an index is read forwards or backwards. */
const directions = {
  asc: { order: Prisma.sql`asc`, after: Prisma.sql`>` },
  desc: { order: Prisma.sql`desc`, after: Prisma.sql`<` },
} satisfies Record<ListContactedInput["direction"], { order: Prisma.Sql; after: Prisma.Sql }>;

/**
 * A page of the contacted list with the number of all texts that the filters leave, instants to the microsecond. Two
 * statements, side by side.
 *
 * @throws DomainError INVALID_INPUT for a cursor of another sort
 */
export async function readContacted(
  { db }: Pick<Deps, "db">,
  actor: Actor,
  input: ListContactedInput,
): Promise<{ rows: ContactedJson[]; total: number; nextCursor: string | null }> {
  const { practices, texts } = filtersOf(actor, input);
  const sortName = `${input.sort} ${input.direction}`;
  const sort = sortKeys[input.sort];
  const { order, after } = directions[input.direction];
  const cursor = input.cursor === undefined ? null : readCursor(sortName, input.cursor);
  if (input.cursor !== undefined && !cursor)
    throw new DomainError("INVALID_INPUT", "This cursor belongs to another list.", { field: "cursor" });
  const beyond = cursor
    ? Prisma.sql`and (${sort.of}, h.uuid) ${after} (${cursor.key}::${sort.type}, ${cursor.uuid}::uuid)`
    : Prisma.empty;

  const page = db.$queryRaw<ContactedJson[]>(Prisma.sql`
    with page as (
      select h.uuid, ${sort.of} as key
      from apps_smshistory h
      join apps_practice practice on practice.odu_id = h.practice_id
      left join apps_client c on c.odu_id = h.client_id
      where ${practices} and ${texts} ${beyond}
      order by ${sort.of} ${order}, h.uuid ${order}
      limit ${input.limit + 1} offset ${cursor ? 0 : input.offset}
    )
    select h.uuid::text as "textId", h.client_id as "clientId", c.full_name as "fullName", h.practice_id as "practiceId",
      practice.name as "practiceName", ${isoInstant(Prisma.sql`h.sent_at`)} as "sentAt", h.is_followed as "isFollowed",
      ${primaryEmails} as emails, ${primaryPhones(Prisma.empty)} as phones, coalesce((
        select json_agg(json_build_object('oduId', p.odu_id, 'name', p.name, 'outcome', p.outcome) order by p.odu_id)
        from apps_patient p
        where p.odu_id in (select r.patient_id from apps_reminder r where r.sms_history_id = h.uuid)), '[]') as patients,
      page.key::text as key
    from page
    join apps_smshistory h on h.uuid = page.uuid
    join apps_practice practice on practice.odu_id = h.practice_id
    left join apps_client c on c.odu_id = h.client_id
    order by page.key ${order}, page.uuid ${order}`);
  const total = db.$queryRaw<{ total: number }[]>(
    input.name === undefined
      ? Prisma.sql`
        select coalesce(sum(counted.texts), 0)::int as total
        from apps_practice practice cross join lateral (
          select count(*) as texts from apps_smshistory h where h.practice_id = practice.odu_id and ${texts}
        ) counted
        where ${practices}`
      : Prisma.sql`
        select count(*)::int as total
        from apps_client c
        join apps_smshistory h on h.client_id = c.odu_id
        join apps_practice practice on practice.odu_id = h.practice_id
        where ${practices} and ${texts}`,
  );
  const [found, [counted]] = await Promise.all([page, total]);
  const rows = found.slice(0, input.limit);
  const last = rows.at(-1);
  const nextCursor =
    found.length > rows.length && last ? writeCursor(sortName, { key: last.key, uuid: last.textId }) : null;
  return { rows, total: counted?.total ?? 0, nextCursor };
}

/** The SENT texts of practices that are not archived, for agents to follow up; two statements. */
export async function listContacted(
  deps: Pick<Deps, "db">,
  actor: Actor,
  input: ListContactedInput,
): Promise<ContactedPage> {
  const { rows, total, nextCursor } = await readContacted(deps, actor, input);
  return {
    rows: rows.map(({ key: _key, sentAt, ...row }) => ({
      ...row,
      sentAt: sentAt === null ? null : new Date(sentAt),
    })),
    total,
    nextCursor,
  };
}

/** Conditions on practices `practice` and on texts `h` (with clients `c` when there is a name). */
function filtersOf(actor: Actor, input: ListContactedInput): { practices: Prisma.Sql; texts: Prisma.Sql } {
  const { practiceIds, scheduler, isFollowed, name, sentFrom, sentThrough, timeZone } = input;
  const startOf = (day: string, plus: number) =>
    Prisma.sql`((${day}::date + ${plus}::int)::timestamp at time zone ${timeZone})`;
  const practices = [
    Prisma.sql`not practice.is_archived and ${isInScope(actor, Prisma.sql`practice.odu_id`)}`,
    ...(practiceIds === undefined ? [] : [Prisma.sql`practice.odu_id = any(${practiceIds}::text[])`]),
    ...(scheduler === undefined
      ? []
      : [
          Prisma.sql`practice.odu_id in (
            select s.practice_id from apps_practicesettings s where s.sms_scheduler = ${scheduler})`,
        ]),
  ];
  const texts = [
    Prisma.sql`h.status = 'SENT'`,
    ...(isFollowed === undefined ? [] : [Prisma.sql`h.is_followed = ${isFollowed}`]),
    ...(sentFrom === undefined ? [] : [Prisma.sql`h.sent_at >= ${startOf(sentFrom, 0)}`]),
    ...(sentThrough === undefined ? [] : [Prisma.sql`h.sent_at < ${startOf(sentThrough, 1)}`]),
    ...(name === undefined ? [] : [Prisma.sql`c.full_name ilike ${`%${likeLiteral(name)}%`}`]),
  ];
  return { practices: Prisma.join(practices, " and "), texts: Prisma.join(texts, " and ") };
}
