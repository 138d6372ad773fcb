import { DomainError } from "@vetsuccess/contract/errors";
import type { FastifyInstance, FastifyRequest } from "fastify";

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);
const loopbackNames = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Whether the server listens to this machine alone. */
export function isLoopback(host: string): boolean {
  return loopbackNames.has(host) || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/**
 * Refuses what a page of another site asks for. What changes something must come from our own pages (Sec-Fetch-Site, or
 * Origin where a browser does not send it) or from a program, which sends neither. And until there is a sign-in every
 * request must name this machine, so that no foreign name that leads here (DNS rebinding) reads along.
 */
export function refuseOtherSites(app: FastifyInstance): void {
  app.addHook("onRequest", (request, _reply, done) => {
    const isAllowed = namesThisMachine(request) && (safeMethods.has(request.method) || isSameSite(request));
    done(isAllowed ? undefined : new DomainError("NOT_ALLOWED", "Requests from other sites are refused."));
  });
}

function namesThisMachine(request: FastifyRequest): boolean {
  return loopbackNames.has(request.host.replace(/:\d+$/, ""));
}

function isSameSite({ headers, host }: FastifyRequest): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined) return site === "same-origin" || site === "none";
  const { origin } = headers;
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
}
