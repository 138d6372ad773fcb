import { createHash, generateKeyPairSync, randomUUID, sign, type KeyObject } from "node:crypto";
import {
  appendFileSync,
  createReadStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import fastify, { type FastifyInstance } from "fastify";
import { z } from "zod";
import { accepts, cut, fail, faultBox, type Fault } from "./faults.ts";
import { readLedger } from "./ledger.ts";
import { servePage } from "./page.ts";
import { inboxPage, inboxScript, inboxStyle } from "./sendgrid-page.ts";

const Address = z.object({ email: z.email(), name: z.string().optional() });
const MailRequest = z.object({
  personalizations: z
    .array(
      z.object({
        to: z.array(Address).min(1),
        cc: z.array(Address).optional(),
        custom_args: z.record(z.string(), z.string()).optional(),
      }),
    )
    .length(1),
  from: Address,
  subject: z.string().min(1),
  content: z.array(z.object({ type: z.string(), value: z.string().min(1) })).min(1),
  categories: z.array(z.string().max(255)).max(10).default([]),
  custom_args: z.record(z.string(), z.string()).default({}),
  attachments: z
    .array(z.object({ filename: z.string().min(1), type: z.string(), content: z.base64().min(1) }))
    .default([]),
});

/** A mail that the provider took on. */
export interface AcceptedMail {
  id: string;
  /** ISO instant of its arrival. */
  at: string;
  from: string;
  to: string[];
  cc: string[];
  subject: string;
  text: string;
  html: string;
  categories: string[];
  customArgs: Record<string, string>;
  attachments: { fileName: string; contentType: string; bytes: number; sha256: string }[];
}

/** What the pretend world does with an accepted mail, and tells by webhook. */
export const Delivery = z.enum(["delivered", "bounce", "dropped", "silent"]);
export type Delivery = z.output<typeof Delivery>;

export interface FakeSendGrid {
  url: string;
  /** What verifies the webhook's signatures, as SendGrid shows it: base64 of a DER public key. */
  publicKey: string;
  /** Every accepted mail, oldest first. */
  mails(): readonly AcceptedMail[];
  /** Replaces the faults. */
  setFaults(faults: readonly Fault[]): void;
  setDelivery(delivery: Delivery): void;
  stop(): Promise<void>;
}

interface Options {
  /** 0 for any free one. */
  port: number;
  host?: string;
  /** Keeps mails and attachments over a restart; without it they go with the fake. */
  folder?: string;
  /** Where events of delivery are posted, e.g. http://localhost:3000/webhooks/sendgrid; absent: nowhere. */
  webhookUrl?: string;
}

/** SendGrid takes no larger request. */
const bodyLimit = 31 * 1024 * 1024;
const webhookTimeoutMs = 5_000;
/** While our own server starts, it does not answer: so often, and this long after one another. */
const webhookTries = { count: 5, pauseMs: 1_000 };

/**
 * A SendGrid that sends nothing: it takes mails over HTTP as the real one does, shows them as their readers would see them
 * (GET /), signs and posts events of delivery, and can be told to fail. GET /mails, GET and POST /faults and POST /delivery
 * are for programs.
 */
export async function startFakeSendGrid(options: Options): Promise<FakeSendGrid> {
  const { port, host = "127.0.0.1", webhookUrl } = options;
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), "vetsuccess-mails-"));
  mkdirSync(folder, { recursive: true });
  const ledgerFile = join(folder, "mails.jsonl");
  const mails = readLedger<AcceptedMail>(ledgerFile);
  const keys = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  let delivery: Delivery = "delivered";
  const app = fastify({ bodyLimit, forceCloseConnections: true });
  const faults = faultBox(app, host);

  const accept = (request: z.output<typeof MailRequest>): AcceptedMail => {
    const mail = { id: randomUUID(), at: new Date().toISOString(), ...mailOf(request) };
    for (const [at, { content }] of request.attachments.entries())
      writeFileSync(join(folder, `${mail.id}-${at}`), content, "base64");
    mails.push(mail);
    appendFileSync(ledgerFile, `${JSON.stringify(mail)}\n`);
    if (webhookUrl !== undefined && delivery !== "silent")
      void tell(webhookUrl, keys.privateKey, eventsOf(mail, delivery));
    return mail;
  };

  app.post("/v3/mail/send", async (request, reply) => {
    const say = (message: string) => ({ errors: [{ message, field: null, help: null }] });
    if (!/^Bearer \S+$/.test(request.headers.authorization ?? ""))
      return reply.code(401).send(say("The provided authorization grant is invalid, expired, or revoked"));
    const mail = MailRequest.safeParse(request.body);
    if (!mail.success) return reply.code(400).send(say(z.prettifyError(mail.error)));
    const fault = faults.strike();
    if (fault && !accepts(fault)) return fail(fault, request, reply, say);
    const { id } = accept(mail.data);
    if (fault?.kind === "accept-then-drop") return cut(request, reply);
    if (fault?.kind === "slow") await sleep(fault.delayMs);
    return reply.code(202).header("x-message-id", id).send();
  });
  app.post("/delivery", (request, reply) => {
    const given = z.strictObject({ delivery: Delivery }).safeParse(request.body);
    if (!given.success) return reply.code(400).send({ message: z.prettifyError(given.error) });
    ({ delivery } = given.data);
    return { delivery };
  });
  serveMails(app, mails, folder);
  servePage(app, {
    "/": ["text/html", inboxPage],
    "/inbox.js": ["text/javascript", inboxScript],
    "/inbox.css": ["text/css", inboxStyle],
  });
  await app.listen({ port, host });

  return {
    url: `http://${host}:${(app.server.address() as AddressInfo).port}`,
    publicKey: keys.publicKey.export({ type: "spki", format: "der" }).toString("base64"),
    mails: () => mails,
    setFaults: (given) => faults.set(given),
    setDelivery: (given) => (delivery = given),
    stop: async () => {
      await app.close();
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A mail as its reader gets it. */
function mailOf(request: z.output<typeof MailRequest>): Omit<AcceptedMail, "id" | "at"> {
  const [personal] = request.personalizations;
  const content = (type: string) => request.content.find((each) => each.type === type)?.value ?? "";
  return {
    from: request.from.email,
    to: personal?.to.map(({ email }) => email) ?? [],
    cc: personal?.cc?.map(({ email }) => email) ?? [],
    subject: request.subject,
    text: content("text/plain"),
    html: content("text/html"),
    categories: request.categories,
    customArgs: { ...request.custom_args, ...personal?.custom_args },
    attachments: request.attachments.map(({ filename, type, content: base64 }) => {
      const bytes = Buffer.from(base64, "base64");
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      return { fileName: filename, contentType: type, bytes: bytes.length, sha256 };
    }),
  };
}

/** SendGrid's events about a mail: one for each address. */
function eventsOf(mail: AcceptedMail, delivery: Delivery): object[] {
  return [...mail.to, ...mail.cc].map((email) => ({
    email,
    timestamp: Math.floor(Date.now() / 1000),
    "smtp-id": `<${mail.id}@sandbox>`,
    event: delivery,
    category: mail.categories,
    sg_event_id: randomUUID(),
    sg_message_id: `${mail.id}.sandbox`,
    ...(delivery === "delivered" ? { response: "250 OK" } : { reason: "550 there is no such mailbox" }),
    ...mail.customArgs,
  }));
}

/** The headers that prove a webhook's body, as SendGrid makes them. */
function signWebhook(body: string, key: KeyObject, at: Date): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  return {
    "x-twilio-email-event-webhook-timestamp": timestamp,
    "x-twilio-email-event-webhook-signature": sign("sha256", Buffer.from(timestamp + body), key).toString(
      "base64",
    ),
  };
}

async function tell(url: string, key: KeyObject, events: object[]): Promise<void> {
  const body = JSON.stringify(events);
  for (let tries = 1; tries <= webhookTries.count; tries += 1) {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...signWebhook(body, key, new Date()) },
      body,
      signal: AbortSignal.timeout(webhookTimeoutMs),
    }).catch(() => null);
    if (answer?.ok) return;
    await sleep(webhookTries.pauseMs * tries, undefined, { ref: false });
  }
}

