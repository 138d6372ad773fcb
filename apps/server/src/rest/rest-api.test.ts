import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { roles } from "@vetsuccess/contract/identity";
import type { Action, Role } from "@vetsuccess/contract/identity";
import { createApiKey } from "@vetsuccess/domain/identity/commands/create-api-key";
import { passwordHasher } from "@vetsuccess/domain/identity/commands/hash-password";
import { issueTokens } from "@vetsuccess/domain/identity/commands/issue-tokens";
import { can } from "@vetsuccess/domain/identity/rules";
import { systemActor } from "@vetsuccess/domain/deps";
import { callCenterOf } from "@vetsuccess/testing/call-center";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { goodPassword, identityForTests, origin, signInAs } from "@vetsuccess/testing/identity";
import { deliberate } from "@vetsuccess/testing/recorded-rest-differences";
import { testSender } from "@vetsuccess/testing/sending";
import { countStatements } from "@vetsuccess/testing/statements";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createLog } from "../log.ts";
import { buildServer } from "../server.ts";

const database = useTestDatabase();
const { reset, addClient, addText, practiceId } = callCenterOf(database);
const adminDir = mkdtempSync(join(tmpdir(), "vetsuccess-admin-"));
const deps = () => ({ ...testSender(database).deps, identity: identityForTests, hasher: passwordHasher });
const tokens = new Map<string, string>();
let app: FastifyInstance;
let agentId = "";
let textId = "";

async function tokenOf(role: Role, practiceIds?: string[]): Promise<string> {
  const { id, email } = await signInAs(deps(), role, practiceIds ? { practiceIds } : {});
  if (role === "agent" && !practiceIds) agentId = id;
  return (await issueTokens(deps(), { email, password: goodPassword }, origin)).access;
}

beforeAll(async () => {
  app = await buildServer(deps(), { log: createLog("silent"), adminDir, migrations: [] });
  await reset();
  for (const role of roles) tokens.set(role, await tokenOf(role));
});
afterAll(async () => {
  await app.close();
  rmSync(adminDir, { recursive: true });
});
beforeEach(async () => {
  await reset();
  await addClient("ann", { pets: ["Rex"] });
  textId = await addText({ clientId: "ann", pets: ["Rex"] });
});

const bearer = (token: string | undefined) => ({ authorization: `Bearer ${token}` });
type Method = "GET" | "POST" | "PUT" | "PATCH";
const ask = (method: Method, url: string, token?: string, payload?: object) =>
  app.inject({ method, url, headers: token ? bearer(token) : {}, ...(payload ? { payload } : {}) });

const base = "/api/v1/call-center";
const client = () => `${base}/clients/ann`;
const requests: [Action, Method, () => string][] = [
  ["clients.search", "GET", () => `${base}/clients/?search=ann`],
  ["clients.get", "GET", client],
  ["clients.update", "PATCH", client],
  ["clients.update", "PUT", client],
  ["clients.listContacted", "GET", () => `${base}/clients/contacted/`],
  ["practices.list", "GET", () => `${base}/practices/`],
  ["outcomes.list", "GET", () => `${base}/outcomes/`],
  ["questions.listAnswers", "GET", () => `${base}/faq/${practiceId}`],
  ["clients.setFollowed", "PATCH", () => `${base}/sms/${textId}/switch/`],
  ["clients.setFollowed", "PUT", () => `${base}/sms/${textId}/switch/`],
  ["outreach.trigger", "GET", () => `/api/sms-event-creation/${practiceId}`],
  ["outreach.trigger", "POST", () => `/api/sms-event-creation/${practiceId}`],
  ["emailUpdates.trigger", "GET", () => "/api/daily-email-updates"],
  ["emailUpdates.trigger", "POST", () => "/api/daily-email-updates"],
];
const body = { email: {}, phone: {}, patients: [] };

describe.each(requests)("%s by %s", (action, method, url) => {
  const sent = method === "PUT" || method === "PATCH" ? body : undefined;

  test.each([...roles])("asked by a %s", async (role) => {
    const { statusCode } = await ask(method, url(), tokens.get(role), sent);
    expect(statusCode).toBe(can(role, action) ? 200 : 403);
  });

  test("refuses a stranger, and a browser's cookie", async () => {
    expect((await ask(method, url())).statusCode).toBe(401);
    const { headers } = await signInAs(deps(), "admin");
    expect((await app.inject({ method, url: url(), headers })).statusCode).toBe(401);
  });

  test("refuses an API key without its scope, and takes one with it", async () => {
    const { id } = await signInAs(deps(), "admin");
    const owner = { ...systemActor("admin"), id };
    for (const [scope, status] of [
      ["texts.list", 403],
      [action, 200],
    ] as const) {
      const { key } = await createApiKey(deps(), owner, { name: "test", scopes: [scope], expiresInDays: 1 });
      expect((await ask(method, url(), key, sent)).statusCode).toBe(status);
    }
  });
});

describe("a caller who is limited to another practice", () => {
  let limited = "";
  beforeEach(async () => {
    await database.db.practice.create({ data: { oduId: "p-2" } });
    limited = await tokenOf("admin", ["p-2"]);
  });

  test.each([
    ["GET", client],
    ["PATCH", client],
    ["PATCH", () => `${base}/sms/${textId}/switch/`],
    ["GET", () => `${base}/faq/${practiceId}`],
    ["POST", () => `/api/sms-event-creation/${practiceId}`],
  ] as const)("%s of what it may not see is not found", async (method, url) => {
    expect((await ask(method, url(), limited, method === "PATCH" ? body : undefined)).statusCode).toBe(404);
  });

  test("finds nothing in lists", async () => {
    expect((await ask("GET", `${base}/clients/?search=ann`, limited)).json()).toEqual([]);
    expect((await ask("GET", `${base}/clients/contacted/`, limited)).json()).toMatchObject({ count: 0 });
    expect((await ask("GET", `${base}/practices/`, limited)).json()).toEqual({ mapping: {}, practices: [] });
  });
});

