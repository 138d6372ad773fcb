import net, { type AddressInfo } from "node:net";
import type { Mail, MailAnswer } from "@vetsuccess/domain/mails/ports";
import type { Fault } from "@vetsuccess/sandbox/faults";
import { startFakeSendGrid, type FakeSendGrid } from "@vetsuccess/sandbox/sendgrid";
import { SMTPServer } from "smtp-server";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createMailer, type MailerSettings } from "./mailer.ts";

const mail: Mail = {
  to: "desk@example.com",
  cc: ["rdo@example.com", "remote@example.com"],
  subject: "Ändert Rex & Bo",
  text: "Hello",
  html: "<p>Hello</p>",
  attachments: [
    { fileName: "a.xlsx", contentType: "application/x-a", content: Buffer.from([0, 1, 255]) },
    { fileName: "b.xlsx", contentType: "application/x-b", content: Buffer.from("b") },
  ],
  category: "daily-update",
  eventId: "0423a8d0-93ef-5d8d-96a7-3510515e9b11",
};
const settings: MailerSettings = {
  sendGrid: null,
  smtpUrl: null,
  from: "updates@example.com",
  connectTimeoutMs: 500,
  timeoutMs: 500,
  redirect: null,
  now: () => new Date("2026-06-10T13:00:00Z"),
};

test("without a provider nothing goes out, and the answer says what to set", async () => {
  const answer = await createMailer(settings).send(mail);
  expect(answer).toMatchObject({
    result: "NOT_SENT",
    error: expect.stringContaining("SENDGRID_API_KEY") as string,
  });
});

describe("SendGrid", () => {
  let sendGrid: FakeSendGrid;
  const send = (given = mail, change: Partial<MailerSettings> = {}) =>
    createMailer({ ...settings, sendGrid: { url: sendGrid.url, apiKey: "key" }, ...change }).send(given);
  beforeEach(async () => {
    sendGrid = await startFakeSendGrid({ port: 0 });
  });
  afterEach(() => sendGrid.stop());

  test("gets everything: people, both bodies, files, category and event", async () => {
    const answer = await send();
    const [got] = sendGrid.mails();
    expect(answer).toEqual({ result: "ACCEPTED", httpStatus: 202, providerId: got?.id });
    expect(got).toMatchObject({
      from: "updates@example.com",
      to: ["desk@example.com"],
      cc: ["rdo@example.com", "remote@example.com"],
      subject: "Ändert Rex & Bo",
      text: "Hello",
      html: "<p>Hello</p>",
      categories: ["daily-update"],
      customArgs: { event_id: mail.eventId },
      attachments: [
        { fileName: "a.xlsx", contentType: "application/x-a", bytes: 3 },
        { fileName: "b.xlsx", contentType: "application/x-b", bytes: 1 },
      ],
    });
  });

  test("many at once keep their own words", async () => {
    const subjects = Array.from({ length: 20 }, (_, at) => `mail ${at}`);
    await Promise.all(subjects.map((subject) => send({ ...mail, subject }, { timeoutMs: 20_000 })));
    expect(
      sendGrid
        .mails()
        .map(({ subject }) => subject)
        .sort(),
    ).toEqual(subjects.sort());
  });

  test("a redirect replaces both to and cc", async () => {
    await send(mail, { redirect: { to: "debug@example.com", cc: "debug-cc@example.com" } });
    await send(mail, { redirect: { to: "debug@example.com", cc: null } });
    expect(sendGrid.mails().map(({ to, cc }) => [to, cc])).toEqual([
      [["debug@example.com"], ["debug-cc@example.com"]],
      [["debug@example.com"], []],
    ]);
  });

  test.each<[Fault, Partial<MailAnswer>, number]>([
    [{ kind: "rate-limit", retryAfter: "30" }, { result: "RATE_LIMITED", retryAfterMs: 30_000 }, 0],
    [{ kind: "auth", status: 401 }, { result: "AUTH_FAILED", httpStatus: 401 }, 0],
    [{ kind: "auth" }, { result: "AUTH_FAILED", httpStatus: 403 }, 0],
    [{ kind: "bad-request" }, { result: "REJECTED", httpStatus: 400 }, 0],
    [{ kind: "answer", status: 302, body: "", headers: { location: "/" } }, { result: "REJECTED" }, 0],
    [{ kind: "server-error", status: 503 }, { result: "UNKNOWN", cause: "PROVIDER_ERROR" }, 0],
    [{ kind: "slow", delayMs: 800 }, { result: "UNKNOWN", cause: "TIMED_OUT" }, 1],
    [{ kind: "accept-then-drop" }, { result: "UNKNOWN", cause: "CONNECTION_LOST" }, 1],
  ])("%o means %o", async (fault, expected, accepted) => {
    sendGrid.setFaults([fault]);
    expect(await send()).toMatchObject(expected);
    expect(sendGrid.mails()).toHaveLength(accepted);
  });

  test("a closed door means that nothing was sent", async () => {
    const { url } = sendGrid;
    await sendGrid.stop();
    const mailer = createMailer({ ...settings, sendGrid: { url, apiKey: "key" } });
    expect(await mailer.send(mail)).toMatchObject({ result: "NOT_SENT", error: "ECONNREFUSED" });
    sendGrid = await startFakeSendGrid({ port: 0 });
  });

  test.each<[string, Partial<Mail>]>([
    ["subject", { subject: "Hello\r\nBcc: all@example.com" }],
    ["to", { to: "desk@example.com\nBcc: all@example.com" }],
    ["to", { to: "desk@example.com, all@example.com" }],
    ["cc", { cc: ["rdo@example.com\r\nX: y"] }],
    ["category", { category: "a\nb" }],
    ["eventId", { eventId: "a\rb" }],
    [
      "attachments",
      { attachments: [{ fileName: "a\n.xlsx", contentType: "x/y", content: Buffer.from("a") }] },
    ],
    [
      "attachments",
      {
        attachments: ["a.xlsx", "A.xlsx"].map((fileName) => ({
          fileName,
          contentType: "x/y",
          content: Buffer.from("a"),
        })),
      },
    ],
  ])("refuses a bad %s (%o) before anything goes out", async (field, change) => {
    const answer = await send({ ...mail, ...change });
    expect(answer).toMatchObject({
      result: "REJECTED",
      error: expect.stringMatching(`^${field}:`) as string,
    });
    expect(JSON.stringify(answer)).not.toContain("all@example.com");
    expect(sendGrid.mails()).toEqual([]);
  });
});

