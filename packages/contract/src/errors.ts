/** Why a call was refused. Each code has a heading in docs/errors.md and one HTTP status in the server's table. */
export const errorCodes = [
  "INVALID_INPUT",
  "NOT_SIGNED_IN",
  "NOT_ALLOWED",
  "NOT_FOUND",
  "CONFLICT",
  "PRACTICE_ARCHIVED",
  "MAILING_OFF",
  "BATCH_HELD",
  "NOT_READY",
  "IN_USE",
  "SANDBOX_ONLY",
  "TOO_MANY_REQUESTS",
  "UNAVAILABLE",
  "INTERNAL",
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** What is wrong with one field of the input, e.g. "patients.0.outcome". */
export interface FieldError {
  path: string;
  message: string;
}

/**
 * The one error the domain throws for what a caller can put right. `field` is the path of the input at fault (the first of
 * `fields`, where several are), `retryAfterSeconds` comes with TOO_MANY_REQUESTS, `details` says more than a sentence can:
 * plain JSON, its shape stands in the contract of the procedure.
 */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly field: string | undefined;
  readonly fields: readonly FieldError[] | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly details: object | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    options: {
      field?: string;
      fields?: readonly FieldError[];
      retryAfterSeconds?: number;
      details?: object;
      cause?: unknown;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = "DomainError";
    this.code = code;
    this.field = options.field ?? options.fields?.[0]?.path;
    this.fields = options.fields;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.details = options.details;
  }
}
