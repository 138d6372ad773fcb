import { randomUUID } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { z } from "zod";
import { phonePage, phoneScript, phoneStyle } from "./dialpad-page.ts";

const e164 = z.string().regex(/^\+[1-9]\d{6,14}$/);
const SmsRequest = z.object({
  from_number: e164,
  to_numbers: z.array(e164).length(1),
  text: z.string().min(1).max(2000),
});

const often = {
  /** For so many requests, then it is over. */
  count: z.int().min(1).optional(),
  /** Of each request, 0 to 1. */
  probability: z.number().min(0).max(1).optional(),
};
/** What can go wrong. The first fault of the list that strikes decides over a request. */
export const Fault = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("rate-limit"), retryAfter: z.string().optional(), ...often }),
  z.strictObject({ kind: z.literal("quota"), ...often }),
  z.strictObject({
    kind: z.literal("auth"),
    status: z.union([z.literal(401), z.literal(403)]).default(403),
    ...often,
  }),
  z.strictObject({ kind: z.literal("bad-request"), ...often }),
  z.strictObject({
    kind: z.literal("server-error"),
    status: z.int().min(500).max(599).default(500),
    ...often,
  }),
  /** Accepts, but answers late. */
  z.strictObject({ kind: z.literal("slow"), delayMs: z.int().min(1), ...often }),
  /** Accepts, then cuts the connection without an answer. */
  z.strictObject({ kind: z.literal("accept-then-drop"), ...often }),
  /** Cuts the connection without accepting. */
  z.strictObject({ kind: z.literal("drop"), ...often }),
  /** Answers what is given here; accepts if that is a 2xx. */
  z.strictObject({
    kind: z.literal("answer"),
    status: z.int(),
    body: z.string(),
    headers: z.record(z.string(), z.string()).default({}),
    ...often,
  }),
  /** Takes no connection for so long; strikes at once. */
  z.strictObject({ kind: z.literal("refuse"), forMs: z.int().min(1).max(600_000) }),
]);
export type Fault = z.input<typeof Fault>;
const Faults = z.strictObject({ faults: z.array(Fault) });

/** A text that the provider took on. */
export interface AcceptedText {
  id: string;
  /** ISO instant of its arrival. */
  at: string;
  from: string;
  to: string;
  text: string;
}

export interface FakeDialpad {
  url: string;
  /** Every accepted text, oldest first. */
  ledger(): readonly AcceptedText[];
  /** Milliseconds since 1970 of every request to send, accepted or not. */
  arrivals(): readonly number[];
  /** Replaces the faults. */
  setFaults(faults: readonly Fault[]): void;
  stop(): Promise<void>;
}

interface Options {
  /** 0 for any free one. */
  port: number;
  host?: string;
  /** Keeps the ledger over a restart. */
  ledgerFile?: string;
}

/**
 * A Dialpad that sends nothing: it takes texts over HTTP as the real one does, keeps a ledger, and can be told to fail.
 * GET / shows the texts as a phone would; GET /ledger, GET and POST /faults are for programs. It holds nobody to a limit.
 */
