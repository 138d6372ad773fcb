import type { EmailUpdatesSettings } from "../email-updates/ports.ts";
import type { Deps } from "../deps.ts";
import type { MailingDeps } from "../mails/ports.ts";

/** Deps of the process that mails alerts. */
export interface AlertMailingDeps extends MailingDeps {
  /** Who is told; nobody: alerts are only shown in the app. */
  alertEmails: readonly string[];
  /** Where the admin app is reached, without a slash at the end. */
  publicUrl: string;
}

/** Deps of the process that looks for trouble. */
export interface WatchingDeps extends Deps {
  emailUpdates: Pick<EmailUpdatesSettings, "isDeliveryReported">;
}
