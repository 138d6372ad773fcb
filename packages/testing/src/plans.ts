import type pg from "pg";

interface Statement {
  text: string;
  values: unknown[];
}

/**
 * Runs `work`, then asks PostgreSQL how it carries out the reads that connections of the pool were given meanwhile.
 *
 * @returns a plan for each SELECT, as EXPLAIN writes it
 */
export async function plansOf(pool: pg.Pool, work: () => Promise<unknown>): Promise<string[]> {
  const statements: Statement[] = [];
  const plain = new Map<pg.PoolClient, pg.PoolClient["query"]>();
  const watch = (client: pg.PoolClient) => {
    if (plain.has(client)) return;
    const { query } = client;
    plain.set(client, query);
    const watching = (...args: Parameters<typeof query>) => {
      const [statement, values] = args as unknown as [string | Partial<Statement>, unknown];
      const given = typeof statement === "string" ? { text: statement, values } : statement;
      const { text = "" } = given;
      if (/^\s*(select|with)\b/i.test(text))
        statements.push({ text, values: Array.isArray(given.values) ? given.values : [] });
      return query.apply(client, args);
    };
    Object.assign(client, { query: watching });
  };
  pool.on("acquire", watch);
  try {
    await work();
  } finally {
    pool.off("acquire", watch);
    for (const [client, query] of plain) Object.assign(client, { query });
  }
  const plans: string[] = [];
  for (const { text, values } of statements) {
    const { rows } = await pool.query<{ "QUERY PLAN": string }>(`explain ${text}`, values);
    plans.push(rows.map((row) => row["QUERY PLAN"]).join("\n"));
  }
  return plans;
}
