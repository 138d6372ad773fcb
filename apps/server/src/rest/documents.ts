import type { FastifySchema } from "fastify";
import { z } from "zod";
import { bodyTypes } from "./body.ts";

/** One sentence about what went wrong. */
const Detail = z.object({ detail: z.string() }).meta({ id: "Detail" });
const NotSignedIn = z
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

/** Sentences by field; nested as the body is. */
const FieldErrors = z
  .record(z.string(), z.unknown())
  .meta({ id: "FieldErrors", example: { email: { address: ["Enter a valid email address."] } } });

/** What every document of a route says. */
interface Document {
  /** Name of the operation for generators of clients. */
  id: string;
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
  406: "The caller takes no JSON (`Accept`).",
};

/** The document of a route as Fastify carries it. */
export function documented(document: Document): FastifySchema {
  const { id, tag, summary, description, isOpen, answer, errors, ...input } = document;
  const refused: Record<string, string> = {
    ...(isOpen ? {} : { 401: refusals[401], 403: refusals[403] }),
    406: refusals[406],
    ...errors,
  };
  const responses = Object.entries(refused).map(
    ([status, words]) => [status, answerOf(errorOf(status), words)] as const,
  );
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    ...(isOpen ? { security: [] } : {}),
    ...input,
    ...(input.body ? { consumes: [...bodyTypes] } : {}),
    response: { 200: answerOf(answer, "Done."), ...Object.fromEntries(responses) },
  };
}

const answerOf = (schema: z.ZodType, description: string) => ({
  description,
  content: { "application/json": { schema } },
});

function errorOf(status: string): z.ZodType {
  if (status === "401") return NotSignedIn;
  return status === "400" ? FieldErrors : Detail;
}
