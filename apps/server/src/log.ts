import type { DomainError } from "@vetsuccess/contract/errors";
import type { Deps } from "@vetsuccess/domain/deps";
import type { FastifyInstance, FastifyRequest } from "fastify";
import pino from "pino";
import type { DestinationStream, LevelWithSilent, Logger } from "pino";

declare module "fastify" {
  interface FastifyRequest {
    /** Names of the procedures that the request calls. */
    procedures: readonly string[];
  }
}

/** JSON lines on standard output, or on `stream`. */
export function createLog(level: LevelWithSilent, stream?: DestinationStream): Logger {
  const options = { level, base: { app: "server" } };
  return stream ? pino(options, stream) : pino(options);
}

/**
 * One line per answered request: which route, never which URL, since addresses, queries, bodies and headers may name people.
 * Health checks speak at debug level.
 */
export function logRequests(app: FastifyInstance): void {
  app.decorateRequest("procedures", null as unknown as readonly string[]);
  app.addHook("onRequest", (request, _reply, done) => {
    request.procedures = [];
    done();
  });
  app.addHook("onResponse", (request, reply, done) => {
    const route = request.routeOptions.url ?? "none";
    const { procedures } = request;
    const fields = {
      method: request.method,
      route,
      ...(procedures.length > 0 ? { procedures } : {}),
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime),
    };
    request.log[route.startsWith("/health/") ? "debug" : "info"](fields, "request");
    done();
  });
}

/** What the log may keep of an unexpected error: messages and details of databases quote values, so they stay out. */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { name: typeof error };
  const { name, stack, cause } = error;
  return {
    name,
    ...("code" in error ? { code: error.code } : {}),
    frames:
      stack
        ?.split("\n")
        .filter((line) => /^\s+at /.test(line))
        .map((line) => line.trim()) ?? [],
    ...(cause === undefined ? {} : { cause: describeError(cause) }),
  };
}

/** What was refused, by its code; the loss of the database with what it looked like, for whoever runs it. */
export function logRefusal(request: FastifyRequest, { code, cause }: DomainError): void {
  if (code === "UNAVAILABLE" && cause !== undefined)
    request.log.warn({ code, error: describeError(cause) }, "refused");
  else request.log.info({ code }, "refused");
}

/** What nobody foresaw stands in the log and, where there is one, in the error tracker, both without what people typed. */
export function reportUnexpected(deps: Pick<Deps, "errors">, request: FastifyRequest, error: unknown): void {
  request.log.error({ error: describeError(error) }, "unexpected error");
  deps.errors?.report(error, { requestId: request.id });
}
