import type { MailAnswer } from "./ports.ts";

/**
 * For mails that may be written again: passes when the mail was accepted.
 *
 * @throws Error that says what became of it, without a word of the mail itself
 */
export function requireAccepted(answer: MailAnswer): void {
  if (answer.result === "ACCEPTED") return;
  const status = answer.httpStatus === null ? "" : ` (HTTP ${answer.httpStatus})`;
  throw new Error(`the mail was not accepted: ${answer.result}${status}`);
}
