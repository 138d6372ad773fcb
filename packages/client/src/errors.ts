import { TRPCClientError } from "@trpc/client";
import type { ErrorCode, ErrorData } from "./words.ts";

/** Why a call failed: refused by the server with one of its codes, or never answered. */
export type Failure =
  | (ErrorData & { message: string })
  | { code: "NOT_REACHED" | "TIMED_OUT"; message: string };

export type FailureCode = ErrorCode | "NOT_REACHED" | "TIMED_OUT";

/** What a rejected call says; null: the error is not one of a call. */
export function failureOf(error: unknown): Failure | null {
  if (!(error instanceof TRPCClientError)) return null;
  const { message, cause } = error;
  const data = error.data as ErrorData | null | undefined;
  if (data?.code) return { ...data, message };
  const isLate = cause?.name === "TimeoutError" || message.includes("aborted due to timeout");
  return { code: isLate ? "TIMED_OUT" : "NOT_REACHED", message };
}

/** Worth the same question again: nothing was answered, or the server was in trouble. */
export function isPassing(error: unknown): boolean {
  const code: FailureCode | undefined = failureOf(error)?.code;
  return code !== undefined && passing.has(code);
}

const passing: ReadonlySet<FailureCode> = new Set([
  "NOT_REACHED",
  "TIMED_OUT",
  "UNAVAILABLE",
  "INTERNAL",
  "TOO_MANY_REQUESTS",
]);
