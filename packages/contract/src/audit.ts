import { z } from "zod";
import { pageOf, PageInput } from "./page.ts";

const filters = {
  /** Id of a user, of an API key's owner, or the name of a process. */
  actorId: z.string().min(1).max(64).optional(),
  /** noun.verb, or a noun with a dot for all of its verbs. */
  action: z.string().min(1).max(64).optional(),
  entity: z.string().min(1).max(64).optional(),
  entityId: z.string().min(1).max(255).optional(),
  /** Both ends included; instants. */
  from: z.date().optional(),
  through: z.date().optional(),
};

export const AuditFilter = z.strictObject(filters);
export type AuditFilter = z.infer<typeof AuditFilter>;
/** As plain JSON, for the export: instants in ISO 8601, with their zone. */
const Instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
export const ExportAuditInput = AuditFilter.extend({
  from: Instant.optional(),
  through: Instant.optional(),
});
export type ExportAuditInput = z.input<typeof ExportAuditInput>;
/** Newest first. */
export const ListAuditInput = z.strictObject({ ...PageInput.shape, ...filters });
export type ListAuditInput = z.infer<typeof ListAuditInput>;

/** The changed fields of a row, or what is worth knowing of a deed that changed none. */
export const AuditChanges = z.record(z.string(), z.object({ before: z.unknown(), after: z.unknown() }));
export type AuditChanges = z.infer<typeof AuditChanges>;

export const AuditRow = z.object({
  id: z.string(),
  at: z.date(),
  actorId: z.string(),
  actorLabel: z.string(),
  action: z.string(),
  entity: z.string(),
  entityId: z.string().nullable(),
  /** E-mail address of the user it was about, while there is one. */
  entityLabel: z.string().nullable(),
  changes: AuditChanges,
  address: z.string().nullable(),
  requestId: z.string().nullable(),
});
export type AuditRow = z.infer<typeof AuditRow>;
export const AuditPage = pageOf(AuditRow);
export type AuditPage = z.infer<typeof AuditPage>;
