import type { Deps } from "../deps.ts";

/** A file that goes along with a mail. */
export interface MailAttachment {
  /** Unique in its mail. */
  fileName: string;
  contentType: string;
  content: Buffer;
}

export interface Mail {
  to: string;
  cc?: readonly string[];
  subject: string;
  text: string;
  html: string;
  attachments?: readonly MailAttachment[];
  /** What kind of mail it is, e.g. "daily-update"; the provider counts by it. */
  category: string;
  /** What the mail is about, and the attempt to send it: both come back with every report of its delivery. */
  eventId?: string;
  attemptId?: string;
}

/** What became of a call to the provider. */
export type MailAnswer = { httpStatus: number | null } & (
  | { result: "ACCEPTED"; providerId: string | null }
  /** Surely not accepted, and may be tried again after the pause. */
  | { result: "RATE_LIMITED"; retryAfterMs: number; error: string }
  /** Surely not accepted: nobody was reached, or the other side put it off. */
  | { result: "NOT_SENT"; error: string }
  /** Surely not accepted, and never will be as it is. */
  | { result: "REJECTED" | "AUTH_FAILED"; error: string }
  /** Nobody knows: it may have been accepted. */
  | { result: "UNKNOWN"; cause: "TIMED_OUT" | "CONNECTION_LOST" | "PROVIDER_ERROR"; error: string }
);

/**
 * Hands one mail to the provider: SendGrid, an SMTP server, or the sandbox. Redirects to and cc where that is set, refuses
 * line breaks in headers, and always answers in bounded time.
 */
export interface Mailer {
  send(mail: Mail): Promise<MailAnswer>;
}

/** Deps of the process that mails. */
export interface MailingDeps extends Deps {
  mailer: Mailer;
}
