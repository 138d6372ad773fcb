import swagger from "@fastify/swagger";
import { DomainError } from "@vetsuccess/contract/errors";
import type { Deps } from "@vetsuccess/domain/deps";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { jsonSchemaTransform, jsonSchemaTransformObject } from "fastify-type-provider-zod";
import { documentationPage } from "./documentation-page.ts";
import { answerRefusal, sendJson } from "./refusal.ts";

const info = {
  title: "VetSuccess REST API",
  version: "1",
  description:
    "For programs that were written for the service this one replaces; new ones in TypeScript take the typed client instead. " +
    "Dates and times are UTC. Practices that a caller is not limited to are as if they did not exist.",
  license: { name: "MIT", identifier: "MIT" },
};

const tags = [
  { name: "Sign-in", description: "How a program becomes known." },
  { name: "Call center", description: "What agents do." },
  { name: "Jobs", description: "What an administrator may start by hand." },
  { name: "Health", description: "For monitors; open to anybody." },
];

const securitySchemes = {
  bearer: {
    type: "http" as const,
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "An access token of `/api/v1/auth/token/`, or an API key (`vsk_…`).",
  },
  JWT: {
    type: "apiKey" as const,
    in: "header" as const,
    name: "Authorization",
    description: "The same after the word `JWT` instead of `Bearer`, as older programs send it.",
  },
};

/** Collects the routes that are added to the scope from now on. */
export async function collectDocument(scope: FastifyInstance): Promise<void> {
  await scope.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info,
      servers: [{ url: "/", description: "This server." }],
      tags,
      components: { securitySchemes },
      security: [{ bearer: [] }, { JWT: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
}

/** Each schema is made as input and as answer; what nothing refers to is left out. */
function withoutUnused(document: object): object {
  const { components } = document as { components?: { schemas?: object } };
  const written = JSON.stringify(document);
  const used = Object.entries(components?.schemas ?? {}).filter(([name]) =>
    written.includes(`"#/components/schemas/${name}"`),
  );
  return { ...document, components: { ...components, schemas: Object.fromEntries(used) } };
}

/** Serves the document, and a page to read it, to whoever is signed in. */
export function serveDocument(scope: FastifyInstance, deps: Pick<Deps, "errors">): void {
  scope.addHook("onRoute", (route) => {
    route.config = { ...route.config, access: "apiDocument.read" };
  });
  scope.setErrorHandler((error, request, reply) =>
    isBrowserOfStranger(error, request)
      ? reply.code(401).header("content-type", "text/html; charset=utf-8").send(signInPage)
      : answerRefusal(deps, error, request, reply),
  );
  scope.get("/api/v1/openapi.json", { schema: { hide: true } }, (_request, reply) =>
    sendJson(reply, JSON.stringify(withoutUnused(scope.swagger()))),
  );
  documentationPage(scope);
}

/** A browser gets a page that leads to the sign-in. */
function isBrowserOfStranger(error: unknown, { headers }: FastifyRequest): boolean {
  const isStranger = error instanceof DomainError && error.code === "NOT_SIGNED_IN";
  return isStranger && (headers.accept?.includes("text/html") ?? false);
}

const signInPage = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>VetSuccess REST API</title></head>
<body><h1>VetSuccess REST API</h1><p>Its documentation is for those who are signed in.
<a href="/">Sign in</a>, then open this page again.</p></body>
</html>
`;
