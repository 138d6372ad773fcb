import type pg from "pg";

/** Runs `work` and counts the SQL statements that connections of the pool are given meanwhile, BEGIN and COMMIT too. */
export async function countStatements<T>(
  pool: pg.Pool,
  work: () => Promise<T>,
): Promise<{ result: T; statements: number }> {
  let statements = 0;
  const plain = new Map<pg.PoolClient, pg.PoolClient["query"]>();
  const count = (client: pg.PoolClient) => {
    if (plain.has(client)) return;
    const { query } = client;
    plain.set(client, query);
    const counting = (...args: Parameters<typeof query>) => {
      statements += 1;
      return query.apply(client, args);
    };
    Object.assign(client, { query: counting });
  };
  pool.on("acquire", count);
  try {
    return { result: await work(), statements };
  } finally {
    pool.off("acquire", count);
    for (const [client, query] of plain) Object.assign(client, { query });
  }
}
