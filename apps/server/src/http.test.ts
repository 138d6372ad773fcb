import { tmpdir } from "node:os";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { goodPassword, identityForTests, signInAs } from "@vetsuccess/testing/identity";
import { testSender } from "@vetsuccess/testing/sending";
import type { FastifyInstance } from "fastify";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createLog } from "./log.ts";
import { buildServer, type ServerOptions } from "./server.ts";

const database = useTestDatabase();
const log = createLog("silent");
let app: FastifyInstance | undefined;

async function serve(
  options: Partial<ServerOptions> = {},
  publicUrl = "http://localhost:3000",
): Promise<FastifyInstance> {
  const { deps } = testSender(database);
  const identity = { ...identityForTests, publicUrl };
  app = await buildServer({ ...deps, identity }, { log, adminDir: tmpdir(), migrations: [], ...options });
  return app;
}
beforeEach(() => database.db.signInThrottle.deleteMany({}));
afterEach(async () => {
  await app?.close();
  app = undefined;
});

const json = { "content-type": "application/json" };
const state = "/trpc/auth.state";
const signInWith = (server: FastifyInstance, email: string, headers: Record<string, string> = {}) =>
  server.inject({
    method: "POST",
    url: "/trpc/auth.signIn",
    headers: { ...json, ...headers },
    payload: JSON.stringify({ json: { email, password: goodPassword } }),
  });

describe("the cookie and HSTS", () => {
  test("are those of a public site over https", async () => {
    const server = await serve({}, "https://vetsuccess.example");
    const { email } = await signInAs(testSender(database).deps, "agent");
    const { headers, cookies } = await signInWith(server, email);
    expect(headers["strict-transport-security"]).toMatch(/^max-age=31536000/);
    expect(cookies).toEqual([
      {
        name: "__Host-session",
        value: expect.stringMatching(/^\w{20,}$/) as string,
        path: "/",
        httpOnly: true,
        secure: true,
        sameSite: "Lax",
      },
    ]);
  });

  test("are plain on localhost alone", async () => {
    const server = await serve();
    const { email } = await signInAs(testSender(database).deps, "agent");
    const { headers, cookies } = await signInWith(server, email);
    expect(headers["strict-transport-security"]).toBeUndefined();
    expect(cookies).toMatchObject([{ name: "session", httpOnly: true, sameSite: "Lax" }]);
    const { value } = cookies[0] ?? { value: "" };
    const known = await server.inject({ url: state, headers: { cookie: `session=${value}` } });
    expect(known.body).toContain('"isSignedIn":true');
  });
});

describe("other sites' pages", () => {
  const friend = "https://portal.example.com";
  const preflight = (server: FastifyInstance, url: string, origin: string) =>
    server.inject({
      method: "OPTIONS",
      url,
      headers: { origin, "access-control-request-method": "POST" },
    });

  test("may not use REST v1 when no list is given", async () => {
    const server = await serve();
    const { headers } = await preflight(server, "/api/v1/outcomes/", friend);
    expect(headers["access-control-allow-origin"]).toBeUndefined();
  });

  test("may use REST v1 when they are on the list, without our cookie, and nothing else", async () => {
    const server = await serve({ corsOrigins: [friend] });
    const allowed = await preflight(server, "/api/v1/outcomes/", friend);
    expect(allowed.headers).toMatchObject({ "access-control-allow-origin": friend });
    expect(allowed.headers["access-control-allow-credentials"]).toBeUndefined();
    const refused = [
      await preflight(server, "/api/v1/outcomes/", "https://evil.example"),
      await preflight(server, "/trpc/auth.signIn", friend),
    ];
    for (const { headers } of refused) expect(headers["access-control-allow-origin"]).toBeUndefined();
    const post = (url: string, headers: object) =>
      server.inject({ method: "POST", url, headers: { ...json, origin: friend, ...headers }, payload: "{}" });
    expect((await post("/api/v1/nothing-here/", {})).statusCode).toBe(404);
    expect((await post("/api/v1/nothing-here/", { cookie: "session=x" })).statusCode).toBe(403);
    expect((await post("/exports/audit.csv", {})).statusCode).toBe(403);
  });
});

