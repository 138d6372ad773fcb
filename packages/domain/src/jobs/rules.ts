import type { z } from "zod";

/** A queue is a pool of places in the worker: a flood in one never takes the places of another. */
export const queues = ["sms", "email", "low"] as const;
export type Queue = (typeof queues)[number];

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
