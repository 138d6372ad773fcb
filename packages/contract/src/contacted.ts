import { z } from "zod";
import { oneLine, TimeZone } from "./clients.ts";
import { GivenDay, PracticeId } from "./outreach.ts";
import { PageInput } from "./page.ts";

/** What an outcome is recorded for: no pet that a text speaks of, some of them, all of them; since it was sent. */
export const OutcomeState = z.enum(["none", "some", "all"]);
export type OutcomeState = z.infer<typeof OutcomeState>;

const contactedFilters = {
  /** Part of the client's name. */
  name: z.string().trim().min(3).max(511).regex(oneLine).optional(),
  /** Days of the viewer's zone, both included. */
  sentFrom: GivenDay.optional(),
  sentThrough: GivenDay.optional(),
  /** Today and the days before it: 1 is today alone. */
  sentInLastDays: z.int().min(1).max(365).optional(),
  isFollowed: z.boolean().optional(),
  practiceIds: z.array(PracticeId).max(500).optional(),
  /** Practices that this scheduler serves. */
  scheduler: z.string().min(1).max(100).optional(),
  outcomeState: OutcomeState.optional(),
  /** Recorded for one of the pets since the text was sent. */
  outcome: z.string().min(1).max(255).regex(oneLine).optional(),
};
/** Which texts; what is absent does not matter. */
export const ContactedFilter = z.strictObject(contactedFilters);
export type ContactedFilter = z.infer<typeof ContactedFilter>;

export const ContactedSort = z.enum(["sentAt", "client", "practice"]);
export const SortDirection = z.enum(["asc", "desc"]);

export const ListContactedInput = z.strictObject({
  ...PageInput.shape,
  ...contactedFilters,
  timeZone: TimeZone.default("UTC"),
  /** Instead of an offset: `nextCursor` or `previousCursor` of a page, with the same filters. */
  cursor: z.string().min(1).max(2000).optional(),
  /** Leaves out what was sent after this instant, so that a list stands still. */
  sentUntil: z.date().optional(),
  sort: ContactedSort.default("sentAt"),
  direction: SortDirection.default("desc"),
});
export type ListContactedInput = z.infer<typeof ListContactedInput>;

/** A text that was sent, with whom it reached. */
export const ContactedRow = z.object({
  textId: z.uuid(),
  /** null: the client is gone. */
  clientId: z.string().nullable(),
  fullName: z.string().nullable(),
  practiceId: z.string(),
  practiceName: z.string().nullable(),
  /** Of the practice. */
  timeZone: z.string().nullable(),
  sentAt: z.date().nullable(),
  isFollowed: z.boolean(),
  emails: z.array(z.object({ oduId: z.string(), address: z.string().nullable() })),
  phones: z.array(z.object({ oduId: z.string(), number: z.string().nullable() })),
  /** The pets it speaks of. */
  patients: z.array(
    z.object({
      oduId: z.string(),
      name: z.string().nullable(),
      outcome: z.string().nullable(),
      /** When it was recorded, if that was since the text was sent. */
      outcomeAt: z.date().nullable(),
    }),
  ),
});
export type ContactedRow = z.infer<typeof ContactedRow>;
/** How many there are in all is asked for apart: that takes longer than the rows. */
export const ContactedPage = z.object({
  rows: z.array(ContactedRow),
  /** null: this is the last page. */
  nextCursor: z.string().nullable(),
  /** For the rows before this page, the nearest first: to be sent with the opposite direction. null: this is the first page. */
  previousCursor: z.string().nullable(),
  /** When it was read. */
  readAt: z.date(),
});
export type ContactedPage = z.infer<typeof ContactedPage>;

/** How many texts the filters leave. */
export const CountContactedInput = z.strictObject({
  ...contactedFilters,
  timeZone: TimeZone.default("UTC"),
  sentUntil: z.date().optional(),
});
export type CountContactedInput = z.infer<typeof CountContactedInput>;
export const ContactedCount = z.object({ total: z.int() });
export type ContactedCount = z.infer<typeof ContactedCount>;

export const SetFollowedInput = z.strictObject({
  textIds: z.array(z.uuid()).min(1).max(100),
  isFollowed: z.boolean(),
});
export type SetFollowedInput = z.infer<typeof SetFollowedInput>;
/** How many were not so before. */
export const SetFollowedResult = z.object({ changed: z.int() });

/** How many texts went out after a list was read, that it would show. */
export const CountNewContactedInput = z.strictObject({
  ...contactedFilters,
  timeZone: TimeZone.default("UTC"),
  since: z.date(),
});
export type CountNewContactedInput = z.infer<typeof CountNewContactedInput>;
/** Counted up to `atMost`. */
export const BoundedCount = z.object({ count: z.int(), atMost: z.int() });
export type BoundedCount = z.infer<typeof BoundedCount>;

/** The list as a file of comma-separated values. */
export const ExportContactedInput = z.strictObject({
  ...contactedFilters,
  timeZone: TimeZone.default("UTC"),
  sort: ContactedSort.default("sentAt"),
  direction: SortDirection.default("desc"),
});
export type ExportContactedInput = z.infer<typeof ExportContactedInput>;