/** The mails as data, the HTML of one for a frame that can do nothing, and its files. */
function serveMails(app: FastifyInstance, mails: readonly AcceptedMail[], folder: string): void {
  app.get<{ Querystring: { from?: string } }>("/mails", (request) => {
    const from = Number(request.query.from ?? 0);
    return { total: mails.length, mails: mails.slice(Number.isInteger(from) && from > 0 ? from : 0) };
  });
  app.get<{ Params: { id: string } }>("/mails/:id/html", (request, reply) => {
    const mail = mails.find(({ id }) => id === request.params.id);
    if (!mail) return reply.code(404).send({ message: "There is no such mail" });
    return reply
      .headers({
        "content-security-policy":
          "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-popups allow-popups-to-escape-sandbox",
        "x-content-type-options": "nosniff",
      })
      .type("text/html; charset=utf-8")
      .send(`<base target="_blank">${mail.html}`);
  });
  app.get<{ Params: { id: string; at: string } }>("/mails/:id/attachments/:at", (request, reply) => {
    const { id, at } = request.params;
    const attachment = mails.find((mail) => mail.id === id)?.attachments[Number(at)];
    const file = join(folder, `${id}-${Number(at)}`);
    if (!attachment || !existsSync(file)) return reply.code(404).send({ message: "There is no such file" });
    return reply
      .header(
        "content-disposition",
        `attachment; filename*=UTF-8''${encodeURIComponent(attachment.fileName)}`,
      )
      .type(attachment.contentType)
      .send(createReadStream(file));
  });
}
