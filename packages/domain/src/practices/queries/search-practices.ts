import {
  staleAfterHours,
  type PracticePage,
  type PracticeRow,
  type SearchPracticesInput,
} from "@vetsuccess/contract/practices";
import { likeLiteral, Prisma } from "@vetsuccess/db/sql";
import { isInScope } from "../../clients/queries/listed.ts";
import type { Actor, Deps } from "../../deps.ts";

/** When the extractor last brought data of practice `p` on server `server`. */
export const dataAt = Prisma.sql`coalesce(p.latest_extractor_updated, server.most_recent_pims_update)`;

/** One page of all practices that the actor may see, archived ones too unless `isArchived` says otherwise. */
export async function searchPractices(
  deps: Pick<Deps, "db" | "now">,
  actor: Actor,
  input: SearchPracticesInput,
): Promise<PracticePage> {
  const rows = await deps.db.$queryRaw<(PracticeRow & { total: number })[]>(Prisma.sql`
    select p.odu_id as "oduId", p.name, p.city, p.state, p.zip_code as "zipCode", p.phone_number as "phoneNumber",
      s.uuid is not null as "hasSettings", coalesce(s.is_sms_mailing_enabled, false) as "isSmsMailingEnabled",
      coalesce(s.is_email_updates_enabled, false) as "isEmailUpdatesEnabled", p.is_archived as "isArchived",
      s.launch_date::text as "launchDate", ${dataAt} as "dataAt", count(*) over ()::int as total
    from apps_practice p
    left join apps_practicesettings s on s.practice_id = p.odu_id
    left join apps_server server on server.odu_id = p.server_id
    where ${filter(deps.now(), actor, input)}
    order by ${sorting(input)}, p.odu_id limit ${input.limit} offset ${input.offset}`);
  const total = rows[0]?.total ?? 0;
  return { rows, total };
}

function filter(now: Date, actor: Actor, input: SearchPracticesInput): Prisma.Sql {
  const { search, hasSettings, isSmsMailingEnabled, isEmailUpdatesEnabled, isArchived, dataAge } = input;
  const conditions = [
    Prisma.sql`p.extractor_removed_at is null`,
    isInScope(actor, Prisma.sql`p.odu_id`),
    ...(search?.split(/\s+/) ?? []).map(holdsWord),
  ];
  const is = (condition: Prisma.Sql, wanted: boolean | undefined) => {
    if (wanted !== undefined) conditions.push(Prisma.sql`${condition} = ${wanted}`);
  };
  is(Prisma.sql`(s.uuid is not null)`, hasSettings);
  is(Prisma.sql`coalesce(s.is_sms_mailing_enabled, false)`, isSmsMailingEnabled);
  is(Prisma.sql`coalesce(s.is_email_updates_enabled, false)`, isEmailUpdatesEnabled);
  is(Prisma.sql`p.is_archived`, isArchived);
  const limit = new Date(now.getTime() - staleAfterHours * 3_600_000);
  if (dataAge === "never") conditions.push(Prisma.sql`${dataAt} is null`);
  if (dataAge === "fresh") conditions.push(Prisma.sql`${dataAt} >= ${limit}`);
  if (dataAge === "stale") conditions.push(Prisma.sql`${dataAt} < ${limit}`);
  return Prisma.join(conditions, " and ");
}

/** A word is looked for everywhere; one of digits in the phone number too, whatever stands between them. */
function holdsWord(word: string): Prisma.Sql {
  const pattern = `%${likeLiteral(word)}%`;
  const digits = word.replaceAll(/\D/g, "");
  const inPhone =
    digits.length < 3
      ? Prisma.sql`false`
      : Prisma.sql`regexp_replace(coalesce(p.phone_number, ''), '[^0-9]', '', 'g') like ${`%${digits}%`}`;
  return Prisma.sql`(concat_ws(' ', p.name, p.odu_id, p.city, p.state, p.zip_code) ilike ${pattern} or ${inPhone})`;
}

function sorting({ sort, direction }: SearchPracticesInput): Prisma.Sql {
  const columns = {
    name: Prisma.sql`lower(p.name)`,
    city: Prisma.sql`lower(p.city)`,
    state: Prisma.sql`p.state`,
    dataAt,
    launchDate: Prisma.sql`s.launch_date`,
  };
  return direction === "asc"
    ? Prisma.sql`${columns[sort]} asc nulls last`
    : Prisma.sql`${columns[sort]} desc nulls last`;
}
