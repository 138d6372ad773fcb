import { existsSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance, FastifyRequest } from "fastify";

const immutable = "public, max-age=31536000, immutable";

/**
 * Serves the built admin app. A page's address is known to the browser alone: every navigation that finds no file gets
 * index.html.
 *
 * @param dir Vite's output; files under `assets/` carry a hash in their names
 * @returns whether a request that found nothing is such a navigation
 */
export async function adminApp(
  app: FastifyInstance,
  dir: string,
): Promise<(request: FastifyRequest) => boolean> {
  const isBuilt = existsSync(join(dir, "index.html"));
  await app.register(fastifyStatic, {
    root: dir,
    serve: isBuilt,
    dotfiles: "ignore",
    cacheControl: false,
    // The build has put compressed copies beside the files.
    preCompressed: true,
    setHeaders: (reply, path) => {
      void reply.setHeader("cache-control", path.startsWith(join(dir, "assets")) ? immutable : "no-cache");
    },
  });
  return (request) => isBuilt && isNavigation(request);
}

function isNavigation({ method, headers, url }: FastifyRequest): boolean {
  if (method !== "GET" && method !== "HEAD") return false;
  if (/^\/(trpc|health)(\/|$|\?)/.test(url)) return false;
  const mode = headers["sec-fetch-mode"];
  return mode === undefined ? (headers.accept?.includes("text/html") ?? false) : mode === "navigate";
}
