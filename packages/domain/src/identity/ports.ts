import type { Deps } from "../deps.ts";

export interface Mail {
  to: string;
  subject: string;
  text: string;
  html: string;
}

/** Sends one mail; implemented over SMTP by a provider, and by the sandbox. */
export interface Mailer {
  /** @throws when the mail was not accepted; the job then tries again */
  send(mail: Mail): Promise<void>;
}

/** Slow on purpose; called exactly once for each password that is checked. */
export interface PasswordHasher {
  hash(password: string): Promise<string>;
  /** `isOutdated`: right, but to be hashed anew in today's format. */
  verify(stored: string, password: string): Promise<{ isRight: boolean; isOutdated: boolean }>;
}

export interface IdentitySettings {
  /** At least 32 characters; each use derives a key of its own from it. */
  appSecret: string;
  /** Where the admin app is reached, without a slash at the end. */
  publicUrl: string;
  isAdminSecondFactorRequired: boolean;
  accessTokenMinutes: number;
  refreshTokenMinutes: number;
}

export interface IdentityDeps extends Deps {
  identity: IdentitySettings;
  hasher: PasswordHasher;
}

/** Deps of the process that mails. */
export interface MailingDeps extends Deps {
  identity: IdentitySettings;
  mailer: Mailer;
}
