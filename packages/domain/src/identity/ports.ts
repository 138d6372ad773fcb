import type { Deps } from "../deps.ts";
import type { MailingDeps } from "../mails/ports.ts";

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

/** Deps of the process that mails links. */
export interface LinkMailingDeps extends MailingDeps {
  identity: IdentitySettings;
}
