import { Prisma } from "@vetsuccess/db/sql";
import type { Actor } from "../../deps.ts";

type Scope = Pick<Actor, "practiceIds">;

/** Of practices `practice`: not archived, not gone, and the actor may see them. */
export const isOpenPractice = (scope: Scope) =>
  Prisma.sql`not practice.is_archived and practice.extractor_removed_at is null and ${isInScope(scope, Prisma.sql`practice.odu_id`)}`;

/** Whether a row of this practice, or of none, may be seen by an actor who is limited to some. */
export const isInScope = ({ practiceIds }: Scope, practiceId: Prisma.Sql) =>
  practiceIds === null ? Prisma.sql`true` : Prisma.sql`${practiceId} = any(${[...practiceIds]}::text[])`;

/** Of clients `c`: whether one is shown to the actor (domain.md, "Who is shown"). */
export const isListedClient = (scope: Scope) => Prisma.sql`
  c.pims_is_deleted is not true and c.pims_is_inactive is not true and c.is_home_practice is not false
  and c.extractor_removed_at is null
  and c.server_id in (select practice.server_id from apps_practice practice where ${isOpenPractice(scope)})`;

/** Of patients `p`: whether one is shown; its relationship to the client is the caller's to check. */
export const isListedPatient = Prisma.sql`
  p.extractor_removed_at is null and p.pims_is_deleted is not true and p.pims_is_inactive is not true
  and p.pims_is_deceased is not true and p.is_deceased is not true
  and p.death_date is null and p.euthanasia_date is null`;

/** An instant as JSON carries it, to the microsecond: ISO 8601 in UTC. */
export const isoInstant = (instant: Prisma.Sql) =>
  Prisma.sql`to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** The primary e-mail addresses of clients `c`, as a JSON list. */
export const primaryEmails = Prisma.sql`
  coalesce((
    select json_agg(json_build_object('oduId', e.odu_id, 'address', e.address) order by e.odu_id) from apps_email e
    where e.client_id = c.odu_id and e.is_primary and e.extractor_removed_at is null), '[]')`;

/** The primary phones of clients `c` with these properties of phones `ph`, as a JSON list. */
export const primaryPhones = (properties: Prisma.Sql) => Prisma.sql`
  coalesce((
    select json_agg(json_build_object('oduId', ph.odu_id, 'number', ph.app_number ${properties}) order by ph.odu_id)
    from apps_phone ph
    where ph.client_id = c.odu_id and ph.is_primary and ph.extractor_removed_at is null), '[]')`;

/** The columns of a ClientRow, of clients `c`: the first primary address and number. */
export const clientColumns = Prisma.sql`
  c.odu_id as "oduId", c.first_name as "firstName", c.last_name as "lastName", c.full_name as "fullName", (
    select e.address from apps_email e
    where e.client_id = c.odu_id and e.is_primary and e.extractor_removed_at is null order by e.odu_id limit 1
  ) as "emailAddress", (
    select ph.app_number from apps_phone ph
    where ph.client_id = c.odu_id and ph.is_primary and ph.extractor_removed_at is null order by ph.odu_id limit 1
  ) as "phoneNumber"`;
