import type { ContactedPage, ContactedRow, ListContactedInput } from "@vetsuccess/contract/contacted";
import { DomainError } from "@vetsuccess/contract/errors";
import { Prisma } from "@vetsuccess/db/sql";
import type { Actor, Deps } from "../../deps.ts";
import { readCursor, writeCursor } from "../rules.ts";
import { contactedTexts, isRecordedSince, type ContactedQuestion } from "./contacted-texts.ts";
import { countContacted } from "./count-contacted.ts";
import { isoInstant, primaryEmails, primaryPhones } from "./listed.ts";

/** Instants are ISO 8601 in UTC to the microsecond; `key` is what the list is sorted by, as the database writes it. */
export type ContactedJson = Omit<ContactedRow, "sentAt" | "patients"> & {
  sentAt: string | null;
  patients: { oduId: string; name: string | null; outcome: string | null; outcomeAt: string | null }[];
  key: string;
};

/** A part of the list, with the cursors of what comes after it and before it. */
interface ContactedPart {
  rows: ContactedJson[];
  nextCursor: string | null;
  previousCursor: string | null;
}

/** Where a part begins and how it is sorted. */
type ContactedSlice = ContactedQuestion &
  Pick<ListContactedInput, "cursor" | "offset" | "limit" | "sort" | "direction">;

/**
 * What the page is sorted by, and the type of it. A text without a time is newer than all others; names of clients stand as in
 * a dictionary, as their index has them.
 */
const sortKeys = {
  sentAt: { of: Prisma.sql`coalesce(h.sent_at, 'infinity'::timestamptz)`, type: Prisma.sql`timestamptz` },
  client: { of: Prisma.sql`(coalesce(c.full_name, '') collate "und-x-icu")`, type: Prisma.sql`text` },
  practice: { of: Prisma.sql`coalesce(practice.name, '')`, type: Prisma.sql`text` },
} satisfies Record<ListContactedInput["sort"], { of: Prisma.Sql; type: Prisma.Sql }>;

/** The same words for both directions: an index is read forwards or backwards. */
const directions = {
  asc: { order: Prisma.sql`asc`, after: Prisma.sql`>` },
  desc: { order: Prisma.sql`desc`, after: Prisma.sql`<` },
} satisfies Record<ListContactedInput["direction"], { order: Prisma.Sql; after: Prisma.Sql }>;

/** Whose texts `h` are read, with clients `c` where a condition is about them: without, an index alone has what is asked. */
const ofAll = Prisma.sql`where true`;
const ofAnyone = Prisma.sql`left join apps_client c on c.odu_id = h.client_id where true`;
const ofClients = Prisma.sql`join apps_client c on c.odu_id = h.client_id where true`;
const ofNobody = Prisma.sql`left join apps_client c on false where h.client_id is null`;

/**
 * A page of the contacted list with the number of all texts that the filters leave, instants to the microsecond. Two
 * statements, side by side.
 *
 * @throws DomainError INVALID_INPUT for a cursor of another sort
 */
export async function readContacted(
  deps: Pick<Deps, "db" | "now">,
  actor: Actor,
  input: ListContactedInput,
): Promise<ContactedPart & { total: number }> {
  const [part, total] = await Promise.all([
    readContactedPart(deps, actor, input),
    countContacted(deps, actor, input),
  ]);
  return { ...part, total };
}

/**
 * The rows alone; one statement.
 *
 * @throws DomainError INVALID_INPUT for a cursor of another sort
 */
