import type { AddressInfo } from "node:net";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";

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

export interface FaultBox {
  /** Replaces the faults. */
  set(faults: readonly Fault[]): void;
  /** The fault that strikes the request now; one that is limited to a count is used up by it. */
  strike(): z.output<typeof Fault> | undefined;
}

/** The faults of a fake provider, which GET and POST /faults show and replace. */
export function faultBox(app: FastifyInstance, host: string): FaultBox {
  let faults: z.output<typeof Fault>[] = [];
  function set(given: readonly Fault[]) {
    const parsed = given.map((fault) => Fault.parse(fault));
    const refusal = parsed.find((fault) => fault.kind === "refuse");
    faults = parsed.filter((fault) => fault.kind !== "refuse");
    const { port } = app.server.address() as AddressInfo;
    // The answer to the one who asked goes out before the door closes.
    if (refusal) setTimeout(() => refuseFor(app, port, host, refusal.forMs), 20);
  }
  app.get("/faults", () => ({ faults }));
  app.post("/faults", (request, reply) => {
    const given = Faults.safeParse(request.body);
    if (!given.success) return reply.code(400).send({ error: { message: z.prettifyError(given.error) } });
    set(given.data.faults);
    return { faults };
  });
  return { set, strike: () => strike(faults) };
}

/** Whether the provider takes on what it was asked to send all the same. */
export function accepts(fault: z.output<typeof Fault>): boolean {
  if (fault.kind === "answer") return fault.status >= 200 && fault.status < 300;
  return fault.kind === "slow" || fault.kind === "accept-then-drop";
}

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

/**
 * Answers, or does not, as the fault wants it.
 *
 * @param bodyOf the provider's own shape of an error
 */
export function fail(
  fault: z.output<typeof Fault>,
  request: FastifyRequest,
  reply: FastifyReply,
  bodyOf: (message: string) => object,
): FastifyReply {
  const say = (status: number, message: string) => reply.code(status).send(bodyOf(message));
  switch (fault.kind) {
    case "rate-limit":
      if (fault.retryAfter !== undefined) reply.header("retry-after", fault.retryAfter);
      return say(429, "Too many requests");
    case "quota":
      return say(403, "Daily quota used up");
    case "auth":
      return say(fault.status, "Forbidden: bad token");
    case "bad-request":
      return say(400, "bad request");
    case "server-error":
      return say(fault.status, "oops");
    case "answer":
      return reply.code(fault.status).headers(fault.headers).send(fault.body);
    default:
      return cut(request, reply);
  }
}

/** Cuts the connection without an answer. */
export function cut(request: FastifyRequest, reply: FastifyReply): FastifyReply {
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
