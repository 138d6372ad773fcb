import { createServer } from "node:http";
import pg from "pg";

/** Statements of one read, as the product runs them. */
export interface BareRead {
  statements: { text: string; values: unknown[] }[];
}

/** The least that a server must do: node:http and pg, prepared statements, rows as JSON. Started by `bench api`. */
process.once("message", (reads: BareRead[]) => {
  const pool = new pg.Pool({ connectionString: process.env["DATABASE_URL"], max: 10 });
  const server = createServer((request, response) => {
    const index = Number(request.url?.slice(1));
    const statements = reads[index]?.statements ?? [];
    void Promise.all(
      statements.map(({ text, values }, step) => pool.query({ name: `read-${index}-${step}`, text, values })),
    ).then(
      (results) =>
        response
          .writeHead(200, { "content-type": "application/json" })
          .end(JSON.stringify(results.map(({ rows }) => rows as unknown[]))),
      () => response.writeHead(500).end(),
    );
  });
  server.listen(0, "127.0.0.1", () => process.send?.({ address: server.address() }));
});
