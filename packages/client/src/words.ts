/** Why a call was refused; what to do about each stands in docs/errors.md. */
export type ErrorCode =
  | "INVALID_INPUT"
  | "NOT_SIGNED_IN"
  | "NOT_ALLOWED"
  | "NOT_FOUND"
  | "CONFLICT"
  | "PRACTICE_ARCHIVED"
  | "MAILING_OFF"
  | "BATCH_HELD"
  | "NOT_READY"
  | "IN_USE"
  | "SANDBOX_ONLY"
  | "TOO_MANY_REQUESTS"
  | "UNAVAILABLE"
  | "INTERNAL";

/** What a refusal carries. */
export interface ErrorData {
  code: ErrorCode;
  httpStatus: number;
  /** Path of the first input field at fault. */
  field?: string;
  /** Every input field at fault. */
  fields?: readonly { path: string; message: string }[];
  /** When it is worth trying again. */
  retryAfterSeconds?: number;
  /** What a sentence cannot say, e.g. who changed a client meanwhile. */
  details?: object;
  /** To quote when asking for help. */
  requestId?: string;
  /** The procedure. */
  path?: string;
}

type Ids = string[] | null;

/**
 * changed: read it again; lists name what is known to be concerned, null: could be any. ready: from here on nothing is missed.
 * refetch: something may have been missed, read everything again.
 */
export type LiveEvent =
  | {
      kind: "changed";
      topic:
        | "texts"
        | "clients"
        | "sending"
        | "outcomes"
        | "templates"
        | "practices"
        | "questions"
        | "presence";
      practiceIds: Ids;
      clientIds: Ids;
      ids: Ids;
    }
  | { kind: "ready" }
  | { kind: "refetch" };
