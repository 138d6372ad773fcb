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
  const connect = pool.connect.bind(pool);
  const undo: (() => void)[] = [];
  const watched = new Set<object>();
  const watching = async () => {
    const client = await connect();
    if (watched.has(client)) return client;
    watched.add(client);
    const query = client.query.bind(client);
    undo.push(() => Object.assign(client, { query }));
    return Object.assign(client, {
      query: (...args: Parameters<typeof query>) => {
        const [statement, values] = args as unknown as [string | Partial<Statement>, unknown[] | undefined];
        const text = typeof statement === "string" ? statement : (statement.text ?? "");
        const given = (typeof statement === "string" ? undefined : statement.values) ?? values ?? [];
        if (/^\s*(select|with)\b/i.test(text)) statements.push({ text, values: given });
        return query(...args);
      },
    });
  };
  Object.assign(pool, { connect: watching });
  try {
    await work();
  } finally {
    Object.assign(pool, { connect });
    for (const each of undo) each();
  }
  const plans: string[] = [];
  for (const { text, values } of statements) {
    const { rows } = await pool.query<{ "QUERY PLAN": string }>(`explain ${text}`, values);
    plans.push(rows.map((row) => row["QUERY PLAN"]).join("\n"));
  }
  return plans;
}
