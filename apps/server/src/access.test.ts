import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import type { AnyTRPCProcedure } from "@trpc/server";
import { appRouter } from "@vetsuccess/api/app-router";
import { Action, openActions, roles, type Role } from "@vetsuccess/contract/identity";
import { issueTokens } from "@vetsuccess/domain/identity/commands/issue-tokens";
import { can } from "@vetsuccess/domain/identity/rules";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { goodPassword, origin, signInAs, type SignedIn } from "@vetsuccess/testing/identity";
import { testSender } from "@vetsuccess/testing/sending";
import Fastify, { type FastifyInstance, type InjectOptions } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { guardRoutes, type Access, type GuardedRoute } from "./access.ts";
import { createLog } from "./log.ts";
import { permissionsPage } from "./permissions.ts";
import { rememberCallers } from "./remembered-callers.ts";
import { limitRequests } from "./request-limit.ts";
import { buildServer } from "./server.ts";

const database = useTestDatabase();
const log = createLog("silent");
const procedures = appRouter._def.procedures as unknown as Record<string, AnyTRPCProcedure>;
let app: FastifyInstance;
let routes: readonly GuardedRoute[] = [];
const people = {} as Record<Role, SignedIn>;
/** For older programs' addresses, where cookies count for nothing. */
const tokens = {} as Record<Role, Record<string, string>>;

beforeAll(async () => {
  const { deps } = testSender(database);
  app = await buildServer(deps, { log, adminDir: tmpdir(), migrations: [] });
  await app.ready();
  routes = app.guardedRoutes;
  for (const role of roles) {
    const { email } = (people[role] = await signInAs(deps, role));
    const { access } = await issueTokens(deps, { email, password: goodPassword }, origin);
    tokens[role] = { authorization: `Bearer ${access}` };
  }
});
afterAll(() => app.close());

const junk = JSON.stringify({ json: { unheardOf: 1 } });

/** A call that everybody who may make it gets wrong, so that it changes nothing. */
function callOf(name: string): InjectOptions {
  const isChange = procedures[name]?._def.type === "mutation";
  return isChange
    ? { method: "POST", url: `/trpc/${name}`, payload: junk, headers: { "content-type": "application/json" } }
    : { method: "GET", url: `/trpc/${name}?input=${encodeURIComponent(junk)}` };
}

async function statusOf(request: InjectOptions, headers: Record<string, string> = {}): Promise<number> {
  const answer = await app.inject({ ...request, headers: { ...request.headers, ...headers } });
  // A stream that is refused says so in its first event.
  const inStream = String(answer.headers["content-type"]).startsWith("text/event-stream")
    ? /"httpStatus":(\d+)/.exec(answer.body)?.[1]
    : undefined;
  return inStream === undefined ? answer.statusCode : Number(inStream);
}

const cookies = (role: Role): Record<string, string> => people[role].headers;
const bearer = (role: Role) => tokens[role];

/** The status that each role is refused with, "passes" for those who may. */
async function answersTo(
  request: InjectOptions,
  credentialsOf = cookies,
): Promise<Record<string, number | "passes">> {
  const answers: Record<string, number | "passes"> = {};
  for (const role of roles) {
    const status = await statusOf(request, credentialsOf(role));
    answers[role] = status === 401 || status === 403 ? status : "passes";
  }
  const status = await statusOf(request);
  return { ...answers, stranger: status === 401 || status === 403 ? status : "passes" };
}

/** What the table says; an open door lets everybody through. */
function expected(access: Access): Record<string, number | "passes"> {
  const isOpen = access === "open" || access === "procedures";
  const answers: Record<string, number | "passes"> = { stranger: isOpen ? "passes" : 401 };
  for (const role of roles) answers[role] = isOpen || can(role, access) ? "passes" : 403;
  return answers;
}

