import { DomainError } from "@vetsuccess/contract/errors";
import type { FastifyInstance, FastifyRequest } from "fastify";

const safeMethods = new Set(["GET", "HEAD", "OPTIONS"]);

/** Where pages of ours and of friends come from. */
export interface Sites {
  /** Where people reach the app. */
  publicUrl: string;
  /** Origins of other sites that may use REST v1; their requests must not carry our cookie. */
  corsOrigins: readonly string[];
}

/**
 * Refuses what a page of another site asks for. What changes something must come from our own pages (Sec-Fetch-Site, or
 * Origin where a browser does not send it), from a program, which sends neither, or, for REST v1, from a site on the list.
 */
export function refuseOtherSites(app: FastifyInstance, sites: Sites): void {
  const ourOrigin = new URL(sites.publicUrl).origin;
  app.addHook("onRequest", (request, _reply, done) => {
    const isAllowed =
      safeMethods.has(request.method) ||
      isSameSite(request, ourOrigin) ||
      isFriend(request, sites.corsOrigins);
    done(isAllowed ? undefined : new DomainError("NOT_ALLOWED", "Requests from other sites are refused."));
  });
}

function isSameSite({ headers, host }: FastifyRequest, ourOrigin: string): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined) return site === "same-origin" || site === "none";
  const { origin } = headers;
  return (
    origin === undefined || origin === ourOrigin || (URL.canParse(origin) && new URL(origin).host === host)
  );
}

function isFriend({ headers, url }: FastifyRequest, corsOrigins: readonly string[]): boolean {
  const { origin, cookie } = headers;
  return isRestAddress(url) && cookie === undefined && origin !== undefined && corsOrigins.includes(origin);
}

/** REST v1 is for programs, in browsers too; everything else is for our own pages. */
export const isRestAddress = (url: string): boolean => url.startsWith("/api/");
