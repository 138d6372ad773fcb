import { DomainError } from "@vetsuccess/contract/errors";
import { addressBucket } from "@vetsuccess/domain/identity/rules";
import type { FastifyReply, FastifyRequest } from "fastify";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

export interface RequestsPerMinute {
  /** Of somebody known: a user, with all browsers, tokens and keys together. */
  known: number;
  /** Of an address, by callers who are not known. */
  stranger: number;
}

/** Counts a request, once. @throws DomainError TOO_MANY_REQUESTS when the caller asked too often; the reply then says how long to wait */
export type RequestLimit = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

/**
 * Counts requests in this process: a protection against runaway programs, not against guessing passwords, which is limited
 * in the database (domain/identity/commands/limit-tries).
 */
export function limitRequests({ known, stranger }: RequestsPerMinute): RequestLimit {
  const ofActors = new RateLimiterMemory({ points: known, duration: 60 });
  const ofAddresses = new RateLimiterMemory({ points: stranger, duration: 60 });
  const counted = new WeakSet<FastifyRequest>();
  return async (request, reply) => {
    if (counted.has(request)) return;
    counted.add(request);
    const { actor, ip } = request;
    try {
      await (actor ? ofActors.consume(actor.id) : ofAddresses.consume(addressBucket(ip)));
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      const retryAfterSeconds = Math.ceil(refused.msBeforeNext / 1000);
      reply.header("retry-after", retryAfterSeconds);
      throw new DomainError("TOO_MANY_REQUESTS", `Too many requests. Try again in ${retryAfterSeconds} s.`, {
        retryAfterSeconds,
      });
    }
  };
}
