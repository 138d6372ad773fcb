import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { columns, tables, type Sheets, type Table } from "./tables.ts";

/** The tables with many rows: their keys and indexes are made after the rows, which is several times faster. */
const largeTables: readonly Table[] = [
  "apps_client",
  "apps_patient",
  "apps_clientpatientrelationship",
  "apps_email",
  "apps_phone",
  "apps_address",
  "apps_appointment",
  "apps_smshistory",
  "apps_reminder",
];

/** Rows that migrations bring are nobody's work: which ones are somebody's. */
const shipped: Partial<Record<Table, string>> = { apps_outcome: "where not is_archived" };

/**
 * Refuses a database with rows in a table that the demo fills.
 *
 * @throws Error that says what to do
 */
export async function refuseUnlessEmpty(client: pg.Client): Promise<void> {
  const { rows: found } = await client.query<{ name: string | null }>(
    "select to_regclass('apps_server') as name",
  );
  if (found[0]?.name === null)
    throw new Error("the database has no tables yet: run `pnpm vet migrate deploy`, then make the demo");
  const filled: string[] = [];
  for (const table of tables) {
    const { rows } = await client.query<{ any: boolean }>(
      `select exists (select from ${table} ${shipped[table] ?? ""}) as any`,
    );
    if (rows[0]?.any) filled.push(table);
  }
  if (filled.length === 0) return;
  const { rows: servers } = await client.query<{ demo: boolean }>(
    "select coalesce(bool_and(data_source = 'demo'), false) as demo from apps_server",
  );
  throw new Error(
    servers[0]?.demo
      ? "the database holds a demo already: nothing was changed (for another one, take an empty database)"
      : `the database holds rows that the demo did not make (${filled.join(", ")}): nothing was changed; ` +
          "take an empty database",
  );
}

/** Writes the gathered rows with COPY, table by table. */
export async function copyRows(client: pg.Client, sheets: Sheets): Promise<void> {
  for (const table of tables) {
    const rows = sheets.take(table);
    if (rows.length === 0) continue;
    const target = client.query(copyFrom(`copy ${table} (${columns[table].join(", ")}) from stdin`));
    await pipeline(Readable.from([rows]), target);
  }
}

/**
 * Runs `work` while the large tables have neither foreign keys nor indexes, then makes these anew, each checked over all
 * rows at once. Belongs inside a transaction.
 *
 * @param onStep how many of them are made again
 */
export async function withoutIndexes(
  client: pg.Client,
  work: () => Promise<void>,
  onStep: (done: number, total: number) => void,
): Promise<void> {
  const { rows: keys } = await client.query<{ drop: string; make: string }>(
    `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
       format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as make
     from pg_constraint where contype = 'f' and conrelid = any($1::regclass[]) order by conrelid, conname`,
    [largeTables],
  );
  const { rows: indexes } = await client.query<{ drop: string; make: string }>(
    `select format('drop index %s', indexrelid::regclass) as drop, pg_get_indexdef(indexrelid) as make
     from pg_index where indrelid = any($1::regclass[]) and not indisprimary order by indrelid, indexrelid`,
    [largeTables],
  );
  for (const { drop } of [...keys, ...indexes]) await client.query(drop);
  await work();
  const all = [...indexes, ...keys];
  for (const [at, { make }] of all.entries()) {
    onStep(at, all.length);
    await client.query(make);
  }
  onStep(all.length, all.length);
}
