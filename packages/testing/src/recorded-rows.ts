import type pg from "pg";

/** Rows by table, as the recorded cases carry them. */
export type RecordedRows = Record<string, Record<string, unknown>[]>;

/**
 * Inserts recorded rows, tables in the order given. They carry the field names of the service that is replaced, which are
 * our column names but for a practice's phone; templates match in the order of their rows.
 */
export async function insertRecordedRows(pool: pg.Pool, dataset: RecordedRows): Promise<void> {
  for (const [table, rows] of Object.entries(dataset)) {
    const byColumns = new Map<string, object[]>();
    for (const [at, row] of rows.entries()) {
      const ours = asOurs(table, row, at);
      const columns = Object.keys(ours).sort().join(", ");
      byColumns.set(columns, [...(byColumns.get(columns) ?? []), ours]);
    }
    for (const [columns, group] of byColumns)
      await pool.query(
        `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1)`,
        [JSON.stringify(group)],
      );
  }
}

function asOurs(table: string, row: Record<string, unknown>, at: number): object {
  if (table === "apps_smstemplate") return { ...row, position: at };
  if (table === "apps_user") {
    const { password_plain: _, ...user } = row;
    return user;
  }
  if (table !== "apps_practice" || !("phone" in row)) return row;
  const { phone, ...rest } = row;
  return { ...rest, phone_number: phone };
}
