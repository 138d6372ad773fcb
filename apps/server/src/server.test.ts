import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, brotliDecompressSync } from "node:zlib";
import { createTRPCClient, httpBatchLink } from "@trpc/client";
import type { AppRouter } from "@vetsuccess/api/app-router";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { signInAs, type SignedIn } from "@vetsuccess/testing/identity";
import { testSender } from "@vetsuccess/testing/sending";
import { insertWaitingTexts, numberOf, practiceId } from "@vetsuccess/testing/waiting-texts";
import type { FastifyInstance, InjectOptions } from "fastify";
import superjson from "superjson";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createLog } from "./log.ts";
import { buildServer } from "./server.ts";

const database = useTestDatabase();
const adminDir = mkdtempSync(join(tmpdir(), "vetsuccess-admin-"));
const logged: string[] = [];
const log = createLog("debug", { write: (line) => void logged.push(line) });
const migrations: string[] = [];
let app: FastifyInstance;
let url = "";
let manager: SignedIn;

beforeAll(async () => {
  mkdirSync(join(adminDir, "assets"));
  writeFileSync(join(adminDir, "index.html"), "<title>VetSuccess</title>");
  writeFileSync(join(adminDir, "favicon.svg"), "<svg/>");
  writeFileSync(join(adminDir, "assets/app-1a2b.js"), "run()");
  writeFileSync(join(adminDir, "assets/app-1a2b.js.br"), brotliCompressSync("run()"));
  const { rows } = await database.pool.query<{ migration_name: string }>(
    "select migration_name from _prisma_migrations",
  );
  migrations.push(...rows.map((row) => row.migration_name));
  const { deps } = testSender(database, undefined, { settings: { isSandbox: true } });
  app = await buildServer(deps, { log, adminDir, migrations });
  url = await app.listen({ host: "127.0.0.1", port: 0 });
  manager = await signInAs(deps, "manager");
  await insertWaitingTexts(database.pool, { count: 2 });
});
afterAll(async () => {
  await app.close();
  rmSync(adminDir, { recursive: true });
});
beforeEach(() => {
  logged.length = 0;
});

const logLines = () => logged.map((line) => JSON.parse(line) as Record<string, unknown>);
const page = { accept: "text/html,*/*" };
const json = { "content-type": "application/json" };

describe("the typed client", () => {
  const day = "2026-06-10";
  const client = () =>
    createTRPCClient<AppRouter>({
      links: [httpBatchLink({ url: `${url}/trpc`, transformer: superjson, headers: manager.headers })],
    });

  test("gets every query in one request", async () => {
    const { outreach, texts, sending } = client();
    const first = (await texts.list.query({ search: "client 1" })).rows[0];
    logged.length = 0;
    const [summary, preview, list, text, state] = await Promise.all([
      outreach.summary.query({ day }),
      outreach.preview.query({ practiceId, day }),
      texts.list.query({}),
      texts.get.query({ uuid: first?.uuid ?? "" }),
      sending.state.query(),
    ]);
    expect(summary.practices).toHaveLength(1);
    expect(preview).toMatchObject({ practiceId, texts: 0 });
    expect(list.total).toBe(2);
    expect(text).toMatchObject({ numberTo: numberOf(1), createdAt: expect.any(Date) as Date });
    expect(state.isSandbox).toBe(true);
    expect(logLines().filter((line) => line["msg"] === "request")).toMatchObject([{ status: 200 }]);
  });

  test("gets every mutation", async () => {
    const { outreach, texts, sending } = client();
    expect((await sending.pause.mutate({ detail: "lunch" })).pauses).toMatchObject([
      { startedBy: manager.email },
    ]);
    expect((await sending.resume.mutate({})).pauses).toEqual([]);
    expect(await outreach.plan.mutate({ practiceId, day })).toMatchObject({
      jobKey: expect.stringContaining(day) as string,
    });
    expect(await texts.deliverNow.mutate({})).toEqual({ texts: 2 });
  });

  test("hears why it was refused", async () => {
    const asked = client().outreach.preview.query({ practiceId: "nobody", day });
    await expect(asked).rejects.toMatchObject({
      data: { code: "NOT_FOUND", field: "practiceId", httpStatus: 404 },
    });
  });
});

