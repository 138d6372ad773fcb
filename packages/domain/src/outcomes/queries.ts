import type { Outcome, OutcomeRow } from "@vetsuccess/contract/outcomes";
import { Prisma } from "@vetsuccess/db/sql";
import type { Deps } from "../deps.ts";

/** What agents may record for a pet, by text. One is final when any outcome of these words is, in whatever case. */
export function listOutcomes({ db, caches }: Pick<Deps, "db" | "caches">): Promise<Outcome[]> {
  return caches ? caches.outcomes.get("", () => readOutcomes(db)) : readOutcomes(db);
}

function readOutcomes(db: Deps["db"]): Promise<Outcome[]> {
  return db.$queryRaw<Outcome[]>(Prisma.sql`
    select uuid::text, text, lower(trim(text)) in (
        select lower(trim(final.text)) from apps_outcome final where final.is_final) as "isFinal"
    from apps_outcome where not is_archived order by text`);
}

/** All outcomes by text, archived ones too, with how often each is used. */
export function listAllOutcomes({ db }: Pick<Deps, "db">): Promise<OutcomeRow[]> {
  return db.$queryRaw<OutcomeRow[]>(Prisma.sql`
    select o.uuid::text, o.text, o.is_final as "isFinal", o.scope, o.is_archived as "isArchived", o.version,
      coalesce(used.pets, 0) as pets, coalesce(history.recorded, 0) as recorded
    from apps_outcome o
    left join (select outcome, count(*)::int as pets from apps_patient where outcome is not null group by 1) used
      on used.outcome = o.text
    left join (
      select outcome, count(*)::int as recorded from apps_outcomehistory where outcome is not null group by 1
    ) history on history.outcome = o.text
    order by lower(o.text), o.uuid`);
}

/** Ids of the nine outcomes that most pets have, most first. */
export async function listMostUsed({ db }: Pick<Deps, "db">): Promise<string[]> {
  const rows = await db.$queryRaw<{ uuid: string }[]>(Prisma.sql`
    with used as (
      select outcome, count(*) as pets from apps_patient where outcome is not null group by outcome
    )
    select o.uuid::text from apps_outcome o join used on used.outcome = o.text
    where not o.is_archived order by used.pets desc, o.text limit 9`);
  return rows.map(({ uuid }) => uuid);
}
