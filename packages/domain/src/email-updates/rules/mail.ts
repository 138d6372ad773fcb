import type { Mail } from "../../mails/ports.ts";
import { attachmentNames, type UpdateFile } from "./files.ts";

const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const longDay = new Intl.DateTimeFormat("en-US", { dateStyle: "full", timeZone: "UTC" });

/** Who gets a practice's mail. */
export interface Recipients {
  to: string;
  cc: string[];
}

/** The practice itself; in copy its regional director and its scheduler, each address once. */
export function recipientsOf(settings: {
  email: string;
  rdoEmail: string;
  schedulerEmail: string;
}): Recipients {
  const to = settings.email.trim();
  const seen = new Set(["", to.toLowerCase()]);
  const cc = [settings.rdoEmail, settings.schedulerEmail]
    .map((address) => address.trim())
    .filter((address) => !seen.has(address.toLowerCase()) && seen.add(address.toLowerCase()));
  return { to, cc };
}

export interface Update {
  eventId: string;
  attemptId: string;
  practiceName: string;
  recipients: Recipients;
  files: readonly (UpdateFile & { content: Buffer })[];
}

/** The mail of one practice and day. */
export function writeUpdateMail({ eventId, attemptId, practiceName, recipients, files }: Update): Mail {
  const names = attachmentNames(files);
  const days = [...new Set(files.map(({ day }) => day))];
  const when = daysInWords(days);
  const whom = practiceName || "your practice";
  const what =
    files.length === 1
      ? "The attached Excel file lists what our remote schedulers changed"
      : `The ${files.length} attached Excel files list what our remote schedulers changed`;
  const lines = [
    "Good morning,",
    `${what} for ${whom} on ${when}. Please make the same changes in your own system.`,
    "If something is not clear, reply to this e-mail.",
    "Your VetSuccess team",
  ];
  const list = names.map((name) => `<li>${name}</li>`).join("");
  const [greeting = "", ...rest] = lines.map((line) => `<p>${escapeHtml(line)}</p>`);
  return {
    to: recipients.to,
    cc: recipients.cc,
    subject: `Remote scheduling: changes of ${when}`,
    text: [...lines.slice(0, 2), names.map((name) => `- ${name}`).join("\n"), ...lines.slice(2)].join("\n\n"),
    html: [greeting, rest[0], `<ul>${list}</ul>`, ...rest.slice(1)].join("\n"),
    attachments: files.map(({ content }, at) => ({
      fileName: names[at] ?? `file-${at}.xlsx`,
      contentType: xlsx,
      content,
    })),
    category: "daily-update",
    eventId,
    attemptId,
  };
}

/** "Tuesday, June 9, 2026", or the first and the last of several. */
function daysInWords(days: readonly string[]): string {
  const inWords = (day = "") => longDay.format(new Date(`${day}T00:00:00Z`));
  return days.length === 1 ? inWords(days[0]) : `${inWords(days[0])} to ${inWords(days.at(-1))}`;
}

const escapeHtml = (text: string) =>
  text.replaceAll(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
