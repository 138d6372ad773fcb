import type { ClientMatch, ClientMatches, SearchClientsInput } from "@vetsuccess/contract/clients";
import { DomainError } from "@vetsuccess/contract/errors";
import { inTransaction } from "@vetsuccess/db/client";
import { likeLiteral, Prisma } from "@vetsuccess/db/sql";
import type { Actor, Deps } from "../../deps.ts";
import { firstNameFirst, localPhoneDigits, phoneDigits } from "../rules.ts";
import { clientColumns, isListedClient, isListedPatient } from "./listed.ts";

/** A search that takes longer is given up. */
const timeoutMs = 2_000;
/** How much of the term must be found in a name that is merely similar, 0 to 1: one wrong letter in four passes. */
const similarity = 0.4;
/** So many names that come close are compared: where a syllable is common to all, comparing each would take seconds. */
const mostCompared = 5_000;

/** Sorts after every other one. */
const lastCharacter = "\u{10FFFF}";

/** Pets `p` of listed clients `c`, each with its relationship. */
const petsOfClients = Prisma.sql`
  apps_patient p
  join apps_clientpatientrelationship rel on rel.patient_id = p.odu_id and rel.extractor_removed_at is null
  join apps_client c on c.odu_id = rel.client_id`;

/**
 * The one search box: clients whose id, phone number, e-mail address or name, or a pet of whom, fits the term. What fits
 * exactly comes first, then what begins with it, then names that have it inside; only when nothing does, what is similar,
 * and "Last, First" is tried as "First Last".
 *
 * @throws DomainError UNAVAILABLE when it takes longer than two seconds
 */
export async function searchClients(
  deps: Pick<Deps, "db">,
  actor: Actor,
  input: SearchClientsInput,
): Promise<ClientMatches> {
  const found = await searchTerm(deps, actor, input);
  const turned = firstNameFirst(input.term);
  if (turned === null || found.rows.some(({ matchedField }) => matchedField !== "similar")) return found;
  const again = await searchTerm(deps, actor, { ...input, term: turned });
  return again.rows.length > 0 ? again : found;
}

async function searchTerm(
  { db }: Pick<Deps, "db">,
  actor: Actor,
  { term, limit }: SearchClientsInput,
): Promise<ClientMatches> {
  const exact = exactMatches(actor, term);
  if (exact) {
    const rows = await db.$queryRaw<ClientMatch[]>(matchesOf(exact, limit + 1));
    if (rows.length > 0) return pageOf(rows, limit);
  }
  return inTransaction(db, async (tx) => {
    // One plan for all terms: to make one takes several times as long as to run it.
    await tx.$queryRaw(Prisma.sql`
      select set_config('statement_timeout', ${String(timeoutMs)}, true),
        set_config('pg_trgm.word_similarity_threshold', ${String(similarity)}, true),
        set_config('plan_cache_mode', 'force_generic_plan', true)`);
    const rows = await tx.$queryRaw<ClientMatch[]>(Prisma.sql`
      with direct as materialized (${Prisma.join(directMatches(actor, term, limit + 1), " union all ")}),
      inside as materialized (${partMatches(actor, term)}
        and (select count(distinct id) from direct) <= ${limit} and not exists (select from direct where rank = 4)),
      close_to as (${similarMatches(actor, term)})
      ${matchesOf(Prisma.sql`select * from direct union all select * from inside union all select * from close_to`, limit + 1)}`);
    return pageOf(rows, limit);
  }).catch((error: unknown) => {
    const isTooSlow = error instanceof Error && error.message.includes("due to statement timeout");
    if (!isTooSlow) throw error;
    throw new DomainError("UNAVAILABLE", "The search takes too long: type more of the name.", {
      cause: error,
    });
  });
}

const pageOf = (rows: ClientMatch[], limit: number): ClientMatches => ({
  rows: rows.slice(0, limit),
  hasMore: rows.length > limit,
});

/** Each client of a statement of (id, rank, field, value, distance) once, by what fits best. */
const matchesOf = (found: Prisma.Sql, atMost: number) => Prisma.sql`
  select ${clientColumns}, page.field as "matchedField", page.value as "matchedValue", coalesce((
      select array_agg(distinct p.name) from apps_clientpatientrelationship rel
      join apps_patient p on p.odu_id = rel.patient_id
      where rel.client_id = c.odu_id and rel.extractor_removed_at is null and p.name is not null
        and ${isListedPatient}), '{}') as pets
  from (
    select * from (select distinct on (id) * from (${found}) found order by id, rank, distance, value) best
    order by rank, distance, upper(value) collate "C", id limit ${atMost}
  ) page join apps_client c on c.odu_id = page.id
  order by page.rank, page.distance, upper(page.value) collate "C", page.id`;

