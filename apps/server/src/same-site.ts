import { DomainError } from "@vetsuccess/contract/errors";
import type { FastifyInstance, FastifyRequest } from "fastify";

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses what a page of another site asks for. What changes something must come from our own pages (Sec-Fetch-Site, or
 * Origin where a browser does not send it) or from a program, which sends neither.
 */
export function refuseOtherSites(app: FastifyInstance): void {
  app.addHook("onRequest", (request, _reply, done) => {
    const isAllowed = safeMethods.has(request.method) || isSameSite(request);
    done(isAllowed ? undefined : new DomainError("NOT_ALLOWED", "Requests from other sites are refused."));
  });
}

function isSameSite({ headers, host }: FastifyRequest): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined) return site === "same-origin" || site === "none";
  const { origin } = headers;
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
}
