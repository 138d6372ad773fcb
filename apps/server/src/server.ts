import cors from "@fastify/cors";
import helmet from "@fastify/helmet";
import type { TRPCError } from "@trpc/server";
import { appRouter } from "@vetsuccess/api/app-router";
import { errorCodeOf, httpStatusOf, refusalOf } from "@vetsuccess/api/errors";
import { DomainError, type ErrorCode } from "@vetsuccess/contract/errors";
import { isPlainLocalhost } from "@vetsuccess/domain/config";
import type { Deps } from "@vetsuccess/domain/deps";
import type { FilesDeps } from "@vetsuccess/domain/email-updates/ports";
import type { IdentityDeps } from "@vetsuccess/domain/identity/ports";
import type { LiveDeps } from "@vetsuccess/domain/live/ports";
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
} from "fastify";
import { randomUUID } from "node:crypto";
import type { Logger } from "pino";
import { authenticateAgain, guardRoutes, originOf, setSession, type GuardedRoute } from "./access.ts";
import { adminApp } from "./admin-app.ts";
import { downloadRoutes } from "./downloads.ts";
import { exportRoutes } from "./exports.ts";
import { healthRoutes } from "./health.ts";
import { logRefusal, logRequests, reportUnexpected } from "./log.ts";
import { metricsRoute } from "./metrics.ts";
import { rememberCallers } from "./remembered-callers.ts";
import { limitRequests, type RequestsPerMinute } from "./request-limit.ts";
import { restApi } from "./rest/rest-api.ts";
import { isRestAddress, refuseOtherSites } from "./same-site.ts";
import { sendGridWebhook } from "./sendgrid-webhook.ts";
import { trpcHost } from "./trpc-host.ts";

export interface ServerOptions {
  log: Logger;
  /** The built admin app. */
  adminDir: string;
  /** Who shows it may read `/metrics`; absent: nobody. */
  metricsToken?: string;
  /** Names of the migrations that must have been applied. */
  migrations: readonly string[];
  /** What verifies SendGrid's webhook, base64; absent: there is no webhook. */
  sendGridPublicKey?: string | undefined;
  /** Proxies whose word on the caller's address counts: how many stand before us, or which. Default: none. */
  trustProxy?: number | string[];
  /** Origins of other sites whose pages may use REST v1. Default: none. */
  corsOrigins?: readonly string[];
  requestsPerMinute?: RequestsPerMinute;
}

declare module "fastify" {
  interface FastifyInstance {
    /** Every route with who may use it; complete once the app is ready. */
    guardedRoutes: readonly GuardedRoute[];
  }
}

const bodyLimit = 1024 * 1024;
/** Without a setting, as in tests: nobody is held up. */
const manyRequests = { known: 1_000_000, stranger: 1_000_000 };
const maxBatchSize = 20;
/** Keys are no longer than a request line. */
const maxParamLength = 5_000;
/** To receive a request; to answer it. */
const requestTimeout = 30_000;
const handlerTimeout = 60_000;

type FastifyCompilers = NonNullable<
  NonNullable<FastifyServerOptions["schemaController"]>["compilersFactory"]
>;

/**
 * Schemas of routes are for the document of REST v1: what is read and written is checked by the routes, in the recorded words.
 * So Fastify's own compilers are never loaded.
 */
const compilersFactory = {
  buildValidator: () => () => (value: unknown) => ({ value }),
  buildSerializer: () => () => (value: unknown) => JSON.stringify(value),
  // Fastify's types know no other compilers than its own.
} as unknown as FastifyCompilers;

/** Everything of our own and nothing from elsewhere; the UI kit sets style attributes. */
const contentSecurityPolicy = {
  useDefaults: false,
  directives: {
    "default-src": ["'self'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:"],
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
  },
};

