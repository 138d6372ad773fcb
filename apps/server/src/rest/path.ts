import type { FastifyRequest } from "fastify";
import { NoSuchAddress } from "./refusal.ts";

/**
 * A key in the address. null: there can be no such row, as no text of the database holds a NUL.
 *
 * @throws NoSuchAddress when it is empty or has a slash: such an address never led anywhere
 */
export function idParam({ params }: FastifyRequest, name: string): string | null {
  const id = (params as Record<string, string>)[name] ?? "";
  if (id === "" || id.includes("/")) throw new NoSuchAddress();
  return id.includes("\0") ? null : id;
}

/** @throws NoSuchAddress unless it is a UUID in lower case */
export function uuidParam(request: FastifyRequest, name: string): string {
  const id = idParam(request, name) ?? "";
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) throw new NoSuchAddress();
  return id;
}
