import { DomainError, type ErrorCode } from "@vetsuccess/contract/errors";
import type { Queue } from "@vetsuccess/contract/jobs";
import type { z } from "zod";

/** The contract of a job: what both the one who enqueues and the worker know of it. */
export interface JobContract<Payload extends z.ZodType = z.ZodType> {
  /** `noun.verb`, the task identifier in graphile-worker. */
  name: string;
  /** Ids only: no personal data. */
  payload: Payload;
  queue: Queue;
  /** Including the first. */
  maxAttempts: number;
  /** The same work has the same key, so that it waits at most once. Starts with the job's name. */
  key?: (payload: z.output<Payload>) => string;
}

export function defineJob<Payload extends z.ZodType>(contract: JobContract<Payload>): JobContract<Payload> {
  return contract;
}

/** A job as the worker got it from the queue. */
export interface QueuedJob {
  id: string;
  payload: unknown;
  key: string | null;
  /** This one included. */
  attempt: number;
}

/** A contract with the body that fulfils it; the payload is parsed before the body sees it. */
export interface BoundJob {
  contract: JobContract;
  /**
   * @param signal aborted when the worker stops: begin nothing new, end soon
   * @throws ZodError when the payload does not fit
   */
  run(payload: unknown, signal: AbortSignal): Promise<void>;
}

/** Binds the body of a job to its contract. */
export function bindJob<Payload extends z.ZodType>(
  contract: JobContract<Payload>,
  body: (payload: z.output<Payload>, signal: AbortSignal) => Promise<void>,
): BoundJob {
  return { contract, run: async (payload, signal) => body(contract.payload.parse(payload), signal) };
}

/** Refusals that another attempt cannot change. */
const hopelessCodes: readonly ErrorCode[] = [
  "INVALID_INPUT",
  "NOT_ALLOWED",
  "NOT_FOUND",
  "PRACTICE_ARCHIVED",
  "MAILING_OFF",
  "SANDBOX_ONLY",
];

/**
 * Why a job can never succeed, in words without personal data; null when another attempt may.
 */
export function hopelessReason(error: unknown): string | null {
  if (error instanceof DomainError && hopelessCodes.includes(error.code))
    return `${error.code}: ${error.message}`;
  if (!isZodError(error)) return null;
  const issues = error.issues.map((issue) => `${issue.path.join(".") || "payload"} ${issue.code}`);
  return `the payload does not fit: ${issues.join(", ")}`;
}

const isZodError = (error: unknown): error is z.ZodError =>
  error instanceof Error && error.name === "ZodError";

/** A worker that has not been heard of for so long is dead: its work is taken back. Beats come every 10 s. */
export const silentWorkerMs = 45_000;
export const heartbeatMs = 10_000;
