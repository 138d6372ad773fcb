import type { FastifySchema } from "fastify";
import { z } from "zod";

/** One sentence about what went wrong. */
const Detail = z.object({ detail: z.string() }).meta({ id: "Detail" });
const TokenError = z
  .object({
    detail: z.string(),
    code: z.string().optional().meta({ description: "Says more to a program, e.g. token_not_valid." }),
    messages: z
      .array(z.object({ token_class: z.string(), token_type: z.string(), message: z.string() }))
      .optional(),
  })
  .meta({
    id: "NotSignedIn",
    example: { detail: "Authentication credentials were not provided." },
  });

/** What every document of a route says. */
interface Document {
  tag: "Sign-in" | "Call center" | "Jobs" | "Health";
  summary: string;
  description?: string;
  params?: z.ZodObject;
  querystring?: z.ZodObject;
  body?: z.ZodType;
  /** Of the answer with 200. */
  answer: z.ZodType;
  /** Further answers that are errors, with a sentence for each. */
  errors?: Partial<Record<400 | 401 | 403 | 404 | 415 | 429 | 503, string>>;
  isOpen?: boolean;
}

const refusals = {
  401: "Nobody is known behind the request: no token, or one that has ended.",
  403: "The role of the caller, or the scopes of the API key, do not have this action.",
  404: "There is no such row, or it belongs to a practice that the caller may not see.",
  406: "The caller takes no JSON (`Accept`).",
};

/** The document of a route as Fastify carries it. */
export function documented({
  tag,
  summary,
  description,
  isOpen,
  answer,
  errors,
  ...input
}: Document): FastifySchema {
  const all: Record<string, string> = {
    ...(isOpen ? {} : { 401: refusals[401], 403: refusals[403] }),
    406: refusals[406],
    ...errors,
  };
  const responses = Object.entries(all).map(([status, words]) => [status, errorOf(status, words)] as const);
  return {
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    ...(isOpen ? { security: [] } : {}),
    ...input,
    ...(input.body
      ? { consumes: ["application/json", "application/x-www-form-urlencoded", "multipart/form-data"] }
      : {}),
    response: { 200: answer, ...Object.fromEntries(responses) },
  };
}

function errorOf(status: string, words: string): z.ZodType {
  if (status === "401") return TokenError.describe(words);
  if (status === "400") return z.record(z.string(), z.unknown()).describe(words);
  return Detail.describe(words);
}
