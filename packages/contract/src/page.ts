import { z } from "zod";

/** Rows of a page; bounded so that no list is ever fetched whole. */
export const PageInput = z.strictObject({
  offset: z.int().min(0).max(1_000_000).default(0),
  limit: z.int().min(1).max(100).default(25),
});
export type PageInput = z.infer<typeof PageInput>;

/** The page shape of every list. `total` counts all rows that the filters leave. */
export function pageOf<T extends z.ZodType>(row: T) {
  return z.object({ rows: z.array(row), total: z.int() });
}
