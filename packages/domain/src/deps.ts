import type { Role } from "@vetsuccess/contract/identity";
import type { Db } from "@vetsuccess/db/client";
import type { Caches } from "./live/ports.ts";
import type { SmsProvider } from "./texts/ports.ts";

/** Structured log without personal data: ids and counts only. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Where errors that nobody foresaw are reported, besides the log. */
export interface ErrorTracker {
  /** @param fields ids and codes only, e.g. the id of the request or the name of the job */
  report(error: unknown, fields: Readonly<Record<string, string>>): void;
  /** Sends what waits, for two seconds at most. */
  close(): Promise<void>;
}

/** What the product is set to; read from the environment once, by the composition root. */
export interface DomainSettings {
  /** SMS in any 60 seconds, over all workers together. */
  smsLimitPerMinute: number;
  /** false keeps every text waiting; nothing is ever marked SENT without the provider. */
  isSmsSendingEnabled: boolean;
  /** The provider is the sandbox: "deliver now" exists. */
  isSandbox: boolean;
  /** The release that runs, for people to read. */
  version?: string;
  /** What one segment of a text costs; without it no costs are shown. */
  smsSegmentPriceCents?: number;
  /** Where the sandbox shows the texts as a phone would. */
  sandboxPhoneUrl?: string;
}

/** Everything a feature needs from outside, made once in each app and in each test. */
export interface Deps {
  db: Db;
  /** The clock. PostgreSQL's own `now()` is used only for leases and the rate limit. */
  now(): Date;
  log: Log;
  /** Absent: errors stand in the log alone. */
  errors?: ErrorTracker;
  settings: DomainSettings;
  /** Without: read each time. */
  caches?: Caches;
}

/** Deps of the process that sends. */
export interface SendingDeps extends Deps {
  sms: SmsProvider;
  workerId: string;
}

/** Where a call came from; kept in traces, never logged. */
export interface Origin {
  address: string | null;
  userAgent: string | null;
  requestId: string | null;
}

/** Who does something: the person or program behind a call, written into every trace. */
export interface Actor {
  id: string;
  /** For a person to read, e.g. an e-mail address; never logged. */
  label: string;
  role: Role;
  /** The practices it is limited to; null: all. */
  practiceIds: readonly string[] | null;
  /** The actions an API key is limited to; null: all of the role. */
  scopes: readonly string[] | null;
  /** It may use nothing but its account until a second factor is set up. */
  mustSetUpSecondFactor: boolean;
  /** How it proved itself: id of the session, token family or API key. */
  credential: { kind: "session" | "token" | "apiKey"; id: string } | null;
  origin: Origin;
}

/** The product itself, or its operator at the command line: may do everything. */
export function systemActor(name: string): Actor {
  return {
    id: name,
    label: name,
    role: "admin",
    practiceIds: null,
    scopes: null,
    mustSetUpSecondFactor: false,
    credential: null,
    origin: { address: null, userAgent: null, requestId: null },
  };
}
