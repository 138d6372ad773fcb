import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { openDatabase } from "@vetsuccess/db/client";
import { checkoutFolders, type MigrationFolders } from "@vetsuccess/db/migrate";
import { Config, readSettings } from "@vetsuccess/domain/config";
import type { Deps } from "@vetsuccess/domain/deps";
import { passwordHasher } from "@vetsuccess/domain/identity/commands/hash-password";
import type { PasswordHasher } from "@vetsuccess/domain/identity/ports";
import { z } from "zod";

/** The settings of commands that work on the database; secrets and providers are none of their business. */
const Settings = z.object({
  DATABASE_URL: Config.shape.DATABASE_URL,
  DATABASE_STATEMENT_TIMEOUT_MS: Config.shape.DATABASE_STATEMENT_TIMEOUT_MS,
  DATABASE_CONNECTION_RETRIES: Config.shape.DATABASE_CONNECTION_RETRIES,
  SEND_DIALPAD_SMS: Config.shape.SEND_DIALPAD_SMS,
  SMS_LIMIT_PER_MINUTE: Config.shape.SMS_LIMIT_PER_MINUTE,
  SMS_SEGMENT_PRICE_CENTS: Config.shape.SMS_SEGMENT_PRICE_CENTS,
  SANDBOX: Config.shape.SANDBOX,
});

/** What a command knows of the world around it. */
export interface Cli {
  env: Record<string, string | undefined>;
  /** File in which `npm start` leaves the connection string of its own PostgreSQL. */
  startedDatabase: string;
  /** Schema and migrations of this checkout. */
  folders: MigrationFolders;
  now(): Date;
  /** One line to standard output: what was asked for. */
  print(line: string): void;
  /** One line to standard error: what is worth knowing besides. */
  note(line: string): void;
  /** Standard error as a stream, for progress. */
  screen: NodeJS.WriteStream;
  /** Standard input: the keyboard, or what another program says. */
  keyboard: NodeJS.ReadStream;
}

/** The command line of this process. */
export const processCli: Cli = {
  env: process.env,
  startedDatabase: join(import.meta.dirname, "../../../.data/database-url"),
  folders: checkoutFolders,
  now: () => new Date(),
  print: (line) => void process.stdout.write(`${line}\n`),
  note: (line) => void process.stderr.write(`${line}\n`),
  screen: process.stderr,
  keyboard: process.stdin,
};

/**
 * The database to work on: DATABASE_URL, or the one that `npm start` runs.
 *
 * @throws Error that says what to set
 */
export function databaseUrl({ env, startedDatabase }: Pick<Cli, "env" | "startedDatabase">): string {
  const given = env["DATABASE_URL"];
  if (given) return given;
  if (existsSync(startedDatabase)) return readFileSync(startedDatabase, "utf8").trim();
  throw new Error(
    "there is no database: set DATABASE_URL=postgresql://…, or run `npm start`, whose own database is then used",
  );
}

/** Opens the database for the time of `work`, with the settings of the environment. */
export async function withDeps<T>(
  cli: Cli,
  work: (deps: Deps & { hasher: PasswordHasher }) => Promise<T>,
): Promise<T> {
  const config = readSettings(Settings, { ...cli.env, DATABASE_URL: databaseUrl(cli) });
  const database = openDatabase({
    url: config.DATABASE_URL,
    poolSize: 2,
    statementTimeoutMs: config.DATABASE_STATEMENT_TIMEOUT_MS,
    connectionRetries: config.DATABASE_CONNECTION_RETRIES,
    applicationName: "vetsuccess-cli",
  });
  const silent = () => undefined;
  const tell = (fields: object, message: string) => cli.note(`${message} ${JSON.stringify(fields)}`);
  try {
    return await work({
      db: database.db,
      now: () => cli.now(),
      hasher: passwordHasher,
      log: { debug: silent, info: silent, warn: tell, error: tell },
      settings: {
        smsLimitPerMinute: config.SMS_LIMIT_PER_MINUTE,
        smsSegmentPriceCents: config.SMS_SEGMENT_PRICE_CENTS,
        isSmsSendingEnabled: config.SEND_DIALPAD_SMS,
        isSandbox: config.SANDBOX,
      },
    });
  } finally {
    await database.close();
  }
}
