import { Agent, request, type Dispatcher } from "undici";

export interface CallSettings {
  connectTimeoutMs: number;
  /** For the whole call. */
  timeoutMs: number;
}

/** What came of one POST. */
export type CallOutcome =
  | { kind: "ANSWERED"; status: number; headers: Dispatcher.ResponseData["headers"]; body: string }
  /** It failed before there was a connection: surely nothing was taken on. */
  | { kind: "NOT_SENT"; error: string }
  /** The other side may have taken it on. */
  | { kind: "LOST"; cause: "TIMED_OUT" | "CONNECTION_LOST"; error: string };

export type Caller = (url: URL, headers: Record<string, string>, body: string) => Promise<CallOutcome>;

/** Of an answer so much is read and kept; the rest is not waited for. */
const maxAnswerBytes = 64 * 1024;
/** The pause when the provider names none. */
const defaultRetryAfterMs = 5 * 60_000;
/** No pause is longer: a mistaken header must not stop sending for days. */
const maxRetryAfterMs = 60 * 60_000;

/**
 * POSTs of JSON whose fate matters. Every call has a connection of its own: one that was kept open may be cut by the other
 * side just as a message goes out, and nobody could say whether it did. Redirects are not followed.
 */
export function createCaller({ connectTimeoutMs, timeoutMs }: CallSettings): Caller {
  const agent = new Agent({ connect: { timeout: connectTimeoutMs }, pipelining: 0 });
  // What fails before there is a connection has surely sent nothing.
  const beforeConnection = new WeakSet<Error>();
  agent.on("connectionError", (_origin, _targets, error) => beforeConnection.add(error));

  return async (url, headers, body) => {
    const signal = AbortSignal.timeout(timeoutMs);
    try {
      const answer = await request(url, {
        method: "POST",
        dispatcher: agent,
        signal,
        headers: { ...headers, "content-type": "application/json", accept: "application/json" },
        body,
      });
      const { statusCode: status, headers: answered } = answer;
      return { kind: "ANSWERED", status, headers: answered, body: await readBody(answer.body) };
    } catch (error) {
      return outcomeOfFailure(error, beforeConnection, signal.aborted);
    }
  };
}

/** The body up to the bound. A body that breaks off is as good as it came: the status has been said already. */
async function readBody(body: Dispatcher.ResponseData["body"]): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= maxAnswerBytes) break;
    }
  } catch {
    // Kept as far as it came.
  }
  return Buffer.concat(chunks).subarray(0, maxAnswerBytes).toString("utf8");
}

/** An answer in few words. */
export function describeAnswer(status: number, body: string): string {
  return `HTTP ${status}${body.trim() ? `: ${body.trim().slice(0, 500)}` : ""}`;
}

/** Retry-After in seconds or as a date, in milliseconds from `now`; bounded. */
export function retryAfter(headers: Dispatcher.ResponseData["headers"], now: Date): number {
  const header = headers["retry-after"];
  const value = (Array.isArray(header) ? header[0] : header)?.trim() ?? "";
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now.getTime();
  return Number.isNaN(ms) ? defaultRetryAfterMs : Math.min(Math.max(ms, 1000), maxRetryAfterMs);
}

function outcomeOfFailure(
  error: unknown,
  beforeConnection: WeakSet<Error>,
  isTimedOut: boolean,
): CallOutcome {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const words = code || (error instanceof Error ? error.name : "unknown failure");
  if (error instanceof Error && beforeConnection.has(error)) return { kind: "NOT_SENT", error: words };
  if (isTimedOut || code.endsWith("TIMEOUT"))
    return { kind: "LOST", cause: "TIMED_OUT", error: "no answer in time" };
  return { kind: "LOST", cause: "CONNECTION_LOST", error: words };
}
