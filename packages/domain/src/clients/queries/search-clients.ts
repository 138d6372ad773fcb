import type { ClientMatch, ClientMatches, SearchClientsInput } from "@vetsuccess/contract/clients";
import { DomainError } from "@vetsuccess/contract/errors";
import { inTransaction } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import type { Actor, Deps } from "../../deps.ts";
import { likeLiteral, phoneDigits } from "../rules.ts";
import { clientColumns, isListedClient, isListedPatient } from "./listed.ts";

/** A search that takes longer is given up. */
const timeoutMs = 2_000;
/** How much of the term must be found in a name that is merely similar, 0 to 1: one wrong letter in four passes. */
const similarity = 0.4;

/** Pets `p` of listed clients `c`, each with its relationship. */
const petsOfClients = Prisma.sql`
  apps_patient p
  join apps_clientpatientrelationship rel on rel.patient_id = p.odu_id and rel.extractor_removed_at is null
  join apps_client c on c.odu_id = rel.client_id`;

/**
 * The one search box: clients whose id, phone number, e-mail address or name, or a pet of whom, fits the term. What fits
 * exactly comes first, then what begins with it, then what has it inside; only when nothing does, what is similar.
 *
 * @throws DomainError UNAVAILABLE when it takes longer than two seconds
 */
export async function searchClients(
  { db }: Pick<Deps, "db">,
  actor: Actor,
  input: SearchClientsInput,
): Promise<ClientMatches> {
  const { term, limit } = input;
  return inTransaction(db, async (tx) => {
    await tx.$queryRaw(Prisma.sql`
      select set_config('statement_timeout', ${String(timeoutMs)}, true),
        set_config('pg_trgm.word_similarity_threshold', ${String(similarity)}, true)`);
    const rows = await tx.$queryRaw<ClientMatch[]>(Prisma.sql`
      with direct as materialized (${Prisma.join(directMatches(actor, term), " union all ")}),
      close_to as (${similarMatches(actor, term)}),
      best as (
        select distinct on (id) * from (select * from direct union all select * from close_to) found
        order by id, rank, distance, value
      ), page as (
        select * from best order by rank, distance, lower(value), id limit ${limit + 1}
      )
      select ${clientColumns}, page.field as "matchedField", page.value as "matchedValue", coalesce((
          select array_agg(distinct p.name) from apps_clientpatientrelationship rel
          join apps_patient p on p.odu_id = rel.patient_id
          where rel.client_id = c.odu_id and rel.extractor_removed_at is null and p.name is not null
            and ${isListedPatient}), '{}') as pets
      from page join apps_client c on c.odu_id = page.id
      order by page.rank, page.distance, lower(page.value), page.id`);
    return { rows: rows.slice(0, limit), hasMore: rows.length > limit };
  }).catch((error: unknown) => {
    const isTooSlow = error instanceof Error && error.message.includes("due to statement timeout");
    if (!isTooSlow) throw error;
    throw new DomainError("UNAVAILABLE", "The search takes too long: type more of the name.", {
      cause: error,
    });
  });
}

/** Statements of (id, rank, field, value, distance); the lower the rank, the better. */
function directMatches(actor: Actor, term: string): Prisma.Sql[] {
  const listed = isListedClient(actor);
  const literal = likeLiteral(term);
  const [prefix, word, part] = [`${literal}%`, `% ${literal}%`, `%${literal}%`];
  // Three characters are the least that a trigram index can look for inside words.
  const hasPart = Array.from(term).length >= 3 ? Prisma.sql`or c.full_name ilike ${part}` : Prisma.empty;
  const phone = phoneDigits(term);
  const statements = [
    Prisma.sql`
      select c.odu_id as id, 1 as rank, 'id' as field, c.odu_id as value, 0::real as distance
      from apps_client c where upper(c.odu_id) = upper(${term}) and ${listed}`,
    Prisma.sql`
      select c.odu_id, case when upper(c.full_name) = upper(${term}) then 4 when c.full_name ilike ${prefix} then 5
        when c.full_name ilike ${word} then 6 else 9 end, 'name', c.full_name, 0
      from apps_client c
      where (c.full_name ilike ${prefix} or c.full_name ilike ${word} ${hasPart}) and ${listed}`,
    Prisma.sql`
      select c.odu_id, case when upper(p.name) = upper(${term}) then 8 else 10 end, 'pet', p.name, 0
      from ${petsOfClients} where p.name ilike ${prefix} and ${isListedPatient} and ${listed}`,
  ];
  if (phone !== null)
    statements.push(Prisma.sql`
      select c.odu_id, 2, 'phone', ph.app_number, 0
      from apps_phone ph join apps_client c on c.odu_id = ph.client_id
      where ph.app_number = ${phone} and ph.is_primary and ph.extractor_removed_at is null and ${listed}`);
  if (!/\s/.test(term))
    statements.push(Prisma.sql`
      select c.odu_id, case when upper(e.address) = upper(${term}) then 3 else 7 end, 'email', e.address, 0
      from apps_email e join apps_client c on c.odu_id = e.client_id
      where e.address ilike ${prefix} and e.is_primary and e.extractor_removed_at is null and ${listed}`);
  return statements;
}

/** The same for names of clients and pets that come close, only when nothing fits directly. */
function similarMatches(actor: Actor, term: string): Prisma.Sql {
  const listed = isListedClient(actor);
  return Prisma.sql`
    select c.odu_id as id, 11 as rank, 'similar' as field, c.full_name as value,
      1 - word_similarity(${term}, c.full_name) as distance
    from apps_client c
    where not exists (select from direct) and c.full_name %> ${term} and ${listed}
    union all
    select c.odu_id, 11, 'similar', p.name, 1 - word_similarity(${term}, p.name)
    from ${petsOfClients}
    where not exists (select from direct) and p.name %> ${term} and ${isListedPatient} and ${listed}`;
}
