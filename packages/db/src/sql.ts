/** Names of the typed SQL toolbox, so that the rest of the product has one place to import it from. */
export { sql } from "kysely";
export type { RawBuilder, SqlBool } from "kysely";
export { Prisma } from "./generated/prisma/client.ts";
export type { DB } from "./generated/tables.ts";
