import { createTRPCClient, httpLink, TRPCClientError, type TRPCClient } from "@trpc/client";
import type { AnyTRPCProcedure } from "@trpc/server";
import { createHTTPServer } from "@trpc/server/adapters/standalone";
import { errorCodes } from "@vetsuccess/contract/errors";
import { actions, openActions } from "@vetsuccess/contract/identity";
import { systemActor, type Actor } from "@vetsuccess/domain/deps";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { origin } from "@vetsuccess/testing/identity";
import { elevenInNewYork, resetSending, testSender } from "@vetsuccess/testing/sending";
import { insertWaitingTexts, numberOf, practiceId } from "@vetsuccess/testing/waiting-texts";
import { once } from "node:events";
import superjson from "superjson";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { appRouter, type AppRouter } from "./app-router.ts";
import type { Context } from "./context.ts";
import type { ErrorData } from "./errors.ts";

const database = useTestDatabase();
const procedures = appRouter._def.procedures as unknown as Record<string, AnyTRPCProcedure>;
const names = Object.keys(procedures);
const guarded = names.filter((name) => !openActions.some((open) => open === name));
const day = "2026-06-10";
const operator = systemActor("operator");

/** Who calls, and where; changed by tests. */
const call: { actor: Actor | null; isSandbox: boolean; isBroken: boolean } = {
  actor: operator,
  isSandbox: true,
  isBroken: false,
};

function createContext(): Context {
  const { deps } = testSender(database, undefined, { settings: { isSandbox: call.isSandbox } });
  const broken = new Proxy(deps.db, { get: () => fail });
  return {
    deps: call.isBroken ? { ...deps, db: broken } : deps,
    actor: call.actor,
    origin: { ...origin, requestId: "request-1" },
    setSession: () => undefined,
    authenticateAgain: () => Promise.resolve(operator),
  };
}

function fail(): never {
  throw new Error(`client Ann Smith is not in the table at ${import.meta.filename}`);
}

const server = createHTTPServer({ router: appRouter, createContext });
let url = "";
let client: TRPCClient<AppRouter>;

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  client = createTRPCClient({ links: [httpLink({ url, transformer: superjson })] });
});
afterAll(() => server.close());

beforeEach(() => {
  Object.assign(call, { actor: operator, isSandbox: true, isBroken: false });
});

/** Two texts that wait, before each test of the group. */
function useTexts(): void {
  beforeEach(async () => {
    await resetSending(database);
    await insertWaitingTexts(database.pool, { count: 2, sendAt: elevenInNewYork, ignoresHours: false });
    await database.pool.query("update apps_smshistory set planned_on = $1", [day]);
  });
}

/** Asks for a procedure by its name, as a program without our types would. */
async function ask(name: string, input: unknown): Promise<ErrorData | undefined> {
  const type = procedures[name]?._def.type;
  const text = JSON.stringify(superjson.serialize(input));
  const response =
    type !== "mutation"
      ? await fetch(`${url}/${name}?input=${encodeURIComponent(text)}`)
      : await fetch(`${url}/${name}`, {
          method: "POST",
          body: text,
          headers: { "content-type": "application/json" },
        });
  if (type === "subscription") return refusalIn(await response.text());
  const body = (await response.json()) as { error?: { json: { data: ErrorData } } };
  expect(response.status).toBe(body.error?.json.data.httpStatus ?? 200);
  return body.error?.json.data;
}

/** A stream that is refused says so in its first event. */
function refusalIn(stream: string): ErrorData | undefined {
  const [, data] = /event: serialized-error\ndata: (.+)/.exec(stream) ?? [];
  return data === undefined ? undefined : (JSON.parse(data) as { json: { data: ErrorData } }).json.data;
}

const refusal = (promise: Promise<unknown>): Promise<ErrorData> =>
  promise.then(
    () => Promise.reject(new Error("was not refused")),
    (error: unknown) =>
      error instanceof TRPCClientError ? (error.data as ErrorData) : Promise.reject(error as Error),
  );

describe("every procedure", () => {
  test.each(Object.entries(procedures))("%s says what it takes and what it gives", (_name, { _def }) => {
    expect(_def).toHaveProperty("inputs.0");
    expect(_def).toHaveProperty("output");
  });

  test.each(guarded)("%s is an action of the table of permissions", (name) => {
    expect(actions).toContain(name);
  });

  test("that is open to strangers is one of nine", () => {
    expect(names.filter((name) => !guarded.includes(name)).toSorted()).toEqual(openActions.toSorted());
    expect(openActions).toHaveLength(9);
  });

  test.each(guarded)("%s refuses a stranger", async (name) => {
    call.actor = null;
    expect(await ask(name, {})).toMatchObject({ code: "NOT_SIGNED_IN", httpStatus: 401 });
  });

  test.each(guarded)("%s refuses those whose key has no such scope", async (name) => {
    call.actor = { ...operator, scopes: [] };
    expect(await ask(name, {})).toMatchObject({ code: "NOT_ALLOWED", httpStatus: 403, path: name });
  });

  test.each(names)("%s refuses unknown fields", async (name) => {
    expect(await ask(name, { unheardOf: 1 })).toMatchObject({ code: "INVALID_INPUT", httpStatus: 400 });
  });
});

