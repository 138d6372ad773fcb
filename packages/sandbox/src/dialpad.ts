import { randomUUID } from "node:crypto";
import { appendFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import fastify from "fastify";
import { z } from "zod";
import { phonePage, phoneScript, phoneStyle } from "./dialpad-page.ts";
import { accepts, cut, fail, faultBox, type Fault } from "./faults.ts";
import { readLedger } from "./ledger.ts";
import { servePage } from "./page.ts";

const e164 = z.string().regex(/^\+[1-9]\d{6,14}$/);
const SmsRequest = z.object({
  from_number: e164,
  to_numbers: z.array(e164).length(1),
  text: z.string().min(1).max(2000),
});

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
  const ledger: AcceptedText[] = ledgerFile ? readLedger<AcceptedText>(ledgerFile) : [];
  const arrivals: number[] = [];

  const app = fastify({ bodyLimit: 100_000, forceCloseConnections: true });
  const faults = faultBox(app, host);
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
    const fault = faults.strike();
    if (fault && !accepts(fault)) return fail(fault, request, reply, (message) => ({ error: { message } }));
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
  servePage(app, {
    "/": ["text/html", phonePage],
    "/phone.js": ["text/javascript", phoneScript],
    "/phone.css": ["text/css", phoneStyle],
  });

  await app.listen({ port, host });
  const address = app.server.address() as AddressInfo;

  return {
    url: `http://${host}:${address.port}`,
    ledger: () => ledger,
    arrivals: () => arrivals,
    setFaults: (given) => faults.set(given),
    stop: () => app.close(),
  };
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
