import type { ClientRow, ListClientsByIdInput } from "@vetsuccess/contract/clients";
import { Prisma } from "@vetsuccess/db/sql";
import type { Actor, Deps } from "../../deps.ts";
import { clientColumns, isListedClient } from "./listed.ts";

/** These clients as far as the actor may see them, by id; one statement. */
export function listClientsById(
  { db }: Pick<Deps, "db">,
  actor: Actor,
  { clientIds }: ListClientsByIdInput,
): Promise<ClientRow[]> {
  return db.$queryRaw<ClientRow[]>(Prisma.sql`
    select ${clientColumns} from apps_client c
    where c.odu_id = any(${clientIds}::text[]) and ${isListedClient(actor)} order by c.odu_id`);
}
