/** Why a call was refused. Each code has a heading in docs/errors.md and one HTTP status in the server's table. */
export const errorCodes = [
  "INVALID_INPUT",
  "NOT_SIGNED_IN",
  "NOT_ALLOWED",
  "NOT_FOUND",
  "CONFLICT",
  "PRACTICE_ARCHIVED",
  "MAILING_OFF",
  "SANDBOX_ONLY",
  "TOO_MANY_REQUESTS",
  "UNAVAILABLE",
  "INTERNAL",
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/**
 * The one error the domain throws for what a caller can put right. `field` is the path of the input at fault,
 * `retryAfterSeconds` comes with TOO_MANY_REQUESTS.
 */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly field: string | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: { field?: string; retryAfterSeconds?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = "DomainError";
    this.code = code;
    this.field = options.field;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
