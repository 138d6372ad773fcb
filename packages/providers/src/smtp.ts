import type { MailAnswer, Mailer } from "@vetsuccess/domain/mails/ports";
import { Readable } from "node:stream";
import nodemailer from "nodemailer";
import type { CallSettings } from "./call.ts";

export interface SmtpSettings extends CallSettings {
  /** smtp(s)://user:password@host:port */
  url: string;
  /** The sender of every mail. */
  from: string;
}

/** When the server put a mail off and named no time. */
const greylistMs = 5 * 60_000;

/** Any mail server as the product's port. Every mail has a connection of its own; the body is never read from a file or a URL. */
export function createSmtp({ url, from, connectTimeoutMs, timeoutMs }: SmtpSettings): Mailer {
  const transport = nodemailer.createTransport({
    url,
    connectionTimeout: connectTimeoutMs,
    dnsTimeout: connectTimeoutMs,
    greetingTimeout: connectTimeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ to, cc = [], subject, text, html, attachments = [], category, eventId }) {
      let hasBegun = false;
      // nodemailer does not tell at which step it lost the server; the text is asked for once sender and readers are next.
      const watchedText = Readable.from(
        (function* () {
          hasBegun = true;
          yield text;
        })(),
      );
      try {
        const { messageId } = await transport.sendMail({
          from,
          to,
          cc: [...cc],
          subject,
          text: watchedText,
          html,
          headers: { "x-category": category, ...(eventId === undefined ? {} : { "x-event-id": eventId }) },
          attachments: attachments.map(({ fileName, contentType, content }) => ({
            filename: fileName,
            contentType,
            content,
          })),
        });
        return { result: "ACCEPTED", httpStatus: null, providerId: messageId };
      } catch (error) {
        return answerOfFailure(error, hasBegun);
      }
    },
  };
}

/** What nodemailer says about a failure: the reply's number and the step it was at. */
interface Failure {
  code?: string;
  responseCode?: number;
  command?: string;
  response?: string;
}

function answerOfFailure(error: unknown, hasBegun: boolean): MailAnswer {
  const { code = "", responseCode, command = "", response } = error as Failure;
  const words = response?.slice(0, 500) ?? (code || "unknown failure");
  const said = { httpStatus: null, error: words };
  if (code === "EAUTH" || code === "ENOAUTH" || command.startsWith("AUTH"))
    return responseCode !== undefined && responseCode < 500
      ? { ...said, result: "NOT_SENT" }
      : { ...said, result: "AUTH_FAILED" };
  if (responseCode !== undefined && responseCode >= 500) return { ...said, result: "REJECTED" };
  if (responseCode !== undefined && responseCode >= 400)
    return { ...said, result: "RATE_LIMITED", retryAfterMs: greylistMs };
  if (code === "EENVELOPE" || code === "EMESSAGE") return { ...said, result: "REJECTED" };
  if (!hasBegun) return { ...said, result: "NOT_SENT" };
  const cause = code === "ETIMEDOUT" ? "TIMED_OUT" : "CONNECTION_LOST";
  return { ...said, result: "UNKNOWN", cause };
}
