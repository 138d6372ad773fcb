import type { FastifyRequest } from "fastify";
import { notFound, Refusal } from "./refusal.ts";

/** Longer request lines are refused, as the replaced service's web server did. */
const longestRequestLine = 4094;

/** @throws Refusal 400 for an address that is too long, 404 for another `format`, 406 when the caller takes no JSON */
export function negotiate({ method, url, headers }: FastifyRequest): void {
  if (method.length + url.length + " HTTP/1.1 ".length > longestRequestLine)
    throw new Refusal(400, { detail: "The address is too long." });
  if (url.includes("format=")) {
    const format = lastOf(queryOf(url), "format");
    if (format !== undefined && format !== "json") throw notFound();
  }
  const { accept } = headers;
  if (accept === undefined || accept === "*/*" || accept === "application/json") return;
  if (!accept.split(",").some(takesJson))
    throw new Refusal(406, { detail: "Could not satisfy the request Accept header." });
}

function takesJson(range: string): boolean {
  const [type = ""] = range.split(";");
  return /^(\*|application)\/(\*|json)$/.test(type.trim()) || range.trim() === "";
}

/** The query of an address as it was asked for. */
export function queryOf(url: string): URLSearchParams {
  const at = url.indexOf("?");
  return new URLSearchParams(at < 0 ? "" : url.slice(at + 1));
}

/** Of a parameter that is given several times the last one counts. */
export function lastOf(query: URLSearchParams, name: string): string | undefined {
  return query.getAll(name).at(-1);
}
