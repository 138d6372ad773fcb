import { tmpdir } from "node:os";
import { callCenterOf } from "@vetsuccess/testing/call-center";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { signInAs, type SignedIn } from "@vetsuccess/testing/identity";
import { testSender } from "@vetsuccess/testing/sending";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createLog } from "./log.ts";
import { buildServer } from "./server.ts";

const database = useTestDatabase();
const center = callCenterOf(database);
const logged: string[] = [];
const log = createLog("debug", { write: (line) => void logged.push(line) });
const url = "/exports/contacted.csv";
let app: FastifyInstance;
let manager: SignedIn;

beforeAll(async () => {
  await center.reset();
  await center.addClient("ann", { name: ["Ann", "Abbott"] });
  await center.addPractice("p-2");
  await center.addText({ clientId: "ann" });
  const { deps } = testSender(database);
  app = await buildServer(deps, { log, adminDir: tmpdir(), migrations: [] });
  manager = await signInAs(deps, "manager");
});
afterAll(() => app.close());

const ask = (user: SignedIn | null, payload: object, headers: Record<string, string> = {}) =>
  app.inject({ method: "POST", url, payload, headers: { ...user?.headers, ...headers } });

describe("the worklist as a file", () => {
  test("is CSV to be saved, that nothing in between keeps", async () => {
    const answer = await ask(manager, { name: "abbott", timeZone: "America/New_York" });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": 'attachment; filename="contacted-clients.csv"',
      "cache-control": "no-store",
    });
    expect(answer.body.split("\r\n")).toEqual([
      expect.stringContaining("Client ID") as string,
      expect.stringContaining("Ann Abbott") as string,
      "",
    ]);
    expect(logged.join("")).not.toMatch(/abbott/i);
  });

  test("is for those who lead", async () => {
    const { deps } = testSender(database);
    expect((await ask(null, {})).statusCode).toBe(401);
    for (const role of ["agent", "viewer"] as const)
      expect((await ask(await signInAs(deps, role), {})).statusCode).toBe(403);
    const limited = await signInAs(deps, "manager", { practiceIds: ["p-2"] });
    expect((await ask(limited, {})).body.split("\r\n")).toHaveLength(2);
  });

  test.each([
    ["an unknown field", { colour: "red" }],
    ["a day that is none", { sentFrom: "2026-02-30" }],
    ["no zone", { timeZone: "Mars/Olympus" }],
  ])("refuses %s", async (_, payload) => {
    const answer = await ask(manager, payload);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ error: { code: "INVALID_INPUT" } });
  });

  test("is not given to another site", async () => {
    expect((await ask(manager, {}, { "sec-fetch-site": "cross-site" })).statusCode).toBe(403);
  });
});
