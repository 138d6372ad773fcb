import { createServer, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createSentry } from "./sentry.ts";

let server: Server;
let dsn = "";
const received: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += String(chunk)));
    request.on("end", () => {
      received.push(body);
      response.end("{}");
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  dsn = `http://key@127.0.0.1:${(server.address() as AddressInfo).port}/1`;
});
afterAll(() => server.close());
beforeEach(() => received.splice(0));

async function report(error: unknown): Promise<Record<string, unknown>> {
  const sentry = createSentry({ dsn, release: "1.2.3", program: "worker" });
  sentry.report(error, { job: "outreach.launch", requestId: "request-1" });
  await sentry.close();
  const [, , event] = (received[0] ?? "").split("\n");
  return JSON.parse(event ?? "{}") as Record<string, unknown>;
}

test("reports what kind of error it was, where it happened, and our own ids", async () => {
  const event = await report(new TypeError("boom"));
  expect(event).toMatchObject({
    release: "1.2.3",
    tags: { program: "worker", job: "outreach.launch", requestId: "request-1" },
    exception: { values: [{ type: "TypeError", value: "(withheld)" }] },
  });
  expect(JSON.stringify(event)).toContain("sentry.test.ts");
});

test("nothing that a person typed leaves the house", async () => {
  const cause = new Error("owner@example.com");
  const error = Object.assign(new Error("client Ann Smith, 555-0101: Rex is due", { cause }), {
    detail: "Key (email)=(owner@example.com)",
  });
  await report(error);
  expect(received).toHaveLength(1);
  expect(received[0]).not.toMatch(/Ann|Smith|555-0101|Rex|owner@/);
});

test("a tracker that does not answer harms nobody", async () => {
  const sentry = createSentry({ dsn: "http://key@127.0.0.1:9/1", release: "1", program: "server" });
  sentry.report(new Error("boom"), {});
  await sentry.close();
  expect(received).toEqual([]);
});
