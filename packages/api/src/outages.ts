import { DomainError } from "@vetsuccess/contract/errors";

/**
 * Classes and codes of PostgreSQL (its manual, appendix A) that say that it is not there, or not able to do the work now:
 * connection lost or refused (08), out of connections, memory or disk (53), a statement that took too long (57014), shut
 * down, crashed, starting up (57P01 to 57P03, 57P05), a transaction that was left idle (25P03).
 */
const sqlStates = /^(08...|53...|57014|57P0[1235]|25P03)$/;
/** Of the operating system: nobody answers at the address, or the line broke. */
const socketCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);
/**
 * Of Prisma (its error reference): not reached, timed out, connection closed, no place in the pool in time, too many
 * connections, a transaction that did not begin or end in time.
 */
const prismaCodes = new Set(["P1001", "P1002", "P1008", "P1017", "P2024", "P2028", "P2037"]);
/** Of Prisma's driver adapter, which gives no code for them when the statement was written by hand. */
const adapterKinds = new Set([
  "DatabaseNotReachable",
  "ConnectionClosed",
  "SocketTimeout",
  "TooManyConnections",
]);
/** Errors of pg and its pool that carry no code. */
const driverWords =
  /^(Connection terminated|timeout exceeded when trying to connect|Client (has encountered a connection error|was closed) and is not queryable|Cannot use a pool after calling end)/;
/** Prisma wraps the adapter's error, which wraps the driver's. */
const deepest = 6;

/** When it is worth trying again: the pool opens new connections at once, a restart takes seconds. */
const retryAfterSeconds = 1;

/**
 * The one place that knows how the loss of the database looks: connections that were refused, cut or not to be had in
 * time, statements that took too long.
 *
 * @returns the refusal to answer with, UNAVAILABLE; null: the error is of another kind
 */
export function asOutage(error: unknown): DomainError | null {
  if (!isOutage(error, deepest)) return null;
  return new DomainError("UNAVAILABLE", "The service is not available at this moment. Try again.", {
    cause: error,
    retryAfterSeconds,
  });
}

function isOutage(error: unknown, depth: number): boolean {
  if (typeof error !== "object" || error === null || depth === 0 || error instanceof DomainError)
    return false;
  const { code, errorCode, originalCode, kind, message, cause, meta } = error as Record<string, unknown>;
  const codes = [code, errorCode, originalCode].filter((each) => typeof each === "string");
  if (codes.some((each) => sqlStates.test(each) || socketCodes.has(each) || prismaCodes.has(each)))
    return true;
  if (typeof kind === "string" && adapterKinds.has(kind)) return true;
  if (typeof message === "string" && driverWords.test(message)) return true;
  const { driverAdapterError } = (meta ?? {}) as { driverAdapterError?: unknown };
  return isOutage(cause, depth - 1) || isOutage(driverAdapterError, depth - 1);
}