describe("statements of a request whose caller is known", () => {
  test.each([
    ["client search", () => `${base}/clients/?search=ann`, 1],
    ["client detail", client, 1],
    ["contacted", () => `${base}/clients/contacted/`, 2],
    ["practices", () => `${base}/practices/`, 1],
    ["outcomes", () => `${base}/outcomes/`, 1],
    ["faq", () => `${base}/faq/${practiceId}`, 1],
  ])("%s", async (_name, url, most) => {
    await ask("GET", url(), tokens.get("agent"));
    const { result, statements } = await countStatements(database.pool, () =>
      ask("GET", url(), tokens.get("agent")),
    );
    expect(result.statusCode).toBe(200);
    expect(statements).toBeLessThanOrEqual(most + 1); // the caller is looked up again once in 0.9 s
  });
});

test("a disabled user is refused within a second", async () => {
  const token = await tokenOf("agent");
  expect((await ask("GET", `${base}/outcomes/`, token)).statusCode).toBe(200);
  await database.db.user.update({ where: { uuid: agentId }, data: { isActive: false } });
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect((await ask("GET", `${base}/outcomes/`, token)).json()).toEqual({
    detail: "User is inactive",
    code: "user_inactive",
  });
});

test("today's plan of a practice is started once, however often it is asked for", async () => {
  const url = `/api/sms-event-creation/${practiceId}`;
  const answers = await Promise.all(
    (["GET", "POST", "GET", "POST"] as const).map((method) => ask(method, url, tokens.get("admin"))),
  );
  expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200]);
  const { rows } = await database.pool.query("select key from graphile_worker.jobs");
  expect(rows).toEqual([{ key: `outreach.create-sms-events:${practiceId}:2026-06-10` }]);
});

test.each([
  [
    "a form",
    "application/x-www-form-urlencoded",
    "first_name=Ida&patients[0]odu_id=Rex&patients[0]comment=Shy",
  ],
  [
    "a multipart form",
    "multipart/form-data; boundary=b",
    [
      ["first_name", "Ida"],
      ["patients[0]odu_id", "Rex"],
      ["patients[0]comment", "Shy"],
    ]
      .map(([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
      .join("") + "--b--\r\n",
  ],
])("%s is read as JSON is", async (_name, type, payload) => {
  const { statusCode, body: said } = await app.inject({
    method: "PATCH",
    url: client(),
    payload,
    headers: { ...bearer(tokens.get("agent")), "content-type": type },
  });
  expect({ statusCode, said: JSON.parse(said) as unknown }).toMatchObject({
    statusCode: 200,
    said: { first_name: "Ida", patients: [{ odu_id: "Rex", comment: "Shy" }] },
  });
});

test("too many tries of a password are told how long to wait", async () => {
  const { email } = await signInAs(deps(), "agent");
  const attempt = () =>
    app.inject({ method: "POST", url: "/api/v1/auth/token/", payload: { email, password: "wrong" } });
  const answers = [];
  for (let tries = 0; tries < 12; tries += 1) answers.push(await attempt());
  expect(answers[0]?.statusCode).toBe(401);
  const last = answers.at(-1);
  expect(last?.statusCode).toBe(429);
  expect(Number(last?.headers["retry-after"])).toBeGreaterThan(0);
});

test.each(["/api/daily-email-updates", `/api/sms-event-creation/${practiceId}`])(
  "the routes of jobs name POST among their methods: %s",
  async (url) => {
    const { headers } = await app.inject({ method: "OPTIONS", url, headers: bearer(tokens.get("admin")) });
    expect(headers["allow"]).toBe("GET, POST, HEAD, OPTIONS");
  },
);

test("a NUL in an address is an id that does not exist", async () => {
  const nul = "a%00b";
  expect((await ask("GET", `${base}/clients/${nul}`, tokens.get("agent"))).statusCode).toBe(404);
  expect((await ask("PATCH", `${base}/clients/${nul}`, tokens.get("agent"), body)).statusCode).toBe(404);
  expect((await ask("GET", `${base}/faq/${nul}`, tokens.get("agent"))).json()).toEqual([]);
});

describe("docs/rest-v1.md", () => {
  const doc = readFileSync(new URL("../../../../docs/rest-v1.md", import.meta.url), "utf8");
  const at = doc.indexOf("And these recorded");

  test("lists the recorded requests that are answered otherwise, and no other", () => {
    const listed = [...doc.slice(at).matchAll(/^\| `([^`]+)` \|/gm)];
    expect(listed.map(([, name]) => name)).toEqual(Object.keys(deliberate));
  });

  const named = [...doc.slice(doc.indexOf("In general"), at).matchAll(/^\| .+ \| .+ \| (.+) \|$/gm)].flatMap(
    ([, name = "test"]) => (name === "test" ? [] : [name]),
  );

  test("names a test for each other difference", () => expect(named.length).toBeGreaterThan(10));

  const folders = ["apps/server/src", "packages/domain/src"].map((path) =>
    join(import.meta.dirname, "../../../..", path),
  );
  const tests = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".test.ts"))
      .map((path) => readFileSync(join(folder, path), "utf8")),
  );

  test.each(named)("names a test that exists: %s", (name) => {
    expect(tests.some((text) => text.includes(`test("${name}"`) || text.includes(`\n  "${name}: %s"`))).toBe(
      true,
    );
  });
});
