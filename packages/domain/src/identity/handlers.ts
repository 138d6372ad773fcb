import type { z } from "zod";
import type { Deps } from "../deps.ts";
import { forgetExpiredRows } from "./commands/forget-expired.ts";
import { makeLink, type ReadyLink } from "./commands/make-link.ts";
import type { forgetExpired, mailUserLink } from "./jobs.ts";
import type { Mail } from "../mails/ports.ts";
import { requireAccepted } from "../mails/rules.ts";
import type { LinkMailingDeps } from "./ports.ts";

const words = {
  INVITATION: {
    subject: "Your VetSuccess account",
    path: "/accept-invitation",
    line: "An account was made for you in VetSuccess. Choose a password to use it:",
    end: "The link works once, within seven days.",
  },
  PASSWORD_RESET: {
    subject: "A new password for VetSuccess",
    path: "/reset-password",
    line: "Somebody, probably you, asked for a new password. Choose it here:",
    end: "The link works once, within 30 minutes. If it was not you, there is nothing to do.",
  },
};

const escapeHtml = (text: string) =>
  text.replaceAll(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);

/** The secret stands behind a `#`: browsers send it to no server and to no other site. */
function mailOf({ kind, email, firstName, token }: ReadyLink, publicUrl: string): Mail {
  const { subject, path, line, end } = words[kind];
  const url = `${publicUrl}${path}#${token}`;
  const greeting = firstName === "" ? "Hello," : `Hello ${firstName},`;
  return {
    to: email,
    category: "account",
    subject,
    text: [greeting, line, url, end].join("\n\n"),
    html: `<p>${escapeHtml(greeting)}</p><p>${line}</p><p><a href="${escapeHtml(url)}">${escapeHtml(url)}</a></p><p>${end}</p>`,
  };
}

/** Mails one link, if there is still somebody to mail it to. */
export async function handleMailUserLink(
  deps: LinkMailingDeps,
  { linkId }: z.output<typeof mailUserLink.payload>,
): Promise<void> {
  const link = await makeLink(deps, linkId);
  if (link) requireAccepted(await deps.mailer.send(mailOf(link, deps.identity.publicUrl)));
}

/** Removes what has run out. */
export async function handleForgetExpired(
  deps: Deps,
  _payload: z.output<typeof forgetExpired.payload>,
): Promise<void> {
  await forgetExpiredRows(deps);
}
