import type { Db } from "@vetsuccess/db/client";
import type { SmsProvider } from "./texts/ports.ts";

/** Structured log without personal data: ids and counts only. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What the product is set to; read from the environment once, by the composition root. */
export interface DomainSettings {
  /** SMS in any 60 seconds, over all workers together. */
  smsLimitPerMinute: number;
  /** false keeps every text waiting; nothing is ever marked SENT without the provider. */
  isSmsSendingEnabled: boolean;
  /** The provider is the sandbox: "deliver now" exists. */
  isSandbox: boolean;
}

/** Everything a feature needs from outside, made once in each app and in each test. */
export interface Deps {
  db: Db;
  /** The clock. PostgreSQL's own `now()` is used only for leases and the rate limit. */
  now(): Date;
  log: Log;
  settings: DomainSettings;
}

/** Deps of the process that sends. */
export interface SendingDeps extends Deps {
  sms: SmsProvider;
  workerId: string;
}

/** Who does something: the person or program behind a call, written into every trace. */
export interface Actor {
  id: string;
  /** For a person to read, e.g. an e-mail address; never logged. */
  label: string;
}
