import type { Mail, Mailer } from "@vetsuccess/domain/mails/ports";
import { createSendGrid } from "./sendgrid.ts";
import { createSmtp } from "./smtp.ts";

export interface MailerSettings {
  sendGrid: { url: string; apiKey: string } | null;
  /** smtp(s)://user:password@host:port */
  smtpUrl: string | null;
  from: string;
  connectTimeoutMs: number;
  /** For the whole call. */
  timeoutMs: number;
  /** Every mail goes here instead of to its readers. */
  redirect: { to: string; cc: string | null } | null;
  now(): Date;
}

/** The mailer that the settings ask for; without a provider every mail stays unsent and says why. */
export function createMailer(settings: MailerSettings): Mailer {
  const provider = providerOf(settings);
  return {
    async send(mail) {
      const bad = headerProblem(mail);
      if (bad) return { result: "REJECTED", httpStatus: null, error: bad };
      return provider.send(redirected(mail, settings.redirect));
    },
  };
}

function providerOf({ sendGrid, smtpUrl, ...settings }: MailerSettings): Mailer {
  if (sendGrid) return createSendGrid({ ...settings, ...sendGrid });
  if (smtpUrl !== null) return createSmtp({ ...settings, url: smtpUrl });
  return {
    send: () =>
      Promise.resolve({
        result: "NOT_SENT",
        httpStatus: null,
        error: "no mail provider is set: SENDGRID_API_KEY or SMTP_URL",
      }),
  };
}

function redirected(mail: Mail, redirect: MailerSettings["redirect"]): Mail {
  return redirect ? { ...mail, to: redirect.to, cc: redirect.cc === null ? [] : [redirect.cc] } : mail;
}

/** An address of one recipient: nothing that could name a second one. */
const address = /^[^\s@,;:<>"()[\]\\]+@[^\s@,;:<>"()[\]\\]+$/;
const controls = /[\p{Cc}\u2028\u2029]/u;

/** What makes a mail unfit to send, without the value itself; null: nothing. */
function headerProblem({
  to,
  cc = [],
  subject,
  category,
  eventId = "",
  attemptId = "",
  attachments = [],
}: Mail): string | null {
  if (!address.test(to)) return "to: not an e-mail address";
  if (!cc.every((each) => address.test(each))) return "cc: not an e-mail address";
  const headers = {
    subject,
    category,
    eventId,
    attemptId,
    attachments: attachments.map((each) => each.fileName).join(),
  };
  for (const [field, value] of Object.entries(headers))
    if (controls.test(value)) return `${field}: line breaks and control characters are refused`;
  const names = attachments.map(({ fileName }) => fileName.toLowerCase());
  return new Set(names).size === names.length ? null : "attachments: two have the same name";
}
