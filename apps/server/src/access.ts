import cookie from "@fastify/cookie";
import { DomainError } from "@vetsuccess/contract/errors";
import type { Action } from "@vetsuccess/contract/identity";
import { isPlainLocalhost } from "@vetsuccess/domain/config";
import type { Actor, Origin } from "@vetsuccess/domain/deps";
import { authenticate } from "@vetsuccess/domain/identity/commands/authenticate";
import { requireAction } from "@vetsuccess/domain/identity/commands/require-action";
import type { IdentityDeps } from "@vetsuccess/domain/identity/ports";
import { type Credentials, readAuthorization } from "@vetsuccess/domain/identity/rules";
import { sessionCookie } from "@vetsuccess/domain/identity/sessions";
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from "fastify";
import type { FindTokenCaller } from "./remembered-callers.ts";
import type { RequestLimit } from "./request-limit.ts";

/** Who may use a route: those whose role has the action, anybody, or whoever the single procedure lets pass. */
export type Access = Action | "open" | "procedures";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Each route names it: `{ config: { access: "clients.get" } }`. */
    access?: Access;
    /** A page that merely stays open asks for it: that keeps no session alive. */
    isPassive?: boolean;
    /** REST v1 asks in its own hook, in its own words and order. */
    guard?: "rest";
  }
  interface FastifyRequest {
    /** Whoever calls; null: nobody known. */
    actor: Actor | null;
  }
}

/** A route with who may use it. */
export interface GuardedRoute {
  method: string;
  url: string;
  access: Access;
}

/**
 * Knows who calls, by session cookie, access token or API key, and lets no one past a route that is not for them. A route
 * that does not say whom it is for stops the start.
 *
 * @returns the routes, complete once the app is ready
 */
export async function guardRoutes(
  app: FastifyInstance,
  deps: IdentityDeps,
  limit: RequestLimit,
  findTokenCaller: FindTokenCaller,
): Promise<GuardedRoute[]> {
  await app.register(cookie);
  app.decorateRequest("actor", null);
  const seen: RouteOptions[] = [];
  const routes: GuardedRoute[] = [];
  app.addHook("onRoute", (route) => void seen.push(route));
  app.addHook("onReady", (done) => {
    routes.push(...seen.flatMap(guarded));
    done();
  });
  app.addHook("onRequest", async (request, reply) => {
    const access = request.is404 ? "open" : accessOf(request.routeOptions);
    const { guard, isPassive } = request.routeOptions.config;
    if (access === undefined || access === "open" || guard === "rest") return;
    request.actor = await findActor(deps, request, !isPassive, findTokenCaller);
    if (access === "procedures") return;
    await limit(request, reply);
    if (!request.actor) throw new DomainError("NOT_SIGNED_IN", "Sign in first.");
    await requireAction(deps, request.actor, access);
  });
  app.addHook("preParsing", async (request, reply) => {
    if (!isFile(request)) await limit(request, reply);
  });
  return routes;
}

/** The plugins that serve the files of the admin app and answer preflights cannot say that these are for anybody. */
const accessOf = ({ url, config }: { url?: string; config?: { access?: Access } }): Access | undefined =>
  config?.access ?? (url === "/*" || url === "*" ? "open" : undefined);
const isFile = ({ routeOptions }: FastifyRequest) => routeOptions.url === "/*";

function guarded(route: RouteOptions): GuardedRoute[] {
  const access = accessOf(route);
  if (access === undefined)
    throw new Error(`the route ${route.url} does not say whom it is for: config: { access: … }`);
  return [route.method].flat().map((method) => ({ method, url: route.url, access }));
}

/** Where a request comes from. */
export function originOf(request: FastifyRequest): Origin {
  return {
    address: request.ip,
    userAgent: request.headers["user-agent"] ?? null,
    requestId: request.id,
  };
}

/** An authorization that is sent along counts more than a cookie, which browsers send by themselves. */
function credentialsOf(deps: IdentityDeps, request: FastifyRequest): Credentials | null {
  const { authorization } = request.headers;
  if (authorization !== undefined) return readAuthorization(authorization);
  const id = request.cookies[cookieOf(deps, null).name];
  return id ? { kind: "session", id } : null;
}

/** Looks again at whether the caller of a request that is still being answered may be here. */
export async function authenticateAgain(deps: IdentityDeps, request: FastifyRequest): Promise<Actor> {
  const actor = await findActor(deps, request, false);
  if (!actor) throw new DomainError("NOT_SIGNED_IN", "Sign in first.");
  return actor;
}

async function findActor(
  deps: IdentityDeps,
  request: FastifyRequest,
  isActivity: boolean,
  findTokenCaller?: FindTokenCaller,
): Promise<Actor | null> {
  const credentials = credentialsOf(deps, request);
  if (!credentials) return null;
  const origin = originOf(request);
  // A page asks again by itself, too, and says so when nobody is there: that keeps no session alive.
  const isUnattended = credentials.kind === "session" && request.headers["x-unattended"] !== undefined;
  try {
    return credentials.kind === "token" && request.method === "GET" && findTokenCaller
      ? await findTokenCaller(credentials, origin)
      : await authenticate(deps, credentials, origin, isActivity && !isUnattended);
  } catch (error) {
    if (error instanceof DomainError && error.code === "NOT_SIGNED_IN") return null;
    throw error;
  }
}

/** Gives the browser the cookie of a session, or takes it away (null). */
export function setSession(deps: IdentityDeps, reply: FastifyReply, id: string | null): void {
  const { name, value, attributes } = cookieOf(deps, id);
  reply.setCookie(name, value, attributes);
}

function cookieOf(deps: IdentityDeps, id: string | null) {
  return sessionCookie(deps, id, !isPlainLocalhost(deps.identity.publicUrl));
}
