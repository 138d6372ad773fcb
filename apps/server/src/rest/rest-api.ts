import { requireAction } from "@vetsuccess/domain/identity/commands/require-action";
import type { IdentityDeps } from "@vetsuccess/domain/identity/ports";
import type { FastifyInstance } from "fastify";
import type { FindTokenCaller } from "../remembered-callers.ts";
import { callerFinder } from "./caller.ts";
import { client } from "./client.ts";
import { clientSearch } from "./client-search.ts";
import { dailyEmailUpdates } from "./daily-email-updates.ts";
import { collectDocument, serveDocument } from "./documentation.ts";
import { contacted } from "./contacted.ts";
import { faq } from "./faq.ts";
import { apiInfo, databaseHealthCheck, healthCheck } from "./health-checks.ts";
import { negotiate } from "./negotiate.ts";
import { outcomes } from "./outcomes.ts";
import { practices } from "./practices.ts";
import { answerRefusal, sendNoSuchAddress } from "./refusal.ts";
import { addResource, refuseMethod, type Resource } from "./resource.ts";
import { smsEventCreation } from "./sms-event-creation.ts";
import { smsSwitch } from "./sms-switch.ts";
import { token, tokenRefresh } from "./tokens.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Routes of REST v1: what OPTIONS names, and whether this method is among it. */
    rest?: { allow: string; isAllowed: boolean };
  }
}

const resources: readonly Resource[] = [
  apiInfo,
  healthCheck,
  databaseHealthCheck,
  token,
  tokenRefresh,
  clientSearch,
  contacted,
  client,
  practices,
  outcomes,
  faq,
  smsSwitch,
  smsEventCreation,
  dailyEmailUpdates,
];

/**
 * REST v1 for older programs, and their health checks: the wire form of the service that is replaced (docs/rest-v1.md). What
 * is asked of a request, in this order: does it take JSON, who sends it, may he, is there such a method. Only then is the
 * body read.
 */
export async function restApi(
  app: FastifyInstance,
  deps: IdentityDeps,
  findTokenCaller: FindTokenCaller,
): Promise<void> {
  await app.register(
    (scope, _options, done) => {
      scope.setNotFoundHandler((_request, reply) => sendNoSuchAddress(reply));
      done();
    },
    { prefix: "/api" },
  );
  const callerOf = callerFinder(deps, findTokenCaller);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  app.setErrorHandler((error, request, reply) => answerRefusal(deps, error, request, reply));
  app.addHook("onRequest", async (request, reply) => {
    const { rest, access = "open" } = request.routeOptions.config;
    if (!rest) return;
    reply.header("allow", rest.allow);
    negotiate(request);
    if (access !== "open" && access !== "procedures") {
      request.actor = await callerOf(request);
      await requireAction(deps, request.actor, access);
    }
    if (!rest.isAllowed) refuseMethod(request.method);
  });
  await collectDocument(app);
  for (const resource of resources) addResource(app, deps, resource);
  await app.register((part, _options, done) => {
    serveDocument(part, deps);
    done();
  });
}
