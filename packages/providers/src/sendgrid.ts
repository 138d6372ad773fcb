import sendgrid from "@sendgrid/mail";
import type { Mail, MailAnswer, Mailer } from "@vetsuccess/domain/mails/ports";
import { createCaller, describeAnswer, retryAfter, type CallOutcome, type CallSettings } from "./call.ts";

export interface SendGridSettings extends CallSettings {
  /** Origin, e.g. https://api.sendgrid.com */
  url: string;
  apiKey: string;
  /** The sender of every mail. */
  from: string;
  /** The clock, for a Retry-After that names an instant. */
  now(): Date;
}

/**
 * SendGrid's v3 "mail send" as the product's port. The vendor's library writes the request; our own call carries it, because
 * it alone can tell a mail that was surely not accepted from one of which nobody knows.
 */
export function createSendGrid(settings: SendGridSettings): Mailer {
  const call = createCaller(settings);
  return {
    async send(mail) {
      const body = await requestBody(mail, settings.from);
      const outcome = await call(
        new URL("/v3/mail/send", settings.url),
        { authorization: `Bearer ${settings.apiKey}` },
        body,
      );
      return answerOf(outcome, settings.now());
    },
  };
}

/** The JSON of a mail, as SendGrid's library writes it. */
async function requestBody(mail: Mail, from: string): Promise<string> {
  let written: unknown;
  // In place of the library's HTTP client, of which it uses this alone.
  const recorder = {
    request: ({ body }: { body?: unknown }) => {
      written = body;
      return Promise.resolve([{ statusCode: 202, body: {}, headers: {} }, {}]);
    },
  };
  sendgrid.setClient(recorder);
  const { category, eventId, attemptId } = mail;
  // It reaches its client before it answers: no other mail can come between.
  await sendgrid.send({
    from,
    to: mail.to,
    ...(mail.cc?.length ? { cc: [...mail.cc] } : {}),
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    categories: [category],
    customArgs: {
      ...(eventId === undefined ? {} : { event_id: eventId }),
      ...(attemptId === undefined ? {} : { attempt_id: attemptId }),
    },
    ...(mail.attachments?.length ? { attachments: mail.attachments.map(attachmentOf) } : {}),
    // Links of ours hold secrets behind a "#", and nobody needs to know who opened what.
    trackingSettings: {
      clickTracking: { enable: false, enableText: false },
      openTracking: { enable: false },
    },
  });
  return JSON.stringify(written);
}

const attachmentOf = ({ fileName, contentType, content }: NonNullable<Mail["attachments"]>[number]) => ({
  filename: fileName,
  type: contentType,
  content: content.toString("base64"),
  disposition: "attachment",
});

function answerOf(outcome: CallOutcome, now: Date): MailAnswer {
  if (outcome.kind === "NOT_SENT") return { result: "NOT_SENT", httpStatus: null, error: outcome.error };
  if (outcome.kind === "LOST")
    return { result: "UNKNOWN", httpStatus: null, cause: outcome.cause, error: outcome.error };
  const { status: httpStatus, headers, body } = outcome;
  const error = describeAnswer(httpStatus, body);
  if (httpStatus >= 200 && httpStatus < 300)
    return { result: "ACCEPTED", httpStatus, providerId: headers["x-message-id"]?.toString() ?? null };
  if (httpStatus === 429)
    return { result: "RATE_LIMITED", httpStatus, retryAfterMs: retryAfter(headers, now), error };
  if (httpStatus === 401 || httpStatus === 403) return { result: "AUTH_FAILED", httpStatus, error };
  if (httpStatus >= 300 && httpStatus < 500) return { result: "REJECTED", httpStatus, error };
  return { result: "UNKNOWN", httpStatus, cause: "PROVIDER_ERROR", error };
}
