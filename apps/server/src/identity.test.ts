import { tmpdir } from "node:os";
import { createApiKey } from "@vetsuccess/domain/identity/commands/create-api-key";
import { issueTokens } from "@vetsuccess/domain/identity/commands/issue-tokens";
import { systemActor } from "@vetsuccess/domain/deps";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { countStatements } from "@vetsuccess/testing/statements";
import { goodPassword, origin, signInAs } from "@vetsuccess/testing/identity";
import { elevenInNewYork, testSender } from "@vetsuccess/testing/sending";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createLog } from "./log.ts";
import { buildServer } from "./server.ts";

const database = useTestDatabase();
const clock = { now: elevenInNewYork };
const deps = () => ({ ...testSender(database).deps, now: () => clock.now });
const pass = (seconds: number) => {
  clock.now = new Date(clock.now.getTime() + seconds * 1000);
};
let app: FastifyInstance;
let url = "";

beforeAll(async () => {
  app = await buildServer(deps(), { log: createLog("silent"), adminDir: tmpdir(), migrations: [] });
  url = await app.listen({ host: "127.0.0.1", port: 0 });
});
afterAll(() => app.close());
beforeEach(async () => {
  clock.now = elevenInNewYork;
  await database.db.signInThrottle.deleteMany({});
});

type Headers = Record<string, string>;
const json = { "content-type": "application/json" };
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const post = (path: string, body: unknown, headers: Headers = {}) =>
  fetch(url + path, { method: "POST", headers: { ...json, ...headers }, body: JSON.stringify(body) });
const rest = "/api/v1/call-center/outcomes/";
const trpc = "/trpc/outcomes.list";
const statusOf = async (path: string, headers: Headers) => (await fetch(url + path, { headers })).status;

/** Refreshes by REST v1 and by tRPC say the same. */
const refreshes: [string, (token: string) => Promise<{ status: number; access: string; refresh: string }>][] =
  [
    [
      "REST v1",
      async (refresh) => {
        const answer = await post("/api/v1/auth/token/refresh/", { refresh });
        return { status: answer.status, ...((await answer.json()) as { access: string; refresh: string }) };
      },
    ],
    [
      "tRPC",
      async (refresh) => {
        const answer = await post("/trpc/auth.refreshTokens", { json: { refresh } });
        const body = (await answer.json()) as {
          result?: { data: { json: { access: string; refresh: string } } };
        };
        return { status: answer.status, ...(body.result?.data.json ?? { access: "", refresh: "" }) };
      },
    ],
  ];

async function program() {
  const user = await signInAs(deps(), "agent");
  return { user, pair: await issueTokens(deps(), { email: user.email, password: goodPassword }, origin) };
}

describe.each(refreshes)("refreshing by %s", (_name, refresh) => {
  test("twenty at once give one successor, and nobody is logged out", async () => {
    const { user, pair } = await program();
    pass(300);
    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(pair.refresh)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect(new Set(answers.map((answer) => `${answer.refresh} ${answer.access}`)).size).toBe(1);
    const families = await database.db.tokenFamily.findMany({
      where: { userId: user.id },
      include: { _count: { select: { refreshTokens: true } } },
    });
    expect(families).toMatchObject([{ endedAt: null, _count: { refreshTokens: 2 } }]);
    for (const path of [rest, trpc]) {
      expect(await statusOf(path, bearer(pair.access))).toBe(200);
      expect(await statusOf(path, bearer(answers[0]?.access ?? ""))).toBe(200);
    }
    pass(300);
    expect(await refresh(answers[7]?.refresh ?? "")).toMatchObject({ status: 200 });
  });

  test("with a token that was replaced 31 s ago ends the family, and the trail says so", async () => {
    const { user, pair } = await program();
    const next = await refresh(pair.refresh);
    pass(31);
    expect(await refresh(pair.refresh)).toMatchObject({ status: 401 });
    expect(await refresh(next.refresh)).toMatchObject({ status: 401 });
    for (const { access } of [pair, next]) expect(await statusOf(trpc, bearer(access))).toBe(401);
    const trail = await database.db.auditEvent.findMany({
      where: { action: "tokens.reuse", actorId: user.id },
    });
    expect(trail).toMatchObject([
      { actorLabel: user.email, entity: "TokenFamily", address: "127.0.0.1", at: expect.any(Date) as Date },
    ]);
  });
});