export async function readContactedPart(
  { db, now }: Pick<Deps, "db" | "now">,
  actor: Actor,
  input: ContactedSlice,
): Promise<ContactedPart> {
  const { practices, texts } = contactedTexts(actor, input, now(), true);
  const sortName = `${input.sort} ${input.direction}`;
  const sort = sortKeys[input.sort];
  const { order, after } = directions[input.direction];
  const cursor = input.cursor === undefined ? null : readCursor(sortName, input.cursor);
  if (input.cursor !== undefined && !cursor)
    throw new DomainError("INVALID_INPUT", "This cursor belongs to another list.", { field: "cursor" });
  // The first of both conditions follows from the second; an index can be entered by it.
  const beyond = cursor
    ? Prisma.sql`and ${sort.of} ${after}= ${cursor.key}::${sort.type}
        and (${sort.of}, h.uuid) ${after} (${cursor.key}::${sort.type}, ${cursor.uuid}::uuid)`
    : Prisma.empty;
  const offset = cursor ? 0 : input.offset;
  const atMost = input.limit + 1;
  const sorted = (whose: Prisma.Sql, end: Prisma.Sql) => Prisma.sql`
    select h.uuid, ${sort.of} as key
    from apps_smshistory h
    join apps_practice practice on practice.odu_id = h.practice_id
    ${whose} and ${practices} and ${texts} ${beyond}
    order by ${sort.of} ${order}, h.uuid ${order} ${end}`;
  const outcomeAt = Prisma.sql`case when ${isRecordedSince} then ${isoInstant(Prisma.sql`p.outcome_at`)} end`;

  const found = await db.$queryRaw<ContactedJson[]>(Prisma.sql`
    with page as (${
      input.sort === "client"
        ? // Two parts, so that an index of names can be walked for the texts that have a client.
          Prisma.sql`
            select both_parts.uuid, both_parts.key from (
              (${sorted(ofClients, Prisma.sql`limit ${offset + atMost}`)}) union all
              (${sorted(ofNobody, Prisma.sql`limit ${offset + atMost}`)})
            ) both_parts
            order by both_parts.key ${order}, both_parts.uuid ${order} limit ${atMost} offset ${offset}`
        : sorted(input.name === undefined ? ofAll : ofAnyone, Prisma.sql`limit ${atMost} offset ${offset}`)
    })
    select h.uuid::text as "textId", h.client_id as "clientId", c.full_name as "fullName", h.practice_id as "practiceId",
      practice.name as "practiceName", server.time_zone as "timeZone", ${isoInstant(Prisma.sql`h.sent_at`)} as "sentAt",
      h.is_followed as "isFollowed", ${primaryEmails} as emails, ${primaryPhones(Prisma.empty)} as phones, coalesce((
        select json_agg(json_build_object(
            'oduId', p.odu_id, 'name', p.name, 'outcome', p.outcome, 'outcomeAt', ${outcomeAt}) order by p.odu_id)
        from apps_patient p
        where p.odu_id in (select r.patient_id from apps_reminder r where r.sms_history_id = h.uuid)), '[]') as patients,
      page.key::text as key
    from page
    join apps_smshistory h on h.uuid = page.uuid
    join apps_practice practice on practice.odu_id = h.practice_id
    left join apps_server server on server.odu_id = practice.server_id
    left join apps_client c on c.odu_id = h.client_id
    order by page.key ${order}, page.uuid ${order}`);
  const rows = found.slice(0, input.limit);
  const [first, last] = [rows[0], rows.at(-1)];
  const opposite = `${input.sort} ${input.direction === "asc" ? "desc" : "asc"}`;
  const isFirst = cursor === null && input.offset === 0;
  return {
    rows,
    nextCursor: found.length > rows.length && last ? cursorAt(sortName, last) : null,
    previousCursor: !isFirst && first ? cursorAt(opposite, first) : null,
  };
}

const cursorAt = (sort: string, { key, textId }: ContactedJson) => writeCursor(sort, { key, uuid: textId });

/**
 * The SENT texts of practices that are not archived, for agents to follow up; one statement.
 *
 * @throws DomainError INVALID_INPUT for a cursor of another sort
 */
export async function listContacted(
  deps: Pick<Deps, "db" | "now">,
  actor: Actor,
  input: ListContactedInput,
): Promise<ContactedPage> {
  const readAt = deps.now();
  const { rows, ...rest } = await readContactedPart(deps, actor, input);
  return {
    ...rest,
    readAt,
    rows: rows.map(({ key: _key, sentAt, patients, ...row }) => ({
      ...row,
      sentAt: asDate(sentAt),
      patients: patients.map(({ outcomeAt, ...pet }) => ({ ...pet, outcomeAt: asDate(outcomeAt) })),
    })),
  };
}

const asDate = (iso: string | null): Date | null => (iso === null ? null : new Date(iso));
