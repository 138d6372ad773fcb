import type { FastifyInstance } from "fastify";

/** Our own script and style, and nothing from elsewhere. */
const safe =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; frame-ancestors 'none'";

/** Serves the files of a page of the sandbox: path → [media type, text]. */
export function servePage(app: FastifyInstance, files: Record<string, [type: string, body: string]>): void {
  for (const [path, [type, body]] of Object.entries(files))
    app.get(path, (_request, reply) =>
      reply
        .headers({
          "content-security-policy": safe,
          "x-content-type-options": "nosniff",
          "cache-control": "no-store",
        })
        .type(`${type}; charset=utf-8`)
        .send(body),
    );
}