describe("every procedure", () => {
  test.each(Object.keys(procedures))("%s: each role gets what the table says", async (name) => {
    const isOpen = openActions.some((action) => action === name);
    expect(await answersTo(callOf(name))).toEqual(expected(isOpen ? "open" : Action.parse(name)));
  });

  const changes = Object.keys(procedures).filter((name) => procedures[name]?._def.type === "mutation");
  test.each(changes)("%s refuses another site's page, whoever is signed in", async (name) => {
    const headers = { ...people.admin.headers, "sec-fetch-site": "cross-site" };
    const [crossSite, onGet] = [
      await statusOf(callOf(name), headers),
      await statusOf({ url: `/trpc/${name}` }, people.admin.headers),
    ];
    expect({ crossSite, onGet }).toEqual({ crossSite: 403, onGet: 405 });
  });
});

describe("every other route", () => {
  const requestTo = ({ method, url }: GuardedRoute): InjectOptions => ({
    method,
    url: url.replaceAll(/:\w+/g, "0").replace("*", "0"),
  });

  const isOld = ({ url }: GuardedRoute) => url.startsWith("/api/");
  const isGuarded = ({ access }: GuardedRoute) => access !== "procedures" && access !== "open";

  test("gives each role what its action says", async () => {
    const guarded = routes.filter((route) => isGuarded(route) && !isOld(route));
    expect(guarded.length).toBeGreaterThan(3);
    for (const route of guarded) {
      const { method, url, access } = route;
      const answers = await answersTo(requestTo(route));
      expect({ method, url, answers }).toEqual({ method, url, answers: expected(access) });
    }
  });

  test("of older programs gives each role's token what its action says, and a cookie nothing", async () => {
    const guarded = routes.filter((route) => isGuarded(route) && isOld(route));
    expect(guarded.length).toBeGreaterThan(60);
    for (const route of guarded) {
      const { method, url, access } = route;
      const answers = await answersTo(requestTo(route), bearer);
      // The pages of the API's own document are read by people, too.
      const isRead = access === "apiDocument.read";
      const byCookie = isRead ? "" : await statusOf(requestTo(route), people.admin.headers);
      const wanted = { answers: expected(access), byCookie: isRead ? "" : 401 };
      expect({ method, url, answers, byCookie }).toEqual({ method, url, ...wanted });
    }
  });

  test("that is open asks nobody who they are", async () => {
    const open = routes.filter(({ access }) => access === "open");
    expect(open.length).toBeGreaterThan(30);
    for (const route of open) {
      const { method, url } = route;
      const answers = await answersTo(requestTo(route), isOld(route) ? bearer : cookies);
      expect({ method, url, answers }).toEqual({ method, url, answers: expected("open") });
    }
  });

  test("that changes something refuses another site's page", async () => {
    const changing = routes.filter(({ method }) => !["GET", "HEAD", "OPTIONS"].includes(method));
    expect(changing.length).toBeGreaterThan(1);
    for (const route of changing) {
      const headers = { ...people.admin.headers, origin: "https://evil.example" };
      const status = await statusOf(requestTo(route), headers);
      expect({ ...route, status }).toEqual({ ...route, status: 403 });
    }
  });

  test("must say whom it is for, or the server does not start", async () => {
    const bare = Fastify();
    const { deps } = testSender(database);
    await guardRoutes(bare, deps, limitRequests({ known: 1, stranger: 1 }), rememberCallers(deps));
    bare.get("/backdoor", () => "hello");
    await expect(bare.ready()).rejects.toThrow("the route /backdoor does not say whom it is for");
  });
});

test("docs/permissions.md is current: `pnpm --silent permissions > docs/permissions.md`", () => {
  const page = readFileSync(new URL("../../../docs/permissions.md", import.meta.url), "utf8");
  expect(page).toBe(permissionsPage(routes));
});

test("a denial is in the audit trail, with who and what", async () => {
  await app.inject({
    ...callOf("users.invite"),
    headers: { ...people.viewer.headers, "content-type": "application/json" },
  });
  const denial = await database.db.auditEvent.findFirst({
    where: { action: "access.denied", actorId: people.viewer.id, entityId: "users.invite" },
  });
  expect(denial).toMatchObject({ actorLabel: people.viewer.email, address: "127.0.0.1" });
});