/** The HTTP host: `/trpc`, `/health` and the admin app. Not listening yet. */
export async function buildServer(
  deps: IdentityDeps & LiveDeps & FilesDeps,
  options: ServerOptions,
): Promise<FastifyInstance> {
  const log: FastifyBaseLogger = options.log;
  const app: FastifyInstance = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: "requestId" }),
    genReqId: ({ headers }) => givenId(headers["x-request-id"]) ?? randomUUID(),
    rewriteUrl: ({ url = "/" }) => (isReadable(url) ? url : "/unreadable"),
    trustProxy: trustOf(options.trustProxy),
    bodyLimit,
    requestTimeout,
    handlerTimeout,
    forceCloseConnections: "idle",
    schemaController: { compilersFactory },
    routerOptions: { maxParamLength },
  });
  app.addHook("onRequest", (request, reply, done) => {
    reply.header("x-request-id", request.id);
    done();
  });
  app.addHook("onSend", (_request, reply, _payload, done) => {
    if (!reply.raw.hasHeader("cache-control")) reply.header("cache-control", "no-store");
    if (reply.statusCode === 503 && !reply.hasHeader("retry-after")) reply.header("retry-after", "1");
    done();
  });
  logRequests(app);
  const { publicUrl } = deps.identity;
  await app.register(helmet, {
    contentSecurityPolicy,
    frameguard: { action: "deny" },
    referrerPolicy: { policy: "no-referrer" },
    strictTransportSecurity: isPlainLocalhost(publicUrl) ? false : { maxAge: 365 * 24 * 60 * 60 },
  });
  const { corsOrigins = [], requestsPerMinute = manyRequests } = options;
  refuseOtherSites(app, { publicUrl, corsOrigins });
  answerErrors(app, deps);
  app.addHook("preClose", (done) => {
    deps.live.close();
    done();
  });
  const findTokenCaller = rememberCallers(deps);
  const routes = await guardRoutes(app, deps, limitRequests(requestsPerMinute), findTokenCaller);
  app.decorate("guardedRoutes", routes);
  if (corsOrigins.length > 0) await allowOrigins(app, corsOrigins);

  metricsRoute(app, deps, options.metricsToken);
  healthRoutes(app, deps, options.migrations);
  downloadRoutes(app, deps);
  if (options.sendGridPublicKey !== undefined) sendGridWebhook(app, deps, options.sendGridPublicKey);
  exportRoutes(app, deps);
  const isPage = await adminApp(app, options.adminDir);
  app.setNotFoundHandler((request, reply) =>
    isPage(request)
      ? reply.code(200).sendFile("index.html")
      : sendError(request, reply, "NOT_FOUND", "There is nothing at this address."),
  );
  await app.register(
    (scope, _options, done) => {
      trpcHost(scope, {
        router: appRouter,
        maxBatchSize,
        createContext: (request, reply) => ({
          deps: { ...deps, log: request.log },
          actor: request.actor,
          origin: originOf(request),
          setSession: (id) => setSession(deps, reply, id),
          authenticateAgain: () => authenticateAgain(deps, request),
        }),
        onError: (request, error) => logError(deps, request, error),
      });
      done();
    },
    { prefix: "/trpc" },
  );
  await app.register((scope) => restApi(scope, deps, findTokenCaller));
  return app;
}

/** A number counts the proxies before us, the nearest first. */
function trustOf(proxies: ServerOptions["trustProxy"]) {
  return typeof proxies === "number" ? (_address: string, hop: number) => hop < proxies : (proxies ?? false);
}

/** Lets pages of these origins use REST v1, by tokens and keys: cookies never count there. */
async function allowOrigins(app: FastifyInstance, origins: readonly string[]): Promise<void> {
  await app.register(cors, {
    delegator: ({ url }, done) =>
      done(null, {
        origin: isRestAddress(url) ? [...origins] : false,
        methods: ["GET", "POST", "PUT", "PATCH"],
        allowedHeaders: ["authorization", "content-type", "x-request-id"],
        exposedHeaders: ["x-request-id", "retry-after"],
        maxAge: 600,
      }),
  });
}

/** A caller may bring an id along, as long as it is one and no text. */
function givenId(header: string | string[] | undefined): string | undefined {
  return typeof header === "string" && /^[\w-]{8,64}$/.test(header) ? header : undefined;
}

/** An address that nobody can decode would be answered before the hooks: without headers, without a line in the log. */
function isReadable(url: string): boolean {
  try {
    decodeURI(url);
    return true;
  } catch {
    return false;
  }
}

function logError(deps: Deps, request: FastifyRequest, error: TRPCError): void {
  const code = errorCodeOf(error);
  if (error.cause instanceof DomainError) logRefusal(request, error.cause);
  else if (code === "INTERNAL") reportUnexpected(deps, request, error.cause ?? error);
  else request.log.info({ code }, "refused");
}

/** Errors outside tRPC. */
function answerErrors(app: FastifyInstance, deps: Deps): void {
  app.setErrorHandler((error, request, reply) => {
    const refusal = refusalOf(error);
    if (refusal) {
      logRefusal(request, refusal);
      return sendError(request, reply, refusal.code, refusal.message);
    }
    const { statusCode = 500 } = error as { statusCode?: number };
    if (statusCode < 500)
      return sendError(request, reply, "INVALID_INPUT", "The request cannot be read.", statusCode);
    if (statusCode === 503)
      return sendError(
        request,
        reply,
        "UNAVAILABLE",
        "The service is not available at this moment. Try again.",
      );
    reportUnexpected(deps, request, error);
    return sendError(request, reply, "INTERNAL", "Something went wrong on our side.");
  });
}

function sendError(
  request: FastifyRequest,
  reply: FastifyReply,
  code: ErrorCode,
  message: string,
  status = httpStatusOf(code),
): FastifyReply {
  return reply.code(status).send({ error: { code, message, requestId: request.id } });
}