describe("outreach", () => {
  useTexts();

  test("summary gives the day in numbers", async () => {
    const { practices } = await client.outreach.summary.query({ day });
    expect(practices).toMatchObject([
      { practiceId, practiceName: "Hillside", texts: { planned: 2, waiting: 2 } },
    ]);
  });

  test("preview plans without doing it", async () => {
    const preview = await client.outreach.preview.query({ practiceId, day });
    expect(preview).toMatchObject({ practiceId, day, texts: 0, samples: [] });
  });

  test("plan puts the job into the queue", async () => {
    const { jobKey } = await client.outreach.plan.mutate({ practiceId, day });
    const { rows } = await database.pool.query("select key from graphile_worker.jobs where key = $1", [
      jobKey,
    ]);
    expect(rows).toHaveLength(1);
  });
});

describe("texts", () => {
  useTexts();

  test("list gives a page, with instants as dates", async () => {
    const { rows, total } = await client.texts.list.query({ search: "client 1" });
    expect(total).toBe(1);
    expect(rows).toMatchObject([{ clientName: "Client 1", numberTo: numberOf(1), sendAt: elevenInNewYork }]);
  });

  test("get gives one of them", async () => {
    const { rows } = await client.texts.list.query({});
    const text = await client.texts.get.query({ uuid: rows[0]?.uuid ?? "" });
    expect(text).toMatchObject({ plannedOn: day, attempts: [], reminders: [{ petName: "Rex" }] });
  });

  test("deliverNow makes waiting texts due", async () => {
    expect(await client.texts.deliverNow.mutate({ practiceId })).toEqual({ texts: 2 });
  });
});

test("sending is paused and resumed", async () => {
  const paused = await client.sending.pause.mutate({ detail: "lunch" });
  expect(paused.pauses).toMatchObject([{ reason: "MANUAL", detail: "lunch", startedBy: "operator" }]);
  expect(await client.sending.state.query()).toEqual(paused);
  expect((await client.sending.resume.mutate({})).pauses).toEqual([]);
});

describe("a refusal", () => {
  useTexts();

  test("of the input names every field at fault", async () => {
    const data = await refusal(client.texts.list.query({ limit: 1000, search: "" }));
    expect(data).toMatchObject({
      code: "INVALID_INPUT",
      httpStatus: 400,
      field: "limit",
      path: "texts.list",
    });
    expect(data.fields?.map((field) => field.path)).toEqual(["limit", "search"]);
  });

  test("of the domain keeps its code, its field and its words", async () => {
    const asked = client.outreach.plan.mutate({ practiceId: "nobody", day });
    await expect(asked).rejects.toThrow("there is no practice nobody");
    const asking = client.outreach.plan.mutate({ practiceId: "nobody", day });
    expect(await refusal(asking)).toEqual({
      code: "NOT_FOUND",
      httpStatus: 404,
      field: "practiceId",
      path: "outreach.plan",
      requestId: "request-1",
    });
  });

  test.each([
    ["MAILING_OFF", "update apps_practicesettings set is_sms_mailing_enabled = false"],
    ["PRACTICE_ARCHIVED", "update apps_practice set is_archived = true"],
  ] as const)("%s answers 409", async (code, sql) => {
    await database.pool.query(sql);
    expect(await refusal(client.outreach.preview.query({ practiceId, day }))).toMatchObject({
      code,
      httpStatus: 409,
    });
  });

  test("SANDBOX_ONLY answers 403", async () => {
    call.isSandbox = false;
    expect(await refusal(client.texts.deliverNow.mutate({}))).toMatchObject({
      code: "SANDBOX_ONLY",
      httpStatus: 403,
    });
  });

  test("of what nobody foresaw tells nothing but the request's id", async () => {
    call.isBroken = true;
    const response = await fetch(`${url}/sending.state`);
    const text = await response.text();
    expect(response.status).toBe(500);
    expect(JSON.parse(text)).toMatchObject({
      error: { json: { data: { code: "INTERNAL", requestId: "request-1" } } },
    });
    expect(text).not.toMatch(/Ann|stack|app-router|node_modules/);
  });

  test("of an unknown procedure, a wrong method and broken JSON has a code of ours", async () => {
    const codeOf = async (path: string, init?: RequestInit) => {
      const body = (await (await fetch(`${url}/${path}`, init)).json()) as {
        error: { json: { data: ErrorData } };
      };
      return body.error.json.data.code;
    };
    const codes = [
      await codeOf("texts.burn"),
      await codeOf("sending.resume"),
      await codeOf("texts.list?input={"),
      await codeOf("sending.resume", {
        method: "POST",
        body: "<x/>",
        headers: { "content-type": "text/xml" },
      }),
    ];
    expect(codes).toEqual(["NOT_FOUND", "NOT_FOUND", "INVALID_INPUT", "INVALID_INPUT"]);
    expect(errorCodes).toEqual(expect.arrayContaining(codes));
  });
});