const requests: [string, InjectOptions, number][] = [
  ["a query", { url: "/trpc/sending.state" }, 200],
  ["a stranger", { url: "/trpc/sending.state", headers: { cookie: "" } }, 401],
  ["a wrong input", { url: "/trpc/texts.get" }, 400],
  ["an unknown procedure", { url: "/trpc/nothing.here" }, 404],
  [
    "a body that is too large",
    { method: "POST", url: "/trpc/sending.resume", headers: json, payload: "x".repeat(1_100_000) },
    413,
  ],
  ["another method", { method: "DELETE", url: "/trpc/texts.get" }, 404],
  ["the live check", { url: "/health/live" }, 200],
  ["the ready check", { url: "/health/ready" }, 503],
  ["the app", { url: "/", headers: page }, 200],
  ["a page of the app", { url: "/outreach?day=2026-06-10", headers: page }, 200],
  ["a script of the app", { url: "/assets/app-1a2b.js" }, 200],
  ["a script that is gone", { url: "/assets/app-0000.js" }, 404],
  ["a broken address", { url: "/Ann%E0%A4%A" }, 404],
  [
    "another site's request",
    { method: "POST", url: "/trpc/sending.resume", headers: { origin: "https://evil.example" } },
    403,
  ],
];

describe.each(requests)("%s", (_name, request, status) => {
  const ask = () => app.inject({ ...request, headers: { ...manager.headers, ...request.headers } });

  test("has its status", async () => {
    expect((await ask()).statusCode).toBe(status);
  });

  test("carries the security headers and the request's id", async () => {
    const { headers } = await ask();
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "no-referrer",
      "x-request-id": expect.stringMatching(/^[\w-]{36}$/) as string,
      "cache-control": expect.any(String) as string,
    });
    const policy = String(headers["content-security-policy"]);
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe|https?:|\*/);
  });

  test("tells no stack", async () => {
    expect((await ask()).body).not.toMatch(/node_modules|\.ts:\d/);
  });
});

test("a request's id is kept when it is one, and made when it is none", async () => {
  const idOf = async (given: string) => {
    const { headers } = await app.inject({ url: "/health/live", headers: { "x-request-id": given } });
    return headers["x-request-id"];
  };
  expect(await idOf("abc-123-def")).toBe("abc-123-def");
  expect(await idOf("ann@example.com")).toMatch(/^[\w-]{36}$/);
});

describe("the admin app", () => {
  const ask = (address: string, headers: Record<string, string> = {}) =>
    app.inject({ url: address, headers });

  test("answers navigations with its page, fresh each time", async () => {
    for (const address of ["/", "/outreach/texts/1"]) {
      const response = await ask(address, page);
      expect(response.body).toBe("<title>VetSuccess</title>");
      expect(response.headers["content-type"]).toBe("text/html; charset=utf-8");
      expect(response.headers["cache-control"]).toBe("no-cache");
    }
  });

  test("lets browsers keep what carries a hash", async () => {
    const cacheOf = async (address: string) => (await ask(address)).headers["cache-control"];
    expect(await cacheOf("/assets/app-1a2b.js")).toBe("public, max-age=31536000, immutable");
    expect(await cacheOf("/favicon.svg")).toBe("no-cache");
  });

  test("sends the compressed copy to whoever takes it, and the file itself to others", async () => {
    const compressed = await ask("/assets/app-1a2b.js", { "accept-encoding": "gzip, br" });
    expect(compressed.headers).toMatchObject({
      "content-encoding": "br",
      "content-type": "application/javascript; charset=utf-8",
      "cache-control": "public, max-age=31536000, immutable",
    });
    expect(brotliDecompressSync(compressed.rawPayload).toString()).toBe("run()");
    const plain = await ask("/assets/app-1a2b.js");
    expect([plain.headers["content-encoding"], plain.body]).toEqual([undefined, "run()"]);
  });

  test.each([
    ["a file that is gone", "/assets/app-0000.js", { accept: "*/*" }],
    ["a fetch that accepts pages", "/gone", { ...page, "sec-fetch-mode": "cors" }],
    ["the API", "/trpc-gone", { accept: "application/json" }],
    ["a file outside", "/..%2f..%2fpackage.json", {}],
  ])("is no answer to %s", async (_name, address, headers) => {
    const response = await ask(address, headers);
    expect([400, 403, 404]).toContain(response.statusCode);
    expect(response.json()).toHaveProperty("error.code");
  });

  test("may be missing", async () => {
    const { deps } = testSender(database);
    const bare = await buildServer(deps, { log, adminDir: join(adminDir, "nowhere"), migrations });
    const response = await bare.inject({ url: "/", headers: page });
    expect(response.statusCode).toBe(404);
    await bare.close();
  });
});

