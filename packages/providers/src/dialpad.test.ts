import { createServer, type Server, type ServerResponse } from "node:http";
import net, { type AddressInfo } from "node:net";
import type { SmsAnswer, SmsProvider } from "@vetsuccess/domain/texts/ports";
import { afterEach, describe, expect, test } from "vitest";
import { createDialpad } from "./dialpad.ts";

const message = {
  numberFrom: "+12025550100",
  numberTo: "+13035550101",
  text: 'Rex is due, {braces} & "quotes"',
};
const now = new Date("2026-06-10T15:00:00Z");
const servers: (Server | net.Server)[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    if ("closeAllConnections" in server) server.closeAllConnections();
    server.close();
  }
});

async function listen(server: Server | net.Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

interface Seen {
  method: string | undefined;
  path: string | undefined;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** A provider that does as told, and what it saw. */
async function provider(answer: (response: ServerResponse) => void): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += String(chunk)));
    request.on("end", () => {
      seen.push({ method: request.method, path: request.url, headers: request.headers, body });
      answer(response);
    });
  });
  return { url: await listen(server), seen };
}

const client = (url: string, timeoutMs = 2_000): SmsProvider =>
  createDialpad({ url, token: "secret-token", connectTimeoutMs: 300, timeoutMs, now: () => now });

async function answerTo(
  status: number,
  body: string,
  headers: Record<string, string> = {},
): Promise<SmsAnswer> {
  const { url } = await provider((response) => response.writeHead(status, headers).end(body));
  return client(url).send(message);
}

test("asks as Dialpad wants to be asked", async () => {
  const { url, seen } = await provider((response) => response.end('{"id": "5"}'));
  expect(await client(url).send(message)).toEqual({
    result: "ACCEPTED",
    httpStatus: 200,
    response: { id: "5" },
    providerId: "5",
  });
  expect(seen).toHaveLength(1);
  expect(seen[0]).toMatchObject({
    method: "POST",
    path: "/api/v2/sms",
    headers: { authorization: "Bearer secret-token", "content-type": "application/json" },
  });
  expect(JSON.parse(seen[0]?.body ?? "")).toEqual({
    from_number: message.numberFrom,
    to_numbers: [message.numberTo],
    text: message.text,
  });
});

