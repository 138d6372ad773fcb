import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import type { AnyTRPCProcedure } from "@trpc/server";
import { appRouter } from "@vetsuccess/api/app-router";
import { ExportAuditInput } from "@vetsuccess/contract/audit";
import { ExportContactedInput } from "@vetsuccess/contract/contacted";
import { FollowChangesInput } from "@vetsuccess/contract/live";
import { issueTokens } from "@vetsuccess/domain/identity/commands/issue-tokens";
import { makeDemo } from "@vetsuccess/sandbox/demo/make-demo";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { hostileText, hostileValue, valueOf, type Known, type Shape } from "@vetsuccess/testing/hostile";
import { goodPassword, origin, signInAs } from "@vetsuccess/testing/identity";
import { elevenInNewYork, testSender } from "@vetsuccess/testing/sending";
import fc from "fast-check";
import type { FastifyInstance, InjectOptions } from "fastify";
import superjson from "superjson";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { createLog } from "./log.ts";
import { buildServer } from "./server.ts";

// Whatever somebody sends, the answer is a good one or a refusal (4xx), never a fault of ours (5xx), and tells no stack.

/** Another one finds other things; a failure prints the seed it had. */
const seed = 20_261_125;
const runs = 12;

const database = useTestDatabase();
const procedures = appRouter._def.procedures as unknown as Record<string, AnyTRPCProcedure>;
const json = { "content-type": "application/json" };
let app: FastifyInstance;
let deps: ReturnType<typeof testSender>["deps"];
let session: Record<string, string> = {};
let token: Record<string, string> = {};
/** What is in the database, by the name of the field that asks for it. */
const ids: Record<string, string[]> = {};
const known: Known = (name) =>
  ids[name.replace(/s$/, "")] ?? (/(Id|uuid)s?$/.test(name) ? ids["uuid"] : []) ?? [];

beforeAll(async () => {
  ({ deps } = testSender(database));
  const asOf = elevenInNewYork.toISOString().slice(0, 10);
  await makeDemo({ url: database.url, practices: 2, clients: 40, seed: 1, asOf });
  for (const [name, sql] of [
    ["practiceId", "select odu_id as id from apps_practice"],
    ["clientId", "select odu_id as id from apps_client limit 5"],
    [
      "uuid",
      `select uuid::text as id from apps_outcome union all select uuid::text from apps_smstemplate
      union all select uuid::text from apps_question union all (select uuid::text from apps_smshistory limit 5)`,
    ],
  ] as const)
    ids[name] = (await database.pool.query<{ id: string }>(sql)).rows.map(({ id }) => id);
  app = await buildServer(deps, { log: createLog("silent"), adminDir: tmpdir(), migrations: [] });
  await app.ready();
});
afterAll(() => app.close());

type Request = InjectOptions & { url: string };

/** Calls made with an administrator's rights, of whom there is a new one when a call took them away. */
async function ask(request: Request): Promise<{ statusCode: number; body: string }> {
  const isOld = request.url.startsWith("/api/");
  const send = () => {
    const credentials = isOld ? token : session;
    return app.inject({ ...request, headers: { ...credentials, ...request.headers } });
  };
  const answer = await send();
  if (answer.statusCode !== 401) return answer;
  const { email, headers } = await signInAs(deps, "admin");
  session = headers;
  if (isOld) {
    const { access } = await issueTokens(deps, { email, password: goodPassword }, origin);
    token = { authorization: `Bearer ${access}` };
  }
  return send();
}

/** Half a surrogate pair has no place in an address. */
const inAddress = (text: string) => encodeURIComponent(Buffer.from(text).toString());

async function hold<T>(
  values: fc.Arbitrary<T>,
  requestOf: (value: T) => Request,
  numRuns = runs,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(values, async (value) => {
      const { statusCode, body } = await ask(requestOf(value));
      const isGood = statusCode < 500 && !/node_modules|\.ts:\d/.test(body);
      expect(isGood ? "" : { statusCode, body: body.slice(0, 500) }).toBe("");
    }),
    { seed, numRuns, endOnFailure: true },
  );
}

