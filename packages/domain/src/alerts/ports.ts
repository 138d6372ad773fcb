import type { MailingDeps } from "../mails/ports.ts";

/** Deps of the process that mails alerts. */
export interface AlertMailingDeps extends MailingDeps {
  /** Who is told; null: alerts are only shown in the app. */
  alertEmail: string | null;
  /** Where the admin app is reached, without a slash at the end. */
  publicUrl: string;
}
