import { TRPCError, type TRPCDefaultErrorShape } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import { DomainError, type ErrorCode, type FieldError } from "@vetsuccess/contract/errors";
import { z } from "zod";
import { asOutage } from "./outages.ts";

type TrpcCode = TRPCError["code"];

/** The one table from our codes to tRPC's, and by them to HTTP statuses. */
const trpcCodes = {
  INVALID_INPUT: "BAD_REQUEST",
  NOT_SIGNED_IN: "UNAUTHORIZED",
  NOT_ALLOWED: "FORBIDDEN",
  NOT_FOUND: "NOT_FOUND",
  CONFLICT: "CONFLICT",
  PRACTICE_ARCHIVED: "CONFLICT",
  MAILING_OFF: "CONFLICT",
  BATCH_HELD: "CONFLICT",
  NOT_READY: "CONFLICT",
  IN_USE: "CONFLICT",
  SANDBOX_ONLY: "FORBIDDEN",
  TOO_MANY_REQUESTS: "TOO_MANY_REQUESTS",
  UNAVAILABLE: "SERVICE_UNAVAILABLE",
  INTERNAL: "INTERNAL_SERVER_ERROR",
} as const satisfies Record<ErrorCode, TrpcCode>;

/** Refusals of tRPC itself, before a procedure runs. */
const ownCodes: Partial<Record<TrpcCode, ErrorCode>> = {
  PARSE_ERROR: "INVALID_INPUT",
  BAD_REQUEST: "INVALID_INPUT",
  PAYLOAD_TOO_LARGE: "INVALID_INPUT",
  UNSUPPORTED_MEDIA_TYPE: "INVALID_INPUT",
  NOT_FOUND: "NOT_FOUND",
  METHOD_NOT_SUPPORTED: "NOT_FOUND",
};

/** What a client reads in `error.data`. */
export interface ErrorData {
  code: ErrorCode;
  httpStatus: number;
  /** Path of the first input field at fault. */
  field?: string;
  /** Every input field at fault. */
  fields?: readonly FieldError[];
  /** When it is worth trying again. */
  retryAfterSeconds?: number;
  /** What a sentence cannot say; its shape stands in the contract of the procedure. */
  details?: object;
  /** To quote when asking for help: the log has it too. */
  requestId?: string;
  /** The procedure. */
  path?: string;
}

/** The HTTP status of a code, for answers outside tRPC. */
export function httpStatusOf(code: ErrorCode): number {
  return getHTTPStatusCodeFromError(new TRPCError({ code: trpcCodes[code] }));
}

/** The refusal that an error stands for: the domain's own, or UNAVAILABLE when the database was lost; null: nobody foresaw it. */
export function refusalOf(error: unknown): DomainError | null {
  return error instanceof DomainError ? error : asOutage(error);
}

/** Gives a refusal its place in tRPC's terms; anything else is left as it is. */
export function asTrpcError(error: TRPCError): TRPCError {
  const cause = refusalOf(error.cause);
  if (!cause) return error;
  return new TRPCError({ code: trpcCodes[cause.code], message: cause.message, cause });
}

/** Our code of an error on its way out. INTERNAL: nobody foresaw it. */
export function errorCodeOf(error: TRPCError): ErrorCode {
  if (error.cause instanceof DomainError) return error.cause.code;
  return ownCodes[error.code] ?? "INTERNAL";
}

/** The answer for an error: our code, the fields at fault and the request's id; never a stack or an inner message. */
export function errorShape(
  shape: TRPCDefaultErrorShape,
  error: TRPCError,
  requestId: string | null | undefined,
): { message: string; code: number; data: ErrorData } {
  const code = errorCodeOf(error);
  const { httpStatus, path } = shape.data;
  const data: ErrorData = { code, httpStatus, ...explained(error), requestId: requestId ?? undefined, path };
  const given = Object.entries(data).filter(([, value]) => value !== undefined);
  const message = code === "INTERNAL" ? unforeseen : wordsOf(error);
  return { code: shape.code, message, data: Object.fromEntries(given) as unknown as ErrorData };
}

const unforeseen = "Something went wrong on our side. Quote the request's id when you ask for help.";

/** Input that does not fit its schema; output that does not is nobody's input. */
function inputIssues({ code, cause }: TRPCError): FieldError[] | undefined {
  if (code !== "BAD_REQUEST" || !(cause instanceof z.ZodError)) return undefined;
  return cause.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }));
}

function explained(error: TRPCError): Omit<ErrorData, "code" | "httpStatus"> {
  if (error.cause instanceof DomainError) {
    const { field, fields, retryAfterSeconds, details } = error.cause;
    return { field, fields, retryAfterSeconds, details };
  }
  const fields = inputIssues(error);
  return { field: fields?.[0]?.path, fields };
}

function wordsOf(error: TRPCError): string {
  const issues = inputIssues(error)?.map(({ path, message }) => `${path || "input"}: ${message}`);
  return issues?.join("; ") ?? error.message;
}
