import { verify, createPublicKey } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Fault } from "./faults.ts";
import { startFakeSendGrid, type AcceptedMail, type FakeSendGrid } from "./sendgrid.ts";

let sendGrid: FakeSendGrid;
beforeEach(async () => {
  sendGrid = await startFakeSendGrid({ port: 0 });
});
afterEach(() => sendGrid.stop());

const mail = {
  personalizations: [{ to: [{ email: "desk@example.com" }], cc: [{ email: "rdo@example.com" }] }],
  from: { email: "updates@example.com" },
  subject: "Changes of Tuesday",
  content: [
    { type: "text/plain", value: "Hello" },
    { type: "text/html", value: "<p>Hello</p><script>alert(1)</script>" },
  ],
  categories: ["daily-update"],
  custom_args: { event_id: "e-1" },
  attachments: [
    { filename: "a.xlsx", type: "application/x", content: Buffer.from("file").toString("base64") },
  ],
};

function send(
  body: object = mail,
  headers: Record<string, string> = { authorization: "Bearer x" },
  to = sendGrid,
) {
  return fetch(`${to.url}/v3/mail/send`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}

test("accepts a mail, shows it as data, its HTML without script, and its file", async () => {
  const answer = await send();
  expect([answer.status, answer.headers.get("x-message-id")]).toEqual([202, sendGrid.mails()[0]?.id]);
  const { total, mails } = (await (await fetch(`${sendGrid.url}/mails`)).json()) as {
    total: number;
    mails: AcceptedMail[];
  };
  expect(total).toBe(1);
  expect(mails[0]).toMatchObject({
    to: ["desk@example.com"],
    cc: ["rdo@example.com"],
    subject: "Changes of Tuesday",
    text: "Hello",
    categories: ["daily-update"],
    customArgs: { event_id: "e-1" },
    attachments: [{ fileName: "a.xlsx", bytes: 4 }],
  });
  const html = await fetch(`${sendGrid.url}/mails/${mails[0]?.id}/html`);
  expect(html.headers.get("content-security-policy")).toContain("default-src 'none'");
  const file = await fetch(`${sendGrid.url}/mails/${mails[0]?.id}/attachments/0`);
  expect(await file.text()).toBe("file");
  expect((await fetch(`${sendGrid.url}/mails/none/html`)).status).toBe(404);
  expect(await (await fetch(sendGrid.url)).text()).toContain("Inbox");
});

test.each<[string, object, Record<string, string>, number]>([
  ["without a key", mail, {}, 401],
  ["to nobody", { ...mail, personalizations: [] }, { authorization: "Bearer x" }, 400],
  ["without a subject", { ...mail, subject: "" }, { authorization: "Bearer x" }, 400],
])("refuses a mail %s", async (_name, body, headers, status) => {
  expect((await send(body, headers)).status).toBe(status);
  expect(sendGrid.mails()).toEqual([]);
});

test.each<[Fault, number, number]>([
  [{ kind: "rate-limit", retryAfter: "30" }, 429, 0],
  [{ kind: "auth", status: 401 }, 401, 0],
  [{ kind: "server-error", status: 503 }, 503, 0],
  [{ kind: "slow", delayMs: 10 }, 202, 1],
])("%o answers %i and accepts %i", async (fault, status, accepted) => {
  sendGrid.setFaults([fault]);
  expect((await send()).status).toBe(status);
  expect(sendGrid.mails()).toHaveLength(accepted);
});

test("accept-then-drop keeps the mail and cuts the connection", async () => {
  sendGrid.setFaults([{ kind: "accept-then-drop", count: 1 }]);
  await expect(send()).rejects.toThrow("fetch failed");
  expect(sendGrid.mails()).toHaveLength(1);
});

test("mails and files outlive a restart when there is a folder", async () => {
  const folder = mkdtempSync(join(tmpdir(), "inbox-"));
  const first = await startFakeSendGrid({ port: 0, folder });
  await send(mail, { authorization: "Bearer x" }, first);
  await first.stop();
  const second = await startFakeSendGrid({ port: 0, folder });
  const [kept] = second.mails();
  expect(await (await fetch(`${second.url}/mails/${kept?.id}/attachments/0`)).text()).toBe("file");
  await second.stop();
  rmSync(folder, { recursive: true });
});

describe("events of delivery", () => {
  test.each(["delivered", "bounce", "dropped"] as const)("%s is told and signed", async (delivery) => {
    const got: { headers: NodeJS.Dict<string | string[]>; body: string }[] = [];
    const hook = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk) => (body += String(chunk)));
      request.on("end", () => {
        got.push({ headers: request.headers, body });
        response.end();
      });
    });
    await new Promise<void>((done) => hook.listen(0, "127.0.0.1", done));
    const webhookUrl = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/`;
    const telling = await startFakeSendGrid({ port: 0, webhookUrl });
    telling.setDelivery(delivery);
    await send(mail, { authorization: "Bearer x" }, telling);
    await vi.waitFor(() => expect(got).toHaveLength(1));
    const [{ headers, body } = { headers: {}, body: "" }] = got;
    const key = createPublicKey({
      key: Buffer.from(telling.publicKey, "base64"),
      format: "der",
      type: "spki",
    });
    const signed = Buffer.from(`${String(headers["x-twilio-email-event-webhook-timestamp"])}${body}`);
    const signature = String(headers["x-twilio-email-event-webhook-signature"]);
    expect(verify("sha256", signed, key, Buffer.from(signature, "base64"))).toBe(true);
    expect(JSON.parse(body)).toMatchObject([
      { email: "desk@example.com", event: delivery, event_id: "e-1" },
      { email: "rdo@example.com", event: delivery, event_id: "e-1" },
    ]);
    await telling.stop();
    hook.close();
  });

  test("an unknown outcome is refused", async () => {
    const answer = await fetch(`${sendGrid.url}/delivery`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"delivery":"eaten"}',
    });
    expect(answer.status).toBe(400);
  });
});
