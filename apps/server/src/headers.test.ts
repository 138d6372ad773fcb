import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { issueTokens } from "@vetsuccess/domain/identity/commands/issue-tokens";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { goodPassword, identityForTests, origin, signInAs } from "@vetsuccess/testing/identity";
import { testSender } from "@vetsuccess/testing/sending";
import type { FastifyInstance, InjectOptions } from "fastify";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createLog } from "./log.ts";
import { buildServer } from "./server.ts";

// Of a public site, so over https.

const database = useTestDatabase();
const adminDir = mkdtempSync(join(tmpdir(), "vetsuccess-admin-"));
const publicUrl = "https://vetsuccess.example";
const settings = { log: createLog("silent"), adminDir, migrations: [] };
let app: FastifyInstance;
/** Its database is never there. */
let broken: FastifyInstance;
let cookie = "";
let authorization = "";

beforeAll(async () => {
  mkdirSync(join(adminDir, "assets"));
  writeFileSync(join(adminDir, "index.html"), "<title>VetSuccess</title>");
  writeFileSync(join(adminDir, "assets/app-1a2b.js"), "run()");
  const { deps } = testSender(database);
  const identity = { ...identityForTests, publicUrl };
  app = await buildServer({ ...deps, identity }, settings);
  const db = new Proxy(deps.db, { get: () => () => Promise.reject(new Error("a fault of ours")) });
  broken = await buildServer({ ...deps, identity, db }, settings);
  const { email, headers } = await signInAs(deps, "admin");
  cookie = `__Host-${headers.cookie}`;
  authorization = `Bearer ${(await issueTokens(deps, { email, password: goodPassword }, origin)).access}`;
  await Promise.all([app.ready(), broken.ready()]);
});
afterAll(async () => {
  await Promise.all([app.close(), broken.close()]);
  rmSync(adminDir, { recursive: true });
});

/** Ids alone, and for who may hear them it never ends. */
const stream = "/trpc/live.changes";
const year = "public, max-age=31536000, immutable";

/** What is missing among the headers of an answer; `kept`: its cache-control. */
async function faultsOf(server: FastifyInstance, request: InjectOptions, kept = "no-store") {
  const { headers, statusCode: status } = await server.inject(request);
  const policy = String(headers["content-security-policy"]);
  const isRight = {
    "x-content-type-options": headers["x-content-type-options"] === "nosniff",
    "x-frame-options": headers["x-frame-options"] === "DENY",
    "referrer-policy": headers["referrer-policy"] === "no-referrer",
    "strict-transport-security": /^max-age=\d{8}/.test(String(headers["strict-transport-security"])),
    "cache-control": headers["cache-control"] === kept,
    "x-request-id": /^[\w-]{36}$/.test(String(headers["x-request-id"])),
    "default-src": policy.includes("default-src 'self'"),
    "frame-ancestors": policy.includes("frame-ancestors 'none'"),
    scripts: !/script-src[^;]*unsafe|https?:|\*/.test(policy),
  };
  return { status, faults: Object.keys(isRight).filter((name) => !isRight[name as keyof typeof isRight]) };
}

test("every route carries the security headers, whoever asks", async () => {
  const addresses = app.guardedRoutes.map(({ method, url }) => ({
    method: method as "GET",
    url: url.replaceAll(/:\w+/g, "0").replace("*", "0"),
  }));
  expect(addresses.length).toBeGreaterThan(100);
  const statuses = new Set<number>();
  for (const address of addresses)
    for (const headers of address.url === stream ? [{}] : [{}, { cookie }, { authorization }]) {
      const kept = address.url === stream ? "no-cache, no-transform" : undefined;
      const { status, faults } = await faultsOf(app, { ...address, headers }, kept);
      statuses.add(status);
      expect({ ...address, status, faults }).toEqual({ ...address, status, faults: [] });
    }
  expect([...statuses]).toEqual(expect.arrayContaining([200, 400, 401, 404, 415]));
});

const json = { "content-type": "application/json" };
const large = { method: "POST", headers: json, payload: "x".repeat(1_100_000) } as const;
test.each<[string, number, InjectOptions, string?]>([
  ["the app", 200, { url: "/", headers: { accept: "text/html" } }, "no-cache"],
  ["a file of the app", 200, { url: "/assets/app-1a2b.js" }, year],
  ["a file that is gone", 404, { url: "/assets/app-0000.js" }],
  ["an address of nothing", 404, { url: "/nothing/here" }],
  ["an address of nothing for older programs", 404, { url: "/api/v1/nothing/" }],
  ["an address that cannot be read", 404, { url: "/%E0%A4%A" }],
  ["a procedure asked for by a stranger", 401, { url: "/trpc/texts.list" }],
  [
    "another site's request",
    403,
    { method: "POST", url: "/trpc/auth.signIn", headers: { origin: "https://evil.example" } },
  ],
  ["a body that is too large", 413, { ...large, url: "/trpc/auth.signIn" }],
  ["a body that is too large for older programs", 413, { ...large, url: "/api/v1/auth/token/" }],
  ["a body that is no JSON", 400, { method: "POST", url: "/trpc/auth.signIn", headers: json, payload: "{" }],
])("%s (%i) carries the security headers", async (_name, status, request, kept) => {
  expect(await faultsOf(app, request, kept)).toEqual({ status, faults: [] });
});

test.each([
  ["a procedure", { url: "/trpc/sending.state" }],
  ["a route of older programs", { url: "/api/v1/call-center/outcomes/" }],
  ["a download", { url: "/downloads/workbooks/1/2026-06-10" }],
])("a fault of ours (500) in %s carries the security headers", async (_name, request) => {
  const headers = { cookie, ...(request.url.startsWith("/api") && { authorization }) };
  expect(await faultsOf(broken, { ...request, headers })).toEqual({ status: 500, faults: [] });
});