describe("a request that changes something", () => {
  const host = "localhost:3000";
  const same = `http://${host}`;
  test.each<[string, Record<string, string>, number]>([
    ["of our own page", { "sec-fetch-site": "same-origin", origin: same }, 200],
    ["of a browser without Sec-Fetch-Site", { origin: same }, 200],
    ["of a program", {}, 200],
    ["of another site", { "sec-fetch-site": "cross-site", origin: "https://evil.example" }, 403],
    ["of a neighbouring site", { "sec-fetch-site": "same-site", origin: "http://other.localhost" }, 403],
    ["of another site in an old browser", { origin: "https://evil.example" }, 403],
    ["of a page without an origin", { origin: "null" }, 403],
  ])("%s", async (_name, headers, status) => {
    const payload = JSON.stringify(superjson.serialize({}));
    const request = {
      method: "POST" as const,
      url: "/trpc/sending.resume",
      payload,
      headers: { ...json, ...manager.headers, host, ...headers },
    };
    const response = await app.inject(request);
    expect(response.statusCode).toBe(status);
    expect(response.body.includes('"NOT_ALLOWED"')).toBe(status === 403);
  });
});

test("the log tells what happened, and names nobody", async () => {
  const input = encodeURIComponent(JSON.stringify(superjson.serialize({ search: "Ann Smith" })));
  const agent = { ...manager.headers, "user-agent": "Ann's phone", "x-request-id": "request-77" };
  await app.inject({ url: `/trpc/texts.list?input=${input}`, headers: agent });
  await app.inject({ url: "/clients/Ann%20Smith?phone=3032000001", headers: page });
  await app.inject({ url: "/Ann%E0%A4%A" });
  await app.inject({ method: "POST", url: "/trpc/texts.get", headers: json, payload: '{"name":"Ann Smith"' });
  await app.inject({
    url: `/trpc/texts.get?input=${encodeURIComponent('{"json":{"uuid":"Ann Smith"}}')}`,
    headers: agent,
  });
  const { deps } = testSender(database);
  const db = new Proxy(deps.db, { get: () => () => Promise.reject(new Error("Key (name)=(Ann Smith)")) });
  const broken = await buildServer({ ...deps, db }, { log, adminDir, migrations });
  await broken.inject({ url: "/trpc/sending.state", headers: manager.headers });
  await broken.close();

  expect(logged.join("")).not.toMatch(/Ann|3032000001/);
  expect(logLines()).toContainEqual(
    expect.objectContaining({
      requestId: "request-77",
      route: "/trpc/*",
      procedures: ["texts.list"],
      status: 200,
    }),
  );
  expect(logLines()).toContainEqual(expect.objectContaining({ msg: "refused", code: "INVALID_INPUT" }));
  const failure = logLines().find((line) => line["msg"] === "unexpected error");
  expect(failure).toMatchObject({
    error: { name: "Error", frames: expect.anything() as unknown },
  });
});
