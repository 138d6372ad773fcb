import type pg from "pg";

/** Runs `work` and counts the SQL statements that connections of the pool are given meanwhile, BEGIN and COMMIT too. */
export async function countStatements<T>(
  pool: pg.Pool,
  work: () => Promise<T>,
): Promise<{ result: T; statements: number }> {
  let statements = 0;
  const connect = pool.connect.bind(pool);
  const undo: (() => void)[] = [];
  const counted = new Set<object>();
  const counting = async () => {
    const client = await connect();
    if (counted.has(client)) return client;
    counted.add(client);
    const query = client.query.bind(client);
    undo.push(() => Object.assign(client, { query }));
    return Object.assign(client, {
      query: (...args: Parameters<typeof query>) => {
        statements += 1;
        return query(...args);
      },
    });
  };
  Object.assign(pool, { connect: counting });
  try {
    return { result: await work(), statements };
  } finally {
    Object.assign(pool, { connect });
    for (const each of undo) each();
  }
}