/** For a phone number, with or without its area code, or a whole e-mail address, which nobody types to find anything else; null: the term is neither. */
function exactMatches(actor: Actor, term: string): Prisma.Sql | null {
  const phone = phoneDigits(term);
  if (phone !== null)
    return Prisma.sql`${byId(actor, term)} union all ${byPhone(actor, Prisma.sql`ph.app_number = ${phone}`)}`;
  const local = localPhoneDigits(term);
  if (local !== null)
    return Prisma.sql`${byId(actor, term)} union all ${byPhone(actor, Prisma.sql`right(ph.app_number, 7) = ${local}`)}`;
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(term)) return null;
  return Prisma.sql`
    ${byId(actor, term)} union all
    select c.odu_id, 3, 'email', e.address, 0
    from apps_email e join apps_client c on c.odu_id = e.client_id
    where upper(e.address) = upper(${term}) and e.is_primary and e.extractor_removed_at is null
      and ${isListedClient(actor)}`;
}

const byId = (actor: Actor, term: string) => Prisma.sql`
  select c.odu_id as id, 1 as rank, 'id' as field, c.odu_id as value, 0::real as distance
  from apps_client c where upper(c.odu_id) = upper(${term}) and ${isListedClient(actor)}`;

const byPhone = (actor: Actor, isIt: Prisma.Sql) => Prisma.sql`
  select c.odu_id, 2, 'phone', ph.app_number, 0
  from apps_phone ph join apps_client c on c.odu_id = ph.client_id
  where ${isIt} and ph.is_primary and ph.extractor_removed_at is null and ${isListedClient(actor)}`;

/**
 * Statements of (id, rank, field, value, distance) over indexes that give them in order, so that each reads little more
 * than `atMost` rows however common the term is. The lower the rank, the better.
 */
function directMatches(actor: Actor, term: string, atMost: number): Prisma.Sql[] {
  const listed = isListedClient(actor);
  // As bounds and not as a pattern: so an index is of use to a plan that does not know the term.
  const begins = (column: Prisma.Sql) => Prisma.sql`
    upper(${column}) collate "C" >= upper(${term}) and upper(${column}) collate "C" < upper(${term}) || ${lastCharacter}`;
  const first = (column: Prisma.Sql, id: Prisma.Sql) =>
    Prisma.sql`order by upper(${column}) collate "C", ${id} limit ${atMost}`;
  const is = (column: Prisma.Sql) => Prisma.sql`upper(${column}) = upper(${term})`;
  const [fullName, lastName] = [Prisma.sql`c.full_name`, Prisma.sql`c.last_name`];
  const [address, petName] = [Prisma.sql`e.address`, Prisma.sql`p.name`];
  const statements = [
    byId(actor, term),
    Prisma.sql`
      (select c.odu_id, case when ${is(fullName)} then 4 else 5 end, 'name', c.full_name, 0
      from apps_client c where ${begins(fullName)} and ${listed} ${first(fullName, Prisma.sql`c.odu_id`)})`,
    Prisma.sql`
      (select c.odu_id, 6, 'name', coalesce(c.full_name, c.last_name), 0
      from apps_client c where ${begins(lastName)} and ${listed} ${first(lastName, Prisma.sql`c.odu_id`)})`,
    Prisma.sql`
      (select c.odu_id, case when ${is(petName)} then 8 else 9 end, 'pet', p.name, 0
      from ${petsOfClients} where ${begins(petName)} and ${isListedPatient} and ${listed}
      ${first(petName, Prisma.sql`p.odu_id`)})`,
  ];
  if (!/\s/.test(term))
    statements.push(Prisma.sql`
      (select c.odu_id, case when ${is(address)} then 3 else 7 end, 'email', e.address, 0
      from apps_email e join apps_client c on c.odu_id = e.client_id
      where ${begins(address)} and e.is_primary and e.extractor_removed_at is null and ${listed}
      ${first(address, Prisma.sql`e.odu_id`)})`);
  return statements;
}

/** The same for names that have the term inside, for the caller to add a condition. */
function partMatches(actor: Actor, term: string): Prisma.Sql {
  // Three characters are the least that a trigram index can look for inside words.
  const isLongEnough = Array.from(term).length >= 3;
  return Prisma.sql`
    select c.odu_id as id, case when c.full_name ilike ${`% ${likeLiteral(term)}%`} then 10 else 11 end as rank,
      'name' as field, c.full_name as value, 0::real as distance
    from apps_client c
    where c.full_name ilike ${`%${likeLiteral(term)}%`} and ${isListedClient(actor)} and ${isLongEnough}`;
}

/** The same for names of clients and pets that come close, only when nothing fits as it was typed. */
function similarMatches(actor: Actor, term: string): Prisma.Sql {
  const listed = isListedClient(actor);
  const nothingFits = Prisma.sql`not exists (select from direct) and not exists (select from inside)`;
  return Prisma.sql`
    select id, 12 as rank, 'similar' as field, value, 1 - word_similarity(${term}, value) as distance from (
      (select c.odu_id as id, c.full_name as value from apps_client c
      where ${nothingFits} and c.full_name %> ${term} and ${listed} limit ${mostCompared})
      union all
      (select c.odu_id, p.name from ${petsOfClients}
      where ${nothingFits} and p.name %> ${term} and ${isListedPatient} and ${listed} limit ${mostCompared})) near`;
}