describe("SMTP", () => {
  const servers: { close(): unknown }[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });

  /** A mail server that answers each step as told, and what it took on. */
  async function smtp(
    fail: { at?: "auth" | "rcpt" | "data"; code?: number } = {},
    end: "answer" | "hang" | "cut" = "answer",
  ) {
    const got: string[] = [];
    const sockets = new Set<net.Socket>();
    const refusal = () => Object.assign(new Error("no"), { responseCode: fail.code });
    const server = new SMTPServer({
      disabledCommands: ["STARTTLS"],
      authOptional: true,
      allowInsecureAuth: true,
      closeTimeout: 50,
      onAuth: (_auth, _session, done) => (fail.at === "auth" ? done(refusal()) : done(null, { user: "u" })),
      onRcptTo: (_address, _session, done) => done(fail.at === "rcpt" ? refusal() : null),
      onData: (stream, _session, done) => {
        let body = "";
        stream.on("data", (chunk) => (body += String(chunk)));
        stream.on("end", () => {
          if (end === "hang") return;
          if (fail.at === "data") return done(refusal());
          got.push(body);
          if (end === "answer") return done();
          for (const socket of sockets) socket.destroy();
        });
      },
    });
    server.on("error", () => undefined);
    server.server.on("connection", (socket) => sockets.add(socket));
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    servers.push(server);
    const { port } = server.server.address() as AddressInfo;
    return { got, mailer: createMailer({ ...settings, smtpUrl: `smtp://u:p@127.0.0.1:${port}` }) };
  }

  test("gets everything, the event as a header", async () => {
    const { got, mailer } = await smtp();
    expect(await mailer.send(mail)).toMatchObject({ result: "ACCEPTED", httpStatus: null });
    expect(got[0]).toContain("To: desk@example.com");
    expect(got[0]).toContain("Hello");
    expect(got[0]).toContain("Cc: rdo@example.com, remote@example.com");
    expect(got[0]).toMatch(new RegExp(`X-Event-ID: ${mail.eventId}`, "i"));
    expect(got[0]).toMatch(/filename=a\.xlsx/);
  });

  test.each<["auth" | "rcpt" | "data", number, MailAnswer["result"]]>([
    ["auth", 535, "AUTH_FAILED"],
    ["auth", 454, "NOT_SENT"],
    ["rcpt", 550, "REJECTED"],
    ["rcpt", 451, "RATE_LIMITED"],
    ["data", 552, "REJECTED"],
    ["data", 452, "RATE_LIMITED"],
  ])("at %s the answer %i means %s", async (at, code, result) => {
    const { got, mailer } = await smtp({ at, code });
    expect((await mailer.send(mail)).result).toBe(result);
    expect(got).toEqual([]);
  });

  test.each<["hang" | "cut", string]>([
    ["hang", "TIMED_OUT"],
    ["cut", "CONNECTION_LOST"],
  ])("a server that does %s after the body leaves the mail unknown", async (end, cause) => {
    const { mailer } = await smtp({}, end);
    expect(await mailer.send(mail)).toMatchObject({ result: "UNKNOWN", cause });
  });

  test("no server and one that says nothing mean that nothing was sent", async () => {
    const closed = createMailer({ ...settings, smtpUrl: "smtp://127.0.0.1:1" });
    expect((await closed.send(mail)).result).toBe("NOT_SENT");
    const mute = net.createServer();
    servers.push(mute);
    await new Promise<void>((done) => mute.listen(0, "127.0.0.1", done));
    const { port } = mute.address() as AddressInfo;
    const waiting = createMailer({ ...settings, smtpUrl: `smtp://127.0.0.1:${port}` });
    expect((await waiting.send(mail)).result).toBe("NOT_SENT");
  });
});