describe("answers", () => {
  test.each<[string, number, string, Partial<SmsAnswer>]>([
    ["2xx without a body", 204, "", { result: "ACCEPTED", response: null }],
    [
      "2xx that is not JSON",
      200,
      "<html>ok</html>",
      { result: "ACCEPTED", response: { text: "<html>ok</html>" } },
    ],
    ["2xx with a list", 200, "[]", { result: "ACCEPTED", response: [] }],
    ["a number as id", 200, '{"id": 12}', { result: "ACCEPTED" }],
    ["429", 429, "slow down", { result: "RATE_LIMITED" }],
    ["403, rate", 403, "Rate exceeded", { result: "RATE_LIMITED" }],
    ["403, limit", 403, "Daily LIMIT reached", { result: "RATE_LIMITED" }],
    ["403, quota", 403, "quota used up", { result: "RATE_LIMITED" }],
    ["403, words joined by underscores", 403, '{"code": "rate_limit_exceeded"}', { result: "RATE_LIMITED" }],
    ["403, words joined by capitals", 403, '{"reason": "quotaExceeded"}', { result: "RATE_LIMITED" }],
    ["403, rate inside corporate", 403, "Corporate account suspended", { result: "AUTH_FAILED" }],
    ["403, limit inside unlimited", 403, "Your unlimited plan has ended", { result: "AUTH_FAILED" }],
    ["403", 403, "Forbidden: bad token", { result: "AUTH_FAILED" }],
    ["403 without a body", 403, "", { result: "AUTH_FAILED" }],
    ["401", 401, "Unauthorized", { result: "AUTH_FAILED" }],
    ["400", 400, "bad number", { result: "REJECTED", error: "HTTP 400: bad number" }],
    ["404", 404, "", { result: "REJECTED", error: "HTTP 404" }],
    ["500", 500, "oops", { result: "UNKNOWN" }],
    ["503", 503, "later", { result: "UNKNOWN" }],
  ])("%s", async (_name, status, body, expected) => {
    expect(await answerTo(status, body)).toMatchObject({ httpStatus: status, ...expected });
  });

  test("a redirect is not followed", async () => {
    const other = await provider((response) => response.end("{}"));
    expect(await answerTo(307, "", { location: `${other.url}/api/v2/sms` })).toMatchObject({
      result: "REJECTED",
    });
    expect(other.seen).toEqual([]);
  });

  test("an endless answer is cut off, and the text counts as accepted", async () => {
    const { url } = await provider((response) => {
      response.writeHead(200);
      const more = () => {
        while (response.write("x".repeat(16_384)));
        response.once("drain", more);
      };
      more();
    });
    const answer = await client(url).send(message);
    expect(answer.result).toBe("ACCEPTED");
    expect(JSON.stringify(answer.response).length).toBeLessThan(66_000);
  });

  test("an answer that breaks off after its status is an answer", async () => {
    const { url } = await provider((response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write('{"id"');
      setTimeout(() => response.destroy(), 20);
    });
    expect(await client(url).send(message)).toMatchObject({
      result: "ACCEPTED",
      response: { text: '{"id"' },
    });
  });

  test.each([
    ["seconds", "30", 30_000],
    ["a date", "Wed, 10 Jun 2026 15:02:00 GMT", 120_000],
    ["a date that is past", "Wed, 10 Jun 2026 14:00:00 GMT", 1_000],
    ["too long", "864000", 3_600_000],
    ["nonsense", "soon", 300_000],
  ])("Retry-After as %s", async (_name, value, retryAfterMs) => {
    expect(await answerTo(429, "", { "retry-after": value })).toMatchObject({ retryAfterMs });
  });

  test("without Retry-After the pause is five minutes", async () => {
    expect(await answerTo(429, "")).toMatchObject({ retryAfterMs: 300_000 });
  });
});

describe("no answer", () => {
  test("connection refused: surely nothing was sent", async () => {
    const closed = net.createServer();
    const url = await listen(closed);
    await new Promise((resolve) => closed.close(resolve));
    expect(await client(url).send(message)).toEqual({
      result: "NOT_SENT",
      httpStatus: null,
      response: null,
      error: "ECONNREFUSED",
    });
  });

  test("no such host: surely nothing was sent", async () => {
    expect(await client("http://no-such-host.invalid").send(message)).toMatchObject({ result: "NOT_SENT" });
  });

  test("something that is no TLS server: surely nothing was sent", async () => {
    const { url } = await provider((response) => response.end("{}"));
    expect(await client(url.replace("http:", "https:")).send(message)).toMatchObject({ result: "NOT_SENT" });
  });

  test("cut after the request went out: unknown", async () => {
    const { url } = await provider((response) => response.destroy());
    expect(await client(url).send(message)).toMatchObject({ result: "UNKNOWN", cause: "CONNECTION_LOST" });
  });

  test("an answer that is no HTTP: unknown", async () => {
    const url = await listen(
      net.createServer((socket) => socket.once("data", () => socket.end("nonsense\r\n\r\n"))),
    );
    expect(await client(url).send(message)).toMatchObject({ result: "UNKNOWN", cause: "CONNECTION_LOST" });
  });

  test("silence: unknown, within the total time-out", async () => {
    const { url } = await provider(() => undefined);
    const startedAt = performance.now();
    expect(await client(url, 300).send(message)).toMatchObject({ result: "UNKNOWN", cause: "TIMED_OUT" });
    expect(performance.now() - startedAt).toBeLessThan(1_500);
  });

  test("a body that never ends: the status counts, within the total time-out", async () => {
    const { url } = await provider((response) => response.writeHead(200).write("{"));
    expect(await client(url, 300).send(message)).toMatchObject({ result: "ACCEPTED" });
  });

  test("neither token nor number is in an error", async () => {
    const { url } = await provider((response) => response.destroy());
    const answer = await client(url).send(message);
    expect(JSON.stringify(answer)).not.toMatch(/secret-token|3035550101/);
  });
});
