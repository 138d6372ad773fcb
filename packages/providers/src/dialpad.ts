import type { SmsAnswer, SmsMessage, SmsProvider } from "@vetsuccess/domain/texts/ports";
import { Agent, request, type Dispatcher } from "undici";
import { z } from "zod";

export interface DialpadSettings {
  /** Origin, e.g. https://dialpad.com */
  url: string;
  token: string;
  connectTimeoutMs: number;
  /** For the whole call. */
  timeoutMs: number;
  /** The clock, for a Retry-After that names an instant. */
  now(): Date;
}

/** Of an answer so much is read and kept; the rest is not waited for. */
const maxAnswerBytes = 64 * 1024;
/** The pause when the provider names none. */
const defaultRetryAfterMs = 5 * 60_000;
/** No pause is longer: a mistaken header must not stop sending for days. */
const maxRetryAfterMs = 60 * 60_000;

/**
 * Dialpad's "send SMS" as the product's port. Every call has a connection of its own: one that was kept open may be cut by
 * the other side just as a text goes out, and nobody could say whether it did. Redirects are not followed.
 */
export function createDialpad(settings: DialpadSettings): SmsProvider {
  const agent = new Agent({ connect: { timeout: settings.connectTimeoutMs }, pipelining: 0 });
  // What fails before there is a connection has surely sent nothing.
  const beforeConnection = new WeakSet<Error>();
  agent.on("connectionError", (_origin, _targets, error) => beforeConnection.add(error));

  return {
    async send(message: SmsMessage): Promise<SmsAnswer> {
      const signal = AbortSignal.timeout(settings.timeoutMs);
      let answer: Dispatcher.ResponseData | undefined;
      try {
        answer = await request(new URL("/api/v2/sms", settings.url), {
          method: "POST",
          dispatcher: agent,
          signal,
          headers: {
            authorization: `Bearer ${settings.token}`,
            "content-type": "application/json",
            accept: "application/json",
          },
          body: JSON.stringify({
            from_number: message.numberFrom,
            to_numbers: [message.numberTo],
            text: message.text,
          }),
        });
      } catch (error) {
        return answerOfFailure(error, beforeConnection, signal.aborted);
      }
      return answerOf(answer.statusCode, answer.headers, await readBody(answer.body), settings.now());
    },
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

/** Whether an answer speaks of rate, limit or quota as words ("rate_limit", "quotaExceeded"), not inside "corporate". */
function speaksOfLimit(body: string): boolean {
  const words = body.replaceAll("_", " ").replaceAll(/([a-z])(?=[A-Z])/g, "$1 ");
  return /\b(rates?|limit(s|ed)?|quotas?)\b/i.test(words);
}

const Accepted = z.object({ id: z.union([z.string(), z.number()]).transform(String) });

function answerOf(
  status: number,
  headers: Dispatcher.ResponseData["headers"],
  body: string,
  now: Date,
): SmsAnswer {
  const response = parsed(body);
  const known = { httpStatus: status, response };
  const error = `HTTP ${status}${body.trim() ? `: ${body.trim().slice(0, 500)}` : ""}`;
  if (status >= 200 && status < 300)
    return { ...known, result: "ACCEPTED", providerId: Accepted.safeParse(response).data?.id ?? null };
  if (status === 429 || (status === 403 && speaksOfLimit(body)))
    return { ...known, result: "RATE_LIMITED", retryAfterMs: retryAfter(headers["retry-after"], now), error };
  if (status === 401 || status === 403) return { ...known, result: "AUTH_FAILED", error };
  if (status >= 300 && status < 500) return { ...known, result: "REJECTED", error };
  return { ...known, result: "UNKNOWN", cause: "PROVIDER_ERROR", error };
}

/** The body as data; one that is not JSON is kept as its text, an empty one as null. */
function parsed(body: string): unknown {
  if (body.trim() === "") return null;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return { text: body.replaceAll("\0", "") };
  }
}

/** Retry-After in seconds or as a date, in milliseconds from `now`; bounded. */
function retryAfter(header: string | string[] | undefined, now: Date): number {
  const value = (Array.isArray(header) ? header[0] : header)?.trim() ?? "";
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now.getTime();
  return Number.isNaN(ms) ? defaultRetryAfterMs : Math.min(Math.max(ms, 1000), maxRetryAfterMs);
}

function answerOfFailure(error: unknown, beforeConnection: WeakSet<Error>, isTimedOut: boolean): SmsAnswer {
  const none = { httpStatus: null, response: null };
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const words = code || (error instanceof Error ? error.name : "unknown failure");
  if (error instanceof Error && beforeConnection.has(error))
    return { ...none, result: "NOT_SENT", error: words };
  if (isTimedOut || code.endsWith("TIMEOUT"))
    return { ...none, result: "UNKNOWN", cause: "TIMED_OUT", error: "no answer in time" };
  return { ...none, result: "UNKNOWN", cause: "CONNECTION_LOST", error: words };
}
