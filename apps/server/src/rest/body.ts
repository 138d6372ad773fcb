import { isUtf8 } from "node:buffer";
import { finished } from "node:stream/promises";
import { Busboy } from "@fastify/busboy";
import type { FastifyRequest } from "fastify";
import { Refusal } from "./refusal.ts";

/** What a body may be. */
export const bodyTypes = [
  "application/json",
  "application/x-www-form-urlencoded",
  "multipart/form-data",
] as const;

/** A body as it was sent, taken apart but not checked. */
export interface Body {
  value: unknown;
  /** In a form there is no null: an empty field stands for it. */
  isForm: boolean;
}

const unreadable = (detail: string) => new Refusal(400, { detail });

/**
 * Reads JSON, a form or a multipart form; no body is an empty object. Fields of nested objects are named
 * `phone.app_number` and `patients[0]outcome` in forms.
 *
 * @throws Refusal 400, 415
 */
export async function readBody({ body, headers }: FastifyRequest): Promise<Body> {
  if (!Buffer.isBuffer(body) || body.length === 0) return { value: {}, isForm: false };
  const contentType = headers["content-type"] ?? "";
  const [type = ""] = contentType.split(";");
  switch (type.trim().toLowerCase()) {
    case "application/json":
      return { value: parseJson(body), isForm: false };
    case "application/x-www-form-urlencoded":
      return { value: nest(new URLSearchParams(body.toString("utf8"))), isForm: true };
    case "multipart/form-data":
      return { value: nest(await parseMultipart(body, contentType)), isForm: true };
    default:
      throw new Refusal(415, { detail: `Unsupported media type "${contentType}" in request.` });
  }
}

function parseJson(body: Buffer): unknown {
  if (!isUtf8(body)) throw unreadable("JSON parse error - the text is not UTF-8");
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw unreadable("JSON parse error - the text is not JSON");
  }
}

/** More fields than any form has; files are left aside, no route takes one. */
const limits = { fields: 1_000, parts: 1_000 };

async function parseMultipart(body: Buffer, contentType: string): Promise<[string, string][]> {
  const fields: [string, string][] = [];
  try {
    const form = new Busboy({ headers: { "content-type": contentType }, limits });
    form.on("field", (name, value) => void fields.push([name, value]));
    form.on("file", (_name, file) => void file.resume());
    form.end(body);
    await finished(form);
    return fields;
  } catch {
    throw unreadable("Multipart form parse error - the body does not fit its boundary");
  }
}

/** Of a field that is given several times the last one counts. */
function nest(fields: Iterable<[string, string]>): object {
  const plain: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  const lists = new Map<string, Map<number, Record<string, string>>>();
  const objects = new Map<string, Record<string, string>>();
  for (const [name, value] of fields) {
    const item = /^(\w+)\[(\d{1,4})\]\.?(\w+)$/.exec(name);
    const part = /^(\w+)\.(\w+)$/.exec(name);
    if (item) {
      const [, list = "", at = "", field = ""] = item;
      const items = getOrAdd(lists, list, () => new Map<number, Record<string, string>>());
      getOrAdd(items, Number(at), emptyObject)[field] = value;
    } else if (part) {
      const [, object = "", field = ""] = part;
      getOrAdd(objects, object, emptyObject)[field] = value;
    } else plain[name] = value;
  }
  for (const [name, object] of objects) plain[name] = object;
  for (const [name, items] of lists)
    plain[name] = [...items].toSorted(([a], [b]) => a - b).map(([, object]) => object);
  return plain;
}

const emptyObject = () => Object.create(null) as Record<string, string>;

function getOrAdd<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
}
