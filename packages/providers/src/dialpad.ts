import type { SmsAnswer, SmsMessage, SmsProvider } from "@vetsuccess/domain/texts/ports";
import { z } from "zod";
import { createCaller, describeAnswer, retryAfter, type CallOutcome, type CallSettings } from "./call.ts";

export interface DialpadSettings extends CallSettings {
  /** Origin, e.g. https://dialpad.com */
  url: string;
  token: string;
  /** The clock, for a Retry-After that names an instant. */
  now(): Date;
}

/** Dialpad's "send SMS" as the product's port. */
export function createDialpad(settings: DialpadSettings): SmsProvider {
  const call = createCaller(settings);
  return {
    async send(message: SmsMessage): Promise<SmsAnswer> {
      const outcome = await call(
        new URL("/api/v2/sms", settings.url),
        { authorization: `Bearer ${settings.token}` },
        JSON.stringify({
          from_number: message.numberFrom,
          to_numbers: [message.numberTo],
          text: message.text,
        }),
      );
      return answerOf(outcome, settings.now());
    },
  };
}

/** Whether an answer speaks of rate, limit or quota as words ("rate_limit", "quotaExceeded"), not inside "corporate". */
function speaksOfLimit(body: string): boolean {
  const words = body.replaceAll("_", " ").replaceAll(/([a-z])(?=[A-Z])/g, "$1 ");
  return /\b(rates?|limit(s|ed)?|quotas?)\b/i.test(words);
}

const Accepted = z.object({ id: z.union([z.string(), z.number()]).transform(String) });

function answerOf(outcome: CallOutcome, now: Date): SmsAnswer {
  const none = { httpStatus: null, response: null };
  if (outcome.kind === "NOT_SENT") return { ...none, result: "NOT_SENT", error: outcome.error };
  if (outcome.kind === "LOST")
    return { ...none, result: "UNKNOWN", cause: outcome.cause, error: outcome.error };
  const { status, headers, body } = outcome;
  const response = parsed(body);
  const known = { httpStatus: status, response };
  const error = describeAnswer(status, body);
  if (status >= 200 && status < 300)
    return { ...known, result: "ACCEPTED", providerId: Accepted.safeParse(response).data?.id ?? null };
  if (status === 429 || (status === 403 && speaksOfLimit(body)))
    return { ...known, result: "RATE_LIMITED", retryAfterMs: retryAfter(headers, now), error };
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
