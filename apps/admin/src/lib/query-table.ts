import { z } from "zod";

export const pageSizes = [25, 50, 100] as const;

/** What every list keeps in the address besides its own filters. Whatever makes no sense counts as absent. */
export const tableSearch = {
  page: z.coerce.number<number>().int().min(1).max(10_000).default(1).catch(1),
  size: z.coerce.number<number>().pipe(z.literal(pageSizes)).default(25).catch(25),
  q: z.string().trim().min(1).max(100).optional().catch(undefined),
};

/** The page as the API wants it. */
export function pageInput({ page, size }: { page: number; size: number }): { offset: number; limit: number } {
  return { offset: (page - 1) * size, limit: size };
}

/**
 * Where j and k lead.
 *
 * @param keys of the rows shown, in their order
 * @param current key of the row the cursor is on; null or a row that is gone: the cursor enters at the near end
 */
export function moveCursor(keys: readonly string[], current: string | null, step: 1 | -1): string | null {
  const at = current === null ? -1 : keys.indexOf(current);
  if (at === -1) return (step === 1 ? keys[0] : keys.at(-1)) ?? null;
  return keys[Math.min(Math.max(at + step, 0), keys.length - 1)] ?? null;
}

/** An address without what is at its default. */
export function searchString(search: Record<string, unknown>): string {
  const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== "");
  const params = new URLSearchParams(given.map(([key, value]) => [key, String(value)]));
  return given.length === 0 ? "" : `?${params}`;
}

/** Every value is a string; the route's schema makes of it what it means. */
export function searchValues(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search));
}