describe("the caller's address", () => {
  const addressOf = async (trustProxy?: number | string[]) => {
    const server = await serve(trustProxy === undefined ? {} : { trustProxy });
    const { email } = await signInAs(testSender(database).deps, "agent");
    const { statusCode } = await signInWith(server, email, { "x-forwarded-for": "198.51.100.9, 192.0.2.4" });
    expect(statusCode).toBe(200);
    const { address } = await database.db.session.findFirstOrThrow({
      where: { user: { email }, userAgent: { not: "Firefox" } },
    });
    return address;
  };

  test.each<[string, number | string[] | undefined, string]>([
    ["is that of the connection when no proxy is trusted", undefined, "127.0.0.1"],
    ["is what the one trusted proxy says", 1, "192.0.2.4"],
    ["is what the outer of two proxies says", 2, "198.51.100.9"],
    ["is what a proxy on the list says", ["loopback"], "192.0.2.4"],
  ])("%s", async (_name, trustProxy, address) => {
    expect(await addressOf(trustProxy)).toBe(address);
  });
});

describe("too many requests", () => {
  test("of a stranger are refused with the time to wait, by address; a user has a limit of its own", async () => {
    const server = await serve({ requestsPerMinute: { known: 4, stranger: 2 }, trustProxy: 1 });
    const { headers } = await signInAs(testSender(database).deps, "viewer");
    const ask = async (given: Record<string, string>) => {
      const answer = await server.inject({ url: state, headers: given });
      return { status: answer.statusCode, wait: answer.headers["retry-after"], body: answer.body };
    };
    const from = { "x-forwarded-for": "192.0.2.4" };
    expect((await ask(from)).status).toBe(200);
    expect((await ask(from)).status).toBe(200);
    const refused = await ask(from);
    expect(refused).toMatchObject({ status: 429, wait: expect.stringMatching(/^[1-9]\d?$/) as string });
    expect(JSON.parse(refused.body)).toMatchObject({
      error: { json: { data: { code: "TOO_MANY_REQUESTS", retryAfterSeconds: Number(refused.wait) } } },
    });
    expect((await ask({ "x-forwarded-for": "192.0.2.5" })).status).toBe(200);
    const statuses = [];
    for (let count = 0; count < 5; count += 1) statuses.push((await ask({ ...from, ...headers })).status);
    expect(statuses).toEqual([200, 200, 200, 200, 429]);
  });

  test("are counted where they are refused, too", async () => {
    const server = await serve({ requestsPerMinute: { known: 10, stranger: 1 } });
    const ask = async () => (await server.inject({ method: "POST", url: "/exports/audit.csv" })).statusCode;
    expect([await ask(), await ask()]).toEqual([401, 429]);
  });
});

describe("the export of the audit trail", () => {
  const ask = async (payload: object) => {
    const server = await serve();
    const { headers, email } = await signInAs(testSender(database).deps, "admin");
    const answer = await server.inject({ method: "POST", url: "/exports/audit.csv", headers, payload });
    return { answer, email };
  };

  test("is a CSV file that nobody keeps on the way, and is itself in the trail", async () => {
    const { answer, email } = await ask({ action: "audit.export", from: "2026-01-01T00:00:00+01:00" });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="audit-2026-06-10.csv"',
      "cache-control": "no-store",
    });
    const [head, newest] = answer.body.split("\n");
    expect(head).toMatch(/^at,actorId,actorLabel,action/);
    expect(newest).toContain(`${email},audit.export`);
  });

  test("names the filter that it does not know", async () => {
    const { answer } = await ask({ since: "yesterday" });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ error: { code: "INVALID_INPUT" } });
  });
});
