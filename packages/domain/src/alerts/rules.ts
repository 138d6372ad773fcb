import type { Mail } from "../mails/ports.ts";

export interface AlertToMail {
  uuid: string;
  message: string;
  practiceName: string | null;
}

/** One mail about one or more alerts. */
export function writeAlertMail(
  recipients: { to: string; cc: string[] },
  publicUrl: string,
  alerts: readonly AlertToMail[],
): Mail {
  const lines = alerts.map(({ message, practiceName }) =>
    practiceName ? `${practiceName}: ${message}` : message,
  );
  const url = `${publicUrl}/alerts`;
  const items = lines.map((line) => `<li>${escapeHtml(line)}</li>`).join("");
  return {
    ...recipients,
    category: "alert",
    subject:
      alerts.length === 1 ? "VetSuccess needs you: 1 alert" : `VetSuccess needs you: ${alerts.length} alerts`,
    text: [...lines.map((line) => `- ${line}`), "", url].join("\n"),
    html: `<ul>${items}</ul><p><a href="${escapeHtml(url)}">Open the alerts</a></p>`,
  };
}

const escapeHtml = (text: string) =>
  text.replaceAll(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
