import { z } from "zod";
import { TimeZone } from "./clients.ts";
import { BoundedCount, ContactedFilter, ContactedSort, SortDirection } from "./contacted.ts";

const ViewName = z
  .string()
  .trim()
  .min(1, "must not be empty")
  .max(60)
  .regex(/^[^\p{Cc}]*$/u, "must be one line");
const question = { filter: ContactedFilter, sort: ContactedSort, direction: SortDirection };

/** Filters and order of the worklist under a name. */
export const SavedView = z.object({
  uuid: z.uuid(),
  name: z.string(),
  ...question,
  /** Everybody sees it. */
  isShared: z.boolean(),
  isOwn: z.boolean(),
  /** null: the owner is gone. */
  ownerName: z.string().nullable(),
  /** Whether the caller may rename, change, share or delete it. */
  canChange: z.boolean(),
});
export type SavedView = z.infer<typeof SavedView>;
/** One's own, then the shared ones of others; both by name. */
export const SavedViews = z.array(SavedView);

export const CreateViewInput = z.strictObject({ name: ViewName, ...question });
export type CreateViewInput = z.infer<typeof CreateViewInput>;
/** An absent field stays as it is. */
export const UpdateViewInput = z.strictObject({
  uuid: z.uuid(),
  name: ViewName.optional(),
  filter: ContactedFilter.optional(),
  sort: ContactedSort.optional(),
  direction: SortDirection.optional(),
});
export type UpdateViewInput = z.infer<typeof UpdateViewInput>;
export const ShareViewInput = z.strictObject({ uuid: z.uuid(), isShared: z.boolean() });
export type ShareViewInput = z.infer<typeof ShareViewInput>;
export const ViewIdInput = z.strictObject({ uuid: z.uuid() });
export type ViewIdInput = z.infer<typeof ViewIdInput>;

export const CountViewsInput = z.strictObject({
  uuids: z.array(z.uuid()).min(1).max(30),
  timeZone: TimeZone.default("UTC"),
});
export type CountViewsInput = z.infer<typeof CountViewsInput>;
export const ViewCounts = z.array(BoundedCount.extend({ uuid: z.uuid() }));
export type ViewCounts = z.infer<typeof ViewCounts>;
