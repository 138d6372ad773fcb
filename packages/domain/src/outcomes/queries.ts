import type { Outcome } from "@vetsuccess/contract/outcomes";
import { Prisma } from "@vetsuccess/db/sql";
import type { Deps } from "../deps.ts";
import { alwaysFinalOutcomes } from "../outreach/rules/outcomes.ts";

/** What agents may record for a pet, by text. */
export function listOutcomes({ db }: Pick<Deps, "db">): Promise<Outcome[]> {
  return db.$queryRaw<Outcome[]>(Prisma.sql`
    select uuid::text, text, is_final or lower(trim(text)) = any(${[...alwaysFinalOutcomes]}::text[]) as "isFinal"
    from apps_outcome order by text`);
}

/** Ids of the nine outcomes that most pets have, most first. */
export async function listMostUsed({ db }: Pick<Deps, "db">): Promise<string[]> {
  const rows = await db.$queryRaw<{ uuid: string }[]>(Prisma.sql`
    with used as (
      select outcome, count(*) as pets from apps_patient where outcome is not null group by outcome
    )
    select o.uuid::text from apps_outcome o join used on used.outcome = o.text order by used.pets desc, o.text limit 9`);
  return rows.map(({ uuid }) => uuid);
}