describe("a session of which an hour is nearly over", () => {
  const minute = 60;
  async function ask(headers: Headers) {
    const { headers: session } = await signInAs(deps(), "agent");
    pass(50 * minute);
    const first = await statusOf(trpc, { ...session, ...headers });
    pass(11 * minute);
    return [first, await statusOf(trpc, { ...session, ...headers })];
  }

  test("goes on with what a person does", async () => expect(await ask({})).toEqual([200, 200]));

  test("a page that refreshes itself, and nobody before it, keeps no session alive", async () =>
    expect(await ask({ "x-unattended": "1" })).toEqual([200, 401]));
});

describe("within a second", () => {
  /** Somebody with a browser, a program and a key, each of which was used just now. */
  async function everywhere() {
    const { user, pair } = await program();
    const owner = { ...systemActor("test"), id: user.id, label: user.email, role: "agent" as const };
    const { key } = await createApiKey(deps(), owner, {
      name: "Report",
      scopes: ["outcomes.list"],
      expiresInDays: 1,
    });
    const ways: [string, string, Headers][] = [
      ["the browser", trpc, user.headers],
      ["a program, by tRPC", trpc, bearer(pair.access)],
      ["a program, by REST v1", rest, bearer(pair.access)],
      ["a key, by tRPC", trpc, bearer(key)],
      ["a key, by REST v1", rest, bearer(key)],
    ];
    const ask = async () =>
      Object.fromEntries(
        await Promise.all(
          ways.map(async ([name, path, headers]) => [name, await statusOf(path, headers)] as const),
        ),
      );
    const all = (status: number) => Object.fromEntries(ways.map(([name]) => [name, status]));
    expect(await ask()).toEqual(all(200));
    return { user, ask, all };
  }
  /** The statuses a second after the deed; those of the browser at once. */
  async function aSecondLater<T>(ask: () => Promise<T>): Promise<T> {
    await new Promise((done) => setTimeout(done, 1_000));
    return ask();
  }

  test("a disabled user is refused everywhere", async () => {
    const { user, ask, all } = await everywhere();
    const admin = await signInAs(deps(), "admin");
    const input = { json: { userId: user.id, isActive: false } };
    expect((await post("/trpc/users.update", input, admin.headers)).status).toBe(200);
    expect(await statusOf(trpc, user.headers)).toBe(401);
    expect(await aSecondLater(ask)).toEqual(all(401));
  });

  test("a changed password ends other browsers and programs; keys go on", async () => {
    const { user, ask, all } = await everywhere();
    const here = await post("/trpc/auth.signIn", { json: { email: user.email, password: goodPassword } });
    const cookie = here.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    const input = { json: { currentPassword: goodPassword, newPassword: "walrus-lantern-orchid-7" } };
    const changed = await post("/trpc/account.changePassword", input, { cookie });
    expect(changed.status).toBe(200);
    expect(await statusOf(trpc, user.headers)).toBe(401);
    const renewed = changed.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    expect(renewed).not.toBe(cookie);
    expect([await statusOf(trpc, { cookie }), await statusOf(trpc, { cookie: renewed })]).toEqual([401, 200]);
    expect(await aSecondLater(ask)).toEqual({
      ...all(401),
      "a key, by tRPC": 200,
      "a key, by REST v1": 200,
    });
  });

  test("a program that reads on is looked up once, a browser each time", async () => {
    const { user, pair } = await program();
    const read = (headers: Headers) => countStatements(database.pool, () => statusOf(trpc, headers));
    for (const [headers, less] of [
      [bearer(pair.access), 1],
      [user.headers, 0],
    ] as const) {
      const first = await read(headers);
      const again = await read(headers);
      expect(again).toEqual({ result: 200, statements: first.statements - less });
    }
  });

  test("a smaller role is what every way is judged by", async () => {
    const { user } = await everywhere();
    const follow = { json: { textId: "99999999-9999-4999-8999-999999999999", isFollowed: true } };
    const pair = await issueTokens(deps(), { email: user.email, password: goodPassword }, origin);
    const before = (await post("/trpc/clients.setFollowed", follow, bearer(pair.access))).status;
    await database.db.user.update({ where: { uuid: user.id }, data: { role: "viewer" } });
    const after = (await post("/trpc/clients.setFollowed", follow, bearer(pair.access))).status;
    expect([before === 403, after]).toEqual([false, 403]);
  });
});
