import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { ErrorData } from "@vetsuccess/api/errors";
import {
  createVetSuccessClient,
  failureOf,
  type ErrorCode as ClientErrorCode,
  type ErrorData as ClientErrorData,
  type LiveEvent,
} from "@vetsuccess/client";
import type { ErrorCode } from "@vetsuccess/contract/errors";
import type { LiveEvent as ContractLiveEvent } from "@vetsuccess/contract/live";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { goodPassword, signInAs, type SignedIn } from "@vetsuccess/testing/identity";
import { until } from "@vetsuccess/testing/processes";
import { testSender } from "@vetsuccess/testing/sending";
import { insertWaitingTexts } from "@vetsuccess/testing/waiting-texts";
import type { Listener } from "@vetsuccess/db/listen";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, expect, expectTypeOf, test } from "vitest";
import { feedFromDatabase } from "./live.ts";
import { createLog } from "./log.ts";
import { buildServer } from "./server.ts";

const database = useTestDatabase();
const log = createLog("silent");
let app: FastifyInstance;
let listener: Listener;
let url = "";
let agent: SignedIn;

beforeAll(async () => {
  const { deps: sender } = testSender(database);
  const deps = { ...sender, now: () => new Date() };
  app = await buildServer(deps, { log, adminDir: "/nowhere", migrations: [] });
  url = await app.listen({ host: "127.0.0.1", port: 0 });
  listener = feedFromDatabase(deps.live, database.url, log);
  await until(() => deps.live.isConnected, 10_000);
  await insertWaitingTexts(database.pool, { count: 2 });
  await database.db.outcome.create({ data: { text: "Booked" } });
  agent = await signInAs(deps, "agent");
});
afterAll(async () => {
  await app.close();
  await listener.close();
});

/** The global fetch that keeps the paths it was asked for, and fails as told. */
function watchedFetch(fail: (path: string, at: number) => Promise<Response> | undefined = () => undefined) {
  const paths: string[] = [];
  const watched: typeof fetch = (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    paths.push(pathname);
    return fail(pathname, paths.length) ?? fetch(input, init);
  };
  return { paths, fetch: watched };
}
const auth = () => ({ email: agent.email, password: goodPassword });

test.each(["together", "streaming"] as const)(
  "signs in once for calls of one moment, answered %s",
  async (batching) => {
    const watched = watchedFetch();
    const client = createVetSuccessClient({ url, auth: auth(), batching, fetch: watched.fetch });
    const [found, practices] = await Promise.all([
      client.clients.search.query({ term: "Client" }),
      client.practices.list.query(),
    ]);
    expect(found.rows).toHaveLength(2);
    expect(practices).toBeTruthy();
    expect(watched.paths).toEqual(["/trpc/auth.issueTokens", "/trpc/clients.search,practices.list"]);
  },
);

test("exchanges tokens that the server no longer takes, and tells of the new pair", async () => {
  const pairs: { access: string; refresh: string }[] = [];
  const onTokens = (pair: { access: string; refresh: string }) => void pairs.push(pair);
  await createVetSuccessClient({ url, auth: { ...auth(), onTokens } }).outcomes.list.query();
  const refresh = pairs[0]?.refresh ?? "";
  const client = createVetSuccessClient({ url, auth: { tokens: { access: "x.y.z", refresh }, onTokens } });
  await client.outcomes.list.query();
  expect(pairs).toHaveLength(2);
  expect(pairs[1]?.refresh).not.toBe(refresh);
});

test("asks a query again that was not answered, and sends a change once", async () => {
  const watched = watchedFetch((path) =>
    path.includes("auth.") ? undefined : Promise.reject(new TypeError("fetch failed")),
  );
  const client = createVetSuccessClient({ url, auth: auth(), retries: 1, fetch: watched.fetch });
  const asked = await client.outcomes.list.query().catch(failureOf);
  const changed = await client.sending.resume.mutate({}).catch(failureOf);
  expect([asked, changed]).toMatchObject([{ code: "NOT_REACHED" }, { code: "NOT_REACHED" }]);
  expect(watched.paths.filter((path) => path.includes("outcomes"))).toHaveLength(2);
  expect(watched.paths.filter((path) => path.includes("sending"))).toHaveLength(1);
});

test("gives up in time, whatever memory is cleared meanwhile", async () => {
  setFlagsFromString("--expose-gc");
  const clearMemory = runInNewContext("gc") as () => void;
  const late: typeof fetch = (_input, init) =>
    new Promise((_resolve, reject) => {
      setTimeout(clearMemory, 10);
      init?.signal?.addEventListener("abort", () => reject(init.signal?.reason as Error));
    });
  const client = createVetSuccessClient({
    url,
    auth: { apiKey: "none" },
    timeoutMs: 50,
    retries: 0,
    fetch: late,
  });
  expect(await client.outcomes.list.query().catch(failureOf)).toMatchObject({ code: "TIMED_OUT" });
});

test("refusals carry the server's codes", async () => {
  const client = createVetSuccessClient({ url, auth: auth() });
  const stranger = createVetSuccessClient({ url, auth: { apiKey: "none" } });
  const failures = await Promise.all([
    client.clients.get.query({ clientId: "nobody" }).catch(failureOf),
    client.clients.search.query({ term: "" }).catch(failureOf),
    client.users.list.query({}).catch(failureOf),
    stranger.outcomes.list.query().catch(failureOf),
  ]);
  expect(failures).toMatchObject([
    { code: "NOT_FOUND" },
    { code: "INVALID_INPUT", field: "term" },
    { code: "NOT_ALLOWED" },
    { code: "NOT_SIGNED_IN" },
  ]);
});

test("lists clients, records an outcome and follows the change", async () => {
  const client = createVetSuccessClient({ url, auth: auth() });
  const events: LiveEvent[] = [];
  const stream = client.live.changes.subscribe(
    { topics: ["clients"] },
    { onData: ({ data }) => void events.push(data) },
  );
  await until(() => events.some(({ kind }) => kind === "ready"), 10_000);
  const [outcome] = await client.outcomes.list.query();
  const { version } = await client.clients.get.query({ clientId: "client-1" });
  const patients = [{ oduId: "pet-1", outcome: outcome?.text }];
  await client.clients.update.mutate({ clientId: "client-1", version, patients });
  await until(() => events.some(({ kind }) => kind === "changed"), 10_000);
  stream.unsubscribe();
  const concerned = events.flatMap((event) => (event.kind === "changed" ? (event.clientIds ?? []) : []));
  expect(concerned).toContain("client-1");
});

// Told by the compiler: `pnpm check` fails when the client's words are not those of the server any more.
test("the words that the client repeats are the server's", () => {
  expectTypeOf<ClientErrorCode>().toEqualTypeOf<ErrorCode>();
  expectTypeOf<ClientErrorData>().toEqualTypeOf<ErrorData>();
  expectTypeOf<LiveEvent>().toEqualTypeOf<ContractLiveEvent>();
});