describe("every procedure", () => {
  const asked = Object.entries(procedures).filter(([, { _def }]) => _def.type !== "subscription");
  const call = (name: string, payload: string): Request =>
    procedures[name]?._def.type === "mutation"
      ? { method: "POST", url: `/trpc/${name}`, payload, headers: json }
      : { url: `/trpc/${name}?input=${inAddress(payload)}` };

  test.each(asked)("%s takes no hostile input badly", async (name, { _def }) => {
    const [input] = _def.inputs as z.ZodType[];
    const shape = input ? (z.toJSONSchema(input, { io: "input", unrepresentable: "any" }) as Shape) : {};
    await hold(valueOf(shape, known), (value) => call(name, JSON.stringify(packed(value))));
  });

  test("the stream of changes takes no hostile input badly", async () => {
    const url = await app.listen({ host: "127.0.0.1", port: 0 });
    session = (await signInAs(deps, "admin")).headers;
    const shape = z.toJSONSchema(FollowChangesInput, { io: "input", unrepresentable: "any" }) as Shape;
    await fc.assert(
      fc.asyncProperty(valueOf(shape, known), async (value) => {
        const address = `${url}/trpc/live.changes?input=${inAddress(JSON.stringify(packed(value)))}`;
        const { status, begin } = await beginningOf(address);
        const isGood = status < 500 && !/node_modules|\.ts:\d|"httpStatus":5/.test(begin);
        expect(isGood ? "" : { status, begin }).toBe("");
      }),
      { seed, numRuns: runs, endOnFailure: true },
    );
  });

  /** What a stream says until it is ready or refused; it is left then. */
  async function beginningOf(address: string): Promise<{ status: number; begin: string }> {
    const leave = new AbortController();
    const answer = await fetch(address, {
      headers: session,
      signal: AbortSignal.any([leave.signal, AbortSignal.timeout(10_000)]),
    });
    let begin = "";
    for await (const part of answer.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      begin += part;
      if (/ready|refetch|error/.test(begin)) break;
    }
    leave.abort();
    return { status: answer.status, begin };
  }

  /** As the typed client packs it, or, for names it does not pack, as JSON. */
  function packed(value: unknown): unknown {
    try {
      return superjson.serialize(value);
    } catch {
      return { json: value };
    }
  }

  /** What the packing says of values: types it knows, and such as it does not. */
  const types = [
    ["Date"],
    ["bigint"],
    ["regexp"],
    ["set"],
    ["map"],
    ["Error"],
    ["URL"],
    [["class", "X"]],
    [["custom", "X"]],
  ];
  test.each(["texts.list", "sending.state", "clients.update"])(
    "%s takes no hostile envelope badly",
    async (name) => {
      const meta = fc.dictionary(hostileText, fc.oneof(hostileValue, fc.constantFrom(...types)), {
        maxKeys: 3,
      });
      const wrapped = fc.record({ json: hostileValue, meta: fc.record({ values: meta, v: fc.nat(2) }) });
      const envelopes = fc.oneof(hostileText, fc.json(), fc.constantFrom('{"json":', "[]", '{"meta":1}'));
      await hold(
        fc.oneof(
          envelopes,
          wrapped.map((value) => JSON.stringify(value)),
        ),
        (payload) => call(name, payload),
        25,
      );
    },
  );
});

describe("every file to keep", () => {
  test.each([
    ["/exports/audit.csv", ExportAuditInput],
    ["/exports/contacted.csv", ExportContactedInput],
  ])("%s takes no hostile filter badly", async (url, input) => {
    const shape = z.toJSONSchema(input, { io: "input", unrepresentable: "any" }) as Shape;
    const bodies = fc.oneof(
      valueOf(shape, known).map((value) => JSON.stringify(value)),
      fc.json(),
    );
    await hold(bodies, (payload) => ({ method: "POST", url, payload, headers: json }), 25);
  });

  test.each(["/downloads/email-updates", "/downloads/workbooks"])(
    "%s takes no hostile address badly",
    async (folder) => {
      const part = fc.oneof(
        hostileText,
        fc.constantFrom(...known("practiceId"), ...known("uuid"), "2026-11-25", "0"),
      );
      await hold(fc.tuple(part, part), (parts) => ({
        url: [folder, ...parts.map((each) => inAddress(each.slice(0, 200)) || "0")].join("/"),
      }));
    },
  );
});

describe("every route of older programs", () => {
  interface Document {
    paths: Record<string, Record<string, { parameters?: { name: string; in: string }[] }>>;
  }
  const page = readFileSync(new URL("../../../docs/openapi.json", import.meta.url), "utf8");
  const { paths } = JSON.parse(page) as Document;
  /** Every name that the document knows: parameters, fields of bodies. */
  const names = [...new Set(page.match(/"[a-z_]+(?=":)/g)?.map((name) => name.slice(1)))];
  const routes = Object.entries(paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => [method.toUpperCase(), path] as const),
  );

  test.each(routes)("%s %s", async (method, path) => {
    const words = fc.dictionary(fc.constantFrom(...names), hostileText, { maxKeys: 4 });
    const bodies = fc.oneof(
      fc.dictionary(fc.constantFrom(...names), hostileValue, { maxKeys: 6 }),
      fc.json(),
    );
    await hold(fc.tuple(hostileText, words, bodies), ([word, query, body]) => {
      const part = inAddress(word.slice(0, 200)) || "0";
      const search = Object.entries(query).map(
        ([name, value]) => `${name}=${inAddress(value.slice(0, 500))}`,
      );
      const url = `${path.replaceAll(/\{\w+\}/g, part)}?${search.join("&")}`;
      const hasBody = method !== "GET";
      const payload = typeof body === "string" ? body : JSON.stringify(body);
      return { method, url, ...(hasBody && { payload, headers: json }) };
    });
  });
});
