import { initTRPC, TRPCError } from "@trpc/server";
import { fastifyTRPCPlugin } from "@trpc/server/adapters/fastify";
import Fastify from "fastify";
import { setTimeout as sleep } from "node:timers/promises";
import superjson from "superjson";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { logRequests } from "./log.ts";
import { trpcHost } from "./trpc-host.ts";

const t = initTRPC.context<{ caller: string }>().create({ transformer: superjson, isDev: false });
const router = t.router({
  add: t.procedure
    .input(z.object({ a: z.number(), b: z.date() }))
    .query(({ input }) => ({ ...input, big: 7n })),
  who: t.procedure.query(({ ctx }) => ctx.caller),
  nothing: t.procedure.query(() => undefined),
  deep: { mutate: t.procedure.input(z.string().max(5)).mutation(({ input }) => input.toUpperCase()) },
  refuse: t.procedure.mutation(() => {
    throw new TRPCError({ code: "CONFLICT", message: "no" });
  }),
  ticks: t.procedure.subscription(async function* () {
    yield 1;
    await sleep(400);
    yield 2;
  }),
  break: t.procedure.query(() => {
    throw new Error("broken");
  }),
});

const createContext = () => ({ caller: "ann" });
const app = Fastify({ bodyLimit: 1000, handlerTimeout: 200, routerOptions: { maxParamLength: 5000 } });
const failures: string[] = [];

beforeAll(async () => {
  logRequests(app);
  await app.register(fastifyTRPCPlugin, {
    prefix: "/official",
    trpcOptions: { router, createContext, maxBatchSize: 3 },
  });
  await app.register(
    (scope, _options, done) => {
      trpcHost(scope, {
        router,
        createContext,
        maxBatchSize: 3,
        onError: (_request, { code }) => failures.push(code),
      });
      done();
    },
    { prefix: "/ours" },
  );
});
afterAll(() => app.close());

const packed = (value: unknown) => JSON.stringify(superjson.serialize(value));
const get = (path: string, input?: string) => ({
  method: "GET" as const,
  url:
    input === undefined ? path : `${path}${path.includes("?") ? "&" : "?"}input=${encodeURIComponent(input)}`,
});
const post = (path: string, payload: string, type = "application/json") => ({
  method: "POST" as const,
  url: path,
  payload,
  headers: { "content-type": type },
});
const sum = { a: 1, b: new Date("2026-06-10T00:00:00Z") };
const batch = (...inputs: unknown[]) =>
  JSON.stringify(Object.fromEntries(inputs.map((input, at) => [at, superjson.serialize(input)])));

test.each([
  ["a query", get("/add", packed(sum))],
  ["a query without input", get("/who")],
  ["an empty answer", get("/nothing")],
  ["an input that is not wanted", get("/who", packed({ a: 1 }))],
  ["a mutation", post("/deep.mutate", packed("abc"))],
  ["a mutation with a charset", post("/deep.mutate", packed("abc"), "application/json; charset=utf-8")],
  ["a wrong input", get("/add", packed({ a: "1" }))],
  ["a missing input", get("/add")],
  ["an empty body", post("/deep.mutate", "")],
  ["broken JSON in the address", get("/add", "{")],
  ["broken JSON in the body", post("/deep.mutate", "{")],
  ["a refusal", post("/refuse", "{}")],
  ["a breakdown", get("/break")],
  ["an unknown procedure", get("/burn")],
  ["a name that every object has", get("/constructor")],
  ["a mutation asked for with GET", get("/deep.mutate", packed("abc"))],
  ["a query asked for with POST", post("/who", "{}")],
  ["a batch", get("/add,who?batch=1", batch(sum))],
  ["a batch of mutations", post("/deep.mutate,deep.mutate?batch=1", batch("a", "b"))],
  ["a batch of one", get("/who?batch=1", "{}")],
  ["a batch without input", get("/who,nothing?batch=1")],
  ["a batch that fails in part", get("/who,break,burn?batch=1", "{}")],
  ["a batch that fails alike", get("/burn,burned?batch=1", "{}")],
  ["a batch of both kinds", get("/who,refuse?batch=1", "{}")],
  ["a batch whose input is no object", get("/add,who?batch=1", "7")],
  ["a batch that is too large", get("/who,who,who,who?batch=1", "{}")],
])("%s is answered as the official adapter answers", async (_name, request) => {
  const [official, ours] = await Promise.all(
    ["/official", "/ours"].map((prefix) => app.inject({ ...request, url: prefix + request.url })),
  );
  expect(ours?.statusCode).toBe(official?.statusCode);
  expect(ours?.headers["content-type"]).toMatch(/^application\/json/);
  expect(ours?.json()).toEqual(official?.json());
});

test.each([
  ["a body that is too large", post("/deep.mutate", packed("x".repeat(2000))), 413, "PAYLOAD_TOO_LARGE"],
  ["text instead of JSON", post("/deep.mutate", "abc", "text/plain"), 415, "UNSUPPORTED_MEDIA_TYPE"],
  ["a content type nobody reads", post("/deep.mutate", "<x/>", "text/xml"), 415, "UNSUPPORTED_MEDIA_TYPE"],
])("%s is refused in tRPC's own terms", async (_name, request, status, code) => {
  const response = await app.inject({ ...request, url: `/ours${request.url}` });
  expect(response.statusCode).toBe(status);
  expect(response.json()).toMatchObject({ error: { json: { data: { code, httpStatus: status } } } });
});

test("failures are reported, one by one", async () => {
  failures.length = 0;
  await app.inject(get("/ours/who,break,burn?batch=1", "{}"));
  expect(failures.sort()).toEqual(["INTERNAL_SERVER_ERROR", "NOT_FOUND"]);
});

test("a stream is the official adapter's, and may take longer than any other answer", async () => {
  const { headers, payload } = await app.inject(get("/ours/ticks"));
  expect(headers["content-type"]).toMatch("text/event-stream");
  expect(payload).toMatch(/"json":1[\s\S]*"json":2[\s\S]*event: return/);
});

test("a batch can be answered piece by piece", async () => {
  const { statusCode, payload } = await app.inject({
    ...get("/ours/who,break?batch=1", "{}"),
    headers: { "trpc-accept": "application/jsonl" },
  });
  expect(statusCode).toBe(200);
  expect(payload.trim().split("\n").length).toBeGreaterThan(1);
  expect(payload).toContain("ann");
});
