import { DomainError } from "@vetsuccess/contract/errors";
import { MigrationError } from "@vetsuccess/db/migrate/migration-error";
import { DidNotStart } from "./start/app-process.ts";
import { AlreadyRunning } from "./start/lock.ts";

const noAnswer =
  "no database answers there: is it running? (`npm start` runs one, DATABASE_URL names another)";

/** PostgreSQL's, Prisma's and Node's own codes, and what to do about them. */
const remedies: Record<string, string> = {
  ECONNREFUSED: noAnswer,
  P1001: noAnswer,
  ENOTFOUND: "the host of the database is not known: check DATABASE_URL",
  "28P01": "the database refuses the password: check DATABASE_URL",
  "3D000": "there is no such database on the server: create it, or check DATABASE_URL",
  "42P01": "the database lacks tables: run `pnpm vet migrate deploy`",
  P2021: "the database lacks tables: run `pnpm vet migrate deploy`",
  P3009:
    "an earlier migration failed: see `pnpm vet migrate status`, then `pnpm vet migrate resolve --rolled-back NAME`",
};

/** Errors whose messages are laid out for people. */
const ownLines = [MigrationError, AlreadyRunning, DidNotStart];

/** Codes of an error and of what caused it, outermost first; drivers hide them in different places. */
function codesOf(error: unknown, depth = 0): string[] {
  if (typeof error !== "object" || error === null || depth > 5) return [];
  const inner = ["cause", "meta", "driverAdapterError"].map((key): unknown => Reflect.get(error, key));
  const several = error instanceof AggregateError ? (error.errors as unknown[]) : [];
  const own = ["code", "originalCode"].map((key): unknown => Reflect.get(error, key));
  return [
    ...own.filter((code) => typeof code === "string"),
    ...[...inner, ...several].flatMap((each) => codesOf(each, depth + 1)),
  ];
}

/** What went wrong and what to do, for the person at the keyboard; one line, unless the error brings its own. */
export function explain(error: unknown): string {
  if (error instanceof DomainError)
    return error.code === "INVALID_INPUT" && error.field ? `${error.field}: ${error.message}` : error.message;
  const remedy = codesOf(error)
    .map((code) => remedies[code])
    .find((each) => each !== undefined);
  if (remedy !== undefined) return remedy;
  if (!(error instanceof Error)) return String(error);
  if (ownLines.some((kind) => error instanceof kind)) return error.message;
  return error.message.trim().replaceAll(/\s*\n\s*/g, " ") || error.name;
}
