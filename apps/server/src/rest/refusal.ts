import { httpStatusOf, refusalOf } from "@vetsuccess/api/errors";
import type { DomainError } from "@vetsuccess/contract/errors";
import type { Deps } from "@vetsuccess/domain/deps";
import type { FastifyReply, FastifyRequest } from "fastify";
import { logRefusal, reportUnexpected } from "../log.ts";

/** A request that is not done, in the words of the wire. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: object;
  readonly headers: Record<string, string>;

  constructor(status: number, body: object, headers: Record<string, string> = {}) {
    super(`refused with ${status}`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** An address that leads nowhere, at all or for this value of a parameter: answered with a page, as browsers expect. */
export class NoSuchAddress extends Error {}

/** 401 of whoever is not known; older clients look for the header. */
export const notSignedIn = (body: object) =>
  new Refusal(401, body, { "www-authenticate": 'JWT realm="api"' });

/** 404 of a row that does not exist, or that the caller may not see. */
export const notFound = () => new Refusal(404, { detail: "Not found." });

const page = (title: string, text: string) => `<!doctype html>
<html lang="en">
<head><title>${title}</title></head>
<body><h1>${title}</h1><p>${text}</p></body>
</html>
`;

/** The page of an address that leads nowhere. */
export function sendNoSuchAddress(reply: FastifyReply): FastifyReply {
  return reply
    .code(404)
    .header("content-type", "text/html; charset=utf-8")
    .send(page("Not Found", "The requested resource was not found on this server."));
}

/** Answers whatever a route or Fastify itself throws; what nobody foresaw goes into the log, never to the caller. */
export function answerRefusal(
  deps: Pick<Deps, "errors">,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (error instanceof NoSuchAddress) return sendNoSuchAddress(reply);
  const foreseen = refusalOf(error);
  if (foreseen) logRefusal(request, foreseen);
  const { status, body, headers } = foreseen ? fromDomain(foreseen) : asRefusal(error);
  if (status === 500) reportUnexpected(deps, request, error);
  return sendJson(reply.code(status).headers(headers), JSON.stringify(body));
}

/** Sends text that is JSON. As bytes, for Fastify would name a charset, which the content type of JSON does not have. */
export function sendJson(reply: FastifyReply, json: string): FastifyReply {
  return reply.header("content-type", "application/json").send(Buffer.from(json));
}

function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const { statusCode = 500 } = error as { statusCode?: number };
  if (statusCode === 413) return new Refusal(413, { detail: "The body is larger than 1 MB." });
  if (statusCode === 503) return new Refusal(503, { detail: "The service is not available. Try again." });
  if (statusCode < 500) return new Refusal(statusCode, { detail: "The request cannot be read." });
  return new Refusal(500, { detail: "Something went wrong on our side." });
}

function fromDomain(error: DomainError): Refusal {
  const { code, message, retryAfterSeconds = 1 } = error;
  switch (code) {
    case "NOT_FOUND":
      return notFound();
    case "NOT_ALLOWED":
      return new Refusal(403, { detail: "You do not have permission to perform this action." });
    case "NOT_SIGNED_IN":
      return notSignedIn({ detail: message });
    case "TOO_MANY_REQUESTS":
      return new Refusal(
        429,
        { detail: `Request was throttled. Expected available in ${retryAfterSeconds} seconds.` },
        { "retry-after": String(retryAfterSeconds) },
      );
    default:
      return new Refusal(httpStatusOf(code), { detail: message });
  }
}
