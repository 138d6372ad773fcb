import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { FastifyInstance } from "fastify";

/** Where the page is. */
const home = "/api/v1/docs/";

/**
 * Swagger UI's own files. Its plugin is not used: it would load a second file server, and all of YAML, with each start of the
 * server.
 */
const files: Record<string, string> = {
  "swagger-ui.css": "text/css; charset=utf-8",
  "index.css": "text/css; charset=utf-8",
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
  "favicon-32x32.png": "image/png",
};

const settings = {
  url: "../openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  layout: "BaseLayout",
  defaultModelsExpandDepth: 0,
  docExpansion: "list",
};

const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>VetSuccess REST API</title>
<link rel="stylesheet" href="./static/swagger-ui.css"><link rel="stylesheet" href="./static/index.css">
<link rel="icon" type="image/png" href="./static/favicon-32x32.png"></head>
<body><div id="swagger-ui"></div>
<script src="./static/swagger-ui-bundle.js"></script><script src="./static/start.js"></script></body>
</html>
`;

const start = `window.ui = SwaggerUIBundle(${JSON.stringify(settings)});\n`;

/** A page to read the document of the API; its files are read when they are asked for. */
export function documentationPage(scope: FastifyInstance): void {
  const folder = dirname(createRequire(import.meta.url).resolve("@fastify/swagger-ui/static/swagger-ui.css"));
  const schema = { hide: true };
  scope.get(home.slice(0, -1), { schema }, (_request, reply) => reply.redirect(home));
  scope.get(home, { schema }, (_request, reply) =>
    reply.header("content-type", "text/html; charset=utf-8").send(page),
  );
  scope.get(`${home}static/start.js`, { schema }, (_request, reply) =>
    reply.header("content-type", "text/javascript; charset=utf-8").send(start),
  );
  for (const [name, type] of Object.entries(files))
    scope.get(`${home}static/${name}`, { schema }, (_request, reply) =>
      reply.header("content-type", type).send(readFileSync(join(folder, name))),
    );
}
