import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { mostInWindow, startFakeDialpad, type FakeDialpad } from "./dialpad.ts";
import type { Fault } from "./faults.ts";

let dialpad: FakeDialpad;
beforeEach(async () => {
  dialpad = await startFakeDialpad({ port: 0 });
});
afterEach(() => dialpad.stop());

const sms = { from_number: "+12025550100", to_numbers: ["+13035550101"], text: "Rex is due" };

function send(body: object = sms, headers: Record<string, string> = { authorization: "Bearer x" }) {
  return fetch(`${dialpad.url}/api/v2/sms`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}

test("accepts a text and keeps it in the ledger", async () => {
  const answer = await send();
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ message_status: "pending", to_numbers: sms.to_numbers });
  const { total, texts } = (await (await fetch(`${dialpad.url}/ledger`)).json()) as {
    total: number;
    texts: object[];
  };
  expect(total).toBe(1);
  expect(texts).toMatchObject([{ from: "+12025550100", to: "+13035550101", text: "Rex is due" }]);
  expect(dialpad.arrivals()).toHaveLength(1);
});

test.each<[string, object, Record<string, string>, number]>([
  ["without a token", sms, {}, 401],
  [
    "to two numbers",
    { ...sms, to_numbers: ["+13035550101", "+13035550102"] },
    { authorization: "Bearer x" },
    400,
  ],
  ["to no number", { ...sms, to_numbers: ["+1"] }, { authorization: "Bearer x" }, 400],
  ["without a text", { ...sms, text: "" }, { authorization: "Bearer x" }, 400],
])("refuses a request %s", async (_name, body, headers, status) => {
  expect((await send(body, headers)).status).toBe(status);
  expect(dialpad.ledger()).toEqual([]);
});

describe("faults", () => {
  test.each<[Fault, number, number]>([
    [{ kind: "rate-limit" }, 429, 0],
    [{ kind: "quota" }, 403, 0],
    [{ kind: "auth" }, 403, 0],
    [{ kind: "auth", status: 401 }, 401, 0],
    [{ kind: "bad-request" }, 400, 0],
    [{ kind: "server-error", status: 503 }, 503, 0],
    [{ kind: "slow", delayMs: 10 }, 200, 1],
    [{ kind: "answer", status: 200, body: "ok" }, 200, 1],
    [{ kind: "answer", status: 418, body: "no" }, 418, 0],
  ])("%o answers %i and accepts %i", async (fault, status, accepted) => {
    dialpad.setFaults([fault]);
    expect((await send()).status).toBe(status);
    expect(dialpad.ledger()).toHaveLength(accepted);
  });

  test.each<[Fault, number]>([
    [{ kind: "accept-then-drop" }, 1],
    [{ kind: "drop" }, 0],
  ])("%o cuts the connection and accepts %i", async (fault, accepted) => {
    dialpad.setFaults([fault]);
    await expect(send()).rejects.toThrow("fetch failed");
    expect(dialpad.ledger()).toHaveLength(accepted);
  });

  test("Retry-After is sent as given", async () => {
    dialpad.setFaults([{ kind: "rate-limit", retryAfter: "30" }]);
    expect((await send()).headers.get("retry-after")).toBe("30");
  });

  test("are switched over HTTP, a count is used up, the next fault follows", async () => {
    const set = (faults: unknown) =>
      fetch(`${dialpad.url}/faults`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ faults }),
      });
    expect(
      (
        await set([
          { kind: "quota", count: 1 },
          { kind: "auth", probability: 0 },
        ])
      ).status,
    ).toBe(200);
    expect([(await send()).status, (await send()).status]).toEqual([403, 200]);
    expect(await (await fetch(`${dialpad.url}/faults`)).json()).toMatchObject({
      faults: [{ kind: "quota", count: 0 }, {}],
    });
    expect((await set([{ kind: "nonsense" }])).status).toBe(400);
  });

  test("connections are refused for a while, then taken again", async () => {
    dialpad.setFaults([{ kind: "refuse", forMs: 300 }]);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await expect(send()).rejects.toThrow("fetch failed");
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect((await send()).status).toBe(200);
  });
});

test("the ledger outlives a restart", async () => {
  const folder = mkdtempSync(join(tmpdir(), "vetsuccess-ledger-"));
  try {
    const options = { port: 0, ledgerFile: join(folder, "sent", "ledger.jsonl") };
    await dialpad.stop();
    dialpad = await startFakeDialpad(options);
    await send();
    await dialpad.stop();
    dialpad = await startFakeDialpad(options);
    expect(dialpad.ledger()).toMatchObject([{ text: "Rex is due" }]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("the page carries no text in its HTML and allows no inline script", async () => {
  await send({ ...sms, text: "<script>alert(1)</script>" });
  const page = await fetch(`${dialpad.url}/`);
  const policy = page.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("script-src 'self'");
  expect(policy).not.toContain("unsafe");
  const html = await page.text();
  expect(html).not.toContain("alert(1)");
  expect(html).not.toMatch(/<script>|style=|\son[a-z]+=/);
  const script = await (await fetch(`${dialpad.url}/phone.js`)).text();
  expect(script).not.toMatch(/innerHTML|insertAdjacentHTML|document\.write|\beval\b/);
});

test.each<[string, number[], number]>([
  ["none", [], 0],
  ["the edge of the window is outside", [0, 1_000], 1],
  ["just inside", [0, 999], 2],
  ["the fullest stretch counts", [0, 5_000, 5_100, 5_999, 6_000], 3],
])("the most in a window: %s", (_name, instants, most) => {
  expect(mostInWindow(instants, 1_000)).toBe(most);
});
