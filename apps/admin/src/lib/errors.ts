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

/** Our code of a refusal; nothing when the server was not reached. */
export const codeOf = (error: unknown): ErrorData["code"] | undefined => dataOf(error)?.code;

/** Seconds after which it is worth trying again, when the server says so. */
export const retryAfterOf = (error: unknown): number | undefined => dataOf(error)?.retryAfterSeconds;

/**
 * What is wrong with which field, for a form: the first fault of each.
 *
 * @param known the fields that the form shows; a fault of another is left to `messageOf`
 */
export function fieldErrorsOf(error: unknown, known: readonly string[]): Record<string, string> {
  const data = dataOf(error);
  const faults =
    data?.fields ?? (data?.field === undefined ? [] : [{ path: data.field, message: messageOf(error) }]);
  const shown = faults.filter(({ path }) => known.includes(path));
  return Object.fromEntries(shown.toReversed().map(({ path, message }) => [path, sentence(message)]));
}

const sentence = (words: string) =>
  `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.!?]$/.test(words) ? "" : "."}`;

/**
 * Whether the answer says that nobody is signed in any more. A wrong password at sign-in and a wrong code are refused with
 * the same code, but name what they are about.
 */
export function isSignedOut(error: unknown): boolean {
  const data = dataOf(error);
  return (
    data?.code === "NOT_SIGNED_IN" && data.field === undefined && data.path?.startsWith("auth.") !== true
  );
}

/** Whether the same call may succeed a moment later: the server was not reached, or was in trouble. */
export function isWorthRetrying(error: unknown): boolean {
  const data = dataOf(error);
  return !data || data.httpStatus >= 500 || data.code === "TOO_MANY_REQUESTS";
}

/** Says in a toast what went wrong, where no form is there to say it. */
export function showFault(message: string): void {
  notifications.show({ message, color: "red", autoClose: 8_000 });
}

/** Says in a toast that something was done. */
export function showDone(message: string): void {
  notifications.show({ message, color: "petrol", autoClose: 5_000 });
}
