import { createServer } from "node:http";
import pg from "pg";

/** Statements of one read, as the product runs them. */
export interface BareRead {
  statements: { text: string; values: unknown[] }[];
}

/** The least that a server must do: node:http and pg, prepared statements, rows as JSON. Started by `bench api`. */
process.once("message", (reads: BareRead[]) => {
  const pool = new pg.Pool({ connectionString: process.env["DATABASE_URL"], max: 10 });
  /** One after the other on one connection: there may be a transaction around them. */
  async function answer(index: number, statements: BareRead["statements"]): Promise<unknown[]> {
    const client = await pool.connect();
    try {
      const answers: unknown[] = [];
      for (const [step, { text, values }] of statements.entries())
        answers.push((await client.query({ name: `read-${index}-${step}`, text, values })).rows);
      client.release();
      return answers;
    } catch (error) {
      // Its transaction has failed: the next request must not be given it.
      client.release(true);
      throw error;
    }
  }
  const server = createServer((request, response) => {
    const index = Number(request.url?.slice(1));
    const statements = reads[index]?.statements ?? [];
    answer(index, statements).then(
      (rows) => response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(rows)),
      (error: unknown) => {
        console.error(`read ${index}: ${error instanceof Error ? error.message : "failed"}`);
        response.writeHead(500).end();
      },
    );
  });
  server.listen(0, "127.0.0.1", () => process.send?.({ address: server.address() }));
});
