import type { FastifyRequest } from "fastify";
import { lastOf } from "./negotiate.ts";

/** Rows of a page unless the caller says how many, and the most it may ask for. */
const defaultLimit = 10;
const largestLimit = 100;

/** A part of a list. The offset may be beyond what a number holds. */
export interface Page {
  limit: number;
  offset: bigint;
}

/** `limit` and `offset` as they were asked for; what is no number, or below one, is as if it were not there. */
export function pageIn(query: URLSearchParams): Page {
  const limit = wholeNumber(lastOf(query, "limit"));
  const offset = wholeNumber(lastOf(query, "offset"));
  return {
    limit: limit === null || limit <= 0n ? defaultLimit : Number(limit > largestLimit ? largestLimit : limit),
    offset: offset === null || offset < 0n ? 0n : offset,
  };
}

function wholeNumber(written = ""): bigint | null {
  const digits = written.trim().replace(/^\+(?=\d)/, "");
  return /^-?\d{1,50}$/.test(digits) ? BigInt(digits) : null;
}

/** The rows of a page with the number of all, and the addresses of the pages around it. */
export function envelope<Row>(
  request: FastifyRequest,
  query: URLSearchParams,
  { limit, offset }: Page,
  total: number,
  rows: readonly Row[],
): { count: number; next: string | null; previous: string | null; results: readonly Row[] } {
  const link = (at: bigint) =>
    linkTo(request, query, { limit: String(limit), offset: at > 0n ? String(at) : null });
  const after = offset + BigInt(limit);
  return {
    count: total,
    next: after >= BigInt(total) ? null : link(after),
    previous: offset <= 0n ? null : link(offset - BigInt(limit)),
    results: rows,
  };
}

/** The address that was asked for with other parameters, sorted by name; null takes one away. */
function linkTo(
  request: FastifyRequest,
  query: URLSearchParams,
  changed: Record<string, string | null>,
): string {
  const kept = [...query].filter(([name]) => !(name in changed));
  const added = Object.entries(changed).flatMap(([name, value]) =>
    value === null ? [] : [[name, value] as const],
  );
  const parameters = [...kept, ...added]
    .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${quote(name)}=${quote(value)}`);
  const [path = ""] = request.url.split("?", 1);
  return `${request.protocol}://${request.host}${path}?${parameters.join("&")}`;
}

/** As HTML forms write it, everything but letters, digits and `_.-~` escaped. */
function quote(text: string): string {
  return encodeURIComponent(text)
    .replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll("%20", "+");
}