export async function startFakeDialpad({
  port,
  host = "127.0.0.1",
  ledgerFile,
}: Options): Promise<FakeDialpad> {
  const ledger: AcceptedText[] = ledgerFile ? readLedger(ledgerFile) : [];
  const arrivals: number[] = [];
  let faults: z.output<typeof Fault>[] = [];

  const app = fastify({ bodyLimit: 100_000, forceCloseConnections: true });
  const accept = (sms: z.output<typeof SmsRequest>): AcceptedText => {
    const [to = ""] = sms.to_numbers;
    const accepted = {
      id: randomUUID(),
      at: new Date().toISOString(),
      from: sms.from_number,
      to,
      text: sms.text,
    };
    ledger.push(accepted);
    if (ledgerFile) appendFileSync(ledgerFile, `${JSON.stringify(accepted)}\n`);
    return accepted;
  };

  app.post("/api/v2/sms", async (request, reply) => {
    arrivals.push(Date.now());
    if (!/^Bearer \S+$/.test(request.headers.authorization ?? ""))
      return reply.code(401).send({ error: { message: "Unauthorized" } });
    const sms = SmsRequest.safeParse(request.body);
    if (!sms.success) return reply.code(400).send({ error: { message: z.prettifyError(sms.error) } });
    const fault = strike(faults);
    if (fault && !takesText(fault)) return fail(fault, request, reply);
    const { id, from, to } = accept(sms.data);
    if (fault?.kind === "accept-then-drop") return cut(request, reply);
    if (fault?.kind === "answer") return reply.code(fault.status).headers(fault.headers).send(fault.body);
    if (fault?.kind === "slow") await sleep(fault.delayMs);
    return { id, message_status: "pending", from_number: from, to_numbers: [to], direction: "outbound" };
  });

  app.get<{ Querystring: { from?: string } }>("/ledger", (request) => {
    const from = Number(request.query.from ?? 0);
    return { total: ledger.length, texts: ledger.slice(Number.isInteger(from) && from > 0 ? from : 0) };
  });
  app.get("/faults", () => ({ faults }));
  app.post("/faults", (request, reply) => {
    const given = Faults.safeParse(request.body);
    if (!given.success) return reply.code(400).send({ error: { message: z.prettifyError(given.error) } });
    setFaults(given.data.faults);
    return { faults };
  });
  servePage(app);

  await app.listen({ port, host });
  const address = app.server.address() as AddressInfo;

  function setFaults(given: readonly Fault[]) {
    const parsed = given.map((fault) => Fault.parse(fault));
    const refusal = parsed.find((fault) => fault.kind === "refuse");
    faults = parsed.filter((fault) => fault.kind !== "refuse");
    // The answer to the one who asked goes out before the door closes.
    if (refusal) setTimeout(() => refuseFor(app, address.port, host, refusal.forMs), 20);
  }

  return {
    url: `http://${host}:${address.port}`,
    ledger: () => ledger,
    arrivals: () => arrivals,
    setFaults,
    stop: () => app.close(),
  };
}

/** Whether the text is accepted all the same. */
function takesText(fault: z.output<typeof Fault>): boolean {
  if (fault.kind === "answer") return fault.status >= 200 && fault.status < 300;
  return fault.kind === "slow" || fault.kind === "accept-then-drop";
}

/** The fault that strikes now; one that is limited to a count is used up by it. */
function strike(faults: z.output<typeof Fault>[]): z.output<typeof Fault> | undefined {
  for (const fault of faults) {
    if (fault.kind === "refuse" || (fault.probability !== undefined && Math.random() >= fault.probability))
      continue;
    if (fault.count !== undefined) {
      if (fault.count <= 0) continue;
      fault.count -= 1;
    }
    return fault;
  }
  return undefined;
}

function fail(fault: z.output<typeof Fault>, request: FastifyRequest, reply: FastifyReply) {
  const say = (status: number, message: string) => reply.code(status).send({ error: { message } });
  switch (fault.kind) {
    case "rate-limit":
      if (fault.retryAfter !== undefined) reply.header("retry-after", fault.retryAfter);
      return say(429, "Too many requests");
    case "quota":
      return say(403, "Daily quota used up");
    case "auth":
      return say(fault.status, "Forbidden: bad token");
    case "bad-request":
      return say(400, "bad number");
    case "server-error":
      return say(fault.status, "oops");
    case "answer":
      return reply.code(fault.status).headers(fault.headers).send(fault.body);
    default:
      return cut(request, reply);
  }
}

function cut(request: FastifyRequest, reply: FastifyReply) {
  reply.hijack();
  request.raw.socket.destroy();
  return reply;
}

/** Connections are refused as by a host without the program, then taken again on the same port. */
function refuseFor(app: FastifyInstance, port: number, host: string, forMs: number) {
  app.server.close();
  app.server.closeAllConnections();
  setTimeout(() => app.server.listen(port, host), forMs).unref();
}

function servePage(app: FastifyInstance) {
  const safe =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-ancestors 'none'";
  const serve = (path: string, type: string, body: string) =>
    app.get(path, (_request, reply) =>
      reply
        .headers({
          "content-security-policy": safe,
          "x-content-type-options": "nosniff",
          "cache-control": "no-store",
        })
        .type(`${type}; charset=utf-8`)
        .send(body),
    );
  serve("/", "text/html", phonePage);
  serve("/phone.js", "text/javascript", phoneScript);
  serve("/phone.css", "text/css", phoneStyle);
}

/** A line that a crash cut short is passed over. */
function readLedger(file: string): AcceptedText[] {
  mkdirSync(dirname(file), { recursive: true });
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line) as AcceptedText);
}

/** The most instants that lie in any stretch of `windowMs`, both taken in milliseconds. */
export function mostInWindow(instants: readonly number[], windowMs: number): number {
  const sorted = [...instants].sort((a, b) => a - b);
  let most = 0;
  let first = 0;
  for (const [last, instant] of sorted.entries()) {
    while (instant - (sorted[first] ?? instant) >= windowMs) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}
