import type { Action } from "@vetsuccess/contract/identity";
import type { Actor } from "@vetsuccess/domain/deps";
import { stranger } from "@vetsuccess/domain/identity/commands/check-password";
import type { IdentityDeps } from "@vetsuccess/domain/identity/ports";
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema } from "fastify";
import { originOf } from "../access.ts";
import { bodyTypes } from "./body.ts";
import { Refusal, sendJson } from "./refusal.ts";

/** What an operation is given. */
export interface Call {
  deps: IdentityDeps;
  request: FastifyRequest;
  reply: FastifyReply;
  /** Whoever calls; a stranger, who may do nothing, where a resource is open. */
  actor: Actor;
}

export interface Operation {
  /** Other than the resource's. */
  access?: Action;
  /** Goes into the document of the API alone: nothing is checked or written by it. */
  schema: FastifySchema;
  /** @returns JSON: a value, or text that is JSON already */
  run(call: Call): unknown;
}

/** A path of REST v1. */
export interface Resource {
  /** A path that ends with a slash gets a redirect from the one without. */
  url: string;
  /** What OPTIONS calls it, and what it says besides. */
  name: string;
  options?: { description?: string; actions?: object };
  access: Action | "open";
  operations: Partial<Record<"GET" | "POST" | "PUT" | "PATCH", Operation>>;
}

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"] as const;
type Method = (typeof methods)[number];

/** Adds the routes of a resource: one for each of its methods, and the refusals of all others. */
export function addResource(scope: FastifyInstance, deps: IdentityDeps, resource: Resource): void {
  const { url, operations, access } = resource;
  const operationOf = (method: Method): Operation | undefined =>
    method === "OPTIONS" || method === "DELETE" ? undefined : operations[method === "HEAD" ? "GET" : method];
  const allow = methods.filter((method) => method === "OPTIONS" || operationOf(method)).join(", ");

  for (const method of methods) {
    const operation = operationOf(method);
    const isAllowed = method === "OPTIONS" || operation !== undefined;
    scope.route({
      method,
      url,
      exposeHeadRoute: false,
      schema: operation && method !== "HEAD" ? operation.schema : { hide: true },
      config: { access: operation?.access ?? access, guard: "rest", rest: { allow, isAllowed } },
      handler: operation ? runs(deps, operation) : describes(resource),
    });
  }
  if (url.endsWith("/")) addRedirect(scope, url);
}

/** Answers with what the operation comes to. */
function runs(deps: IdentityDeps, { run }: Operation) {
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const actor = request.actor ?? stranger(originOf(request));
    const body = await run({ deps: { ...deps, log: request.log }, request, reply, actor });
    return sendJson(reply, typeof body === "string" ? body : JSON.stringify(body));
  };
}

/** What a resource says of itself when asked with OPTIONS. */
function describes({ name, options }: Resource) {
  const said = JSON.stringify({
    name,
    description: options?.description ?? "",
    renders: ["application/json"],
    parses: bodyTypes,
    ...(options?.actions ? { actions: options.actions } : {}),
  });
  return (_request: FastifyRequest, reply: FastifyReply) => sendJson(reply, said);
}

/** The path without its slash leads to the one with it, whatever the method and whoever asks. */
function addRedirect(scope: FastifyInstance, url: string): void {
  scope.route({
    method: [...methods],
    url: url.slice(0, -1),
    schema: { hide: true },
    config: { access: "open" },
    handler: ({ url: asked }, reply) => {
      const [path = "", query] = asked.split("?", 2);
      return reply
        .code(301)
        .headers({
          "content-type": "text/html; charset=utf-8",
          location: query ? `${path}/?${query}` : `${path}/`,
        })
        .send();
    },
  });
}

/** 405: before anything of the request is looked at but who sends it. */
export function refuseMethod(method: string): never {
  throw new Refusal(405, { detail: `Method "${method}" not allowed.` });
}
