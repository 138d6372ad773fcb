import { TRPCClientError } from "@trpc/client";
import { notifications } from "@mantine/notifications";
import type { ErrorData } from "@vetsuccess/api/errors";

/** What the server says about an error; nothing when it was not reached. */
function dataOf(error: unknown): ErrorData | undefined {
  return error instanceof TRPCClientError ? (error.data as ErrorData | undefined) : undefined;
}

/** An error in words for the person who sees it. Everything the server says is meant for people. */
export function messageOf(error: unknown): string {
  const data = dataOf(error);
  if (!data) return "The server does not answer. Your work is safe; try again in a moment.";
  const { message } = error as Error;
  return data.code === "INTERNAL" && data.requestId ? `${message} (${data.requestId})` : message;
}

/** Whether the same call may succeed a moment later: the server was not reached, or was in trouble. */
export function isWorthRetrying(error: unknown): boolean {
  const data = dataOf(error);
  return !data || data.httpStatus >= 500 || data.code === "TOO_MANY_REQUESTS";
}

/** Says in a toast that something was done. */
export function showDone(message: string): void {
  notifications.show({ message, color: "petrol", autoClose: 5_000 });
}
