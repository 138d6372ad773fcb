import type { ClientRow } from "@vetsuccess/contract/clients";
import { Prisma } from "@vetsuccess/db/sql";
import type { Actor, Deps } from "../../deps.ts";
import { clientColumns, isListedClient } from "./listed.ts";

/** No name and no address is that common; keeps the answer bounded. */
const maxClients = 500;

/** Ten digits, or a term that is a full name, an id or an e-mail address; case does not matter. */
export type ExactLookUp = { phoneNumber: string } | { term: string };

/**
 * Clients that the look-up fits exactly, by id: by primary phone or by full name, id or primary e-mail address. One
 * statement, over indexes.
 */
export function findClients(
  { db }: Pick<Deps, "db">,
  actor: Actor,
  lookUp: ExactLookUp,
): Promise<ClientRow[]> {
  const found =
    "phoneNumber" in lookUp
      ? Prisma.sql`
        select ph.client_id from apps_phone ph
        where ph.app_number = ${lookUp.phoneNumber} and ph.is_primary and ph.extractor_removed_at is null`
      : Prisma.sql`
        select odu_id from apps_client where upper(full_name) = upper(${lookUp.term})
        union select odu_id from apps_client where upper(odu_id) = upper(${lookUp.term})
        union select e.client_id from apps_email e
        where upper(e.address) = upper(${lookUp.term}) and e.is_primary and e.extractor_removed_at is null`;
  return db.$queryRaw<ClientRow[]>(Prisma.sql`
    select ${clientColumns} from apps_client c
    where c.odu_id in (${found}) and ${isListedClient(actor)}
    order by c.odu_id limit ${maxClients}`);
}
