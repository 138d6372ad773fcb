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
