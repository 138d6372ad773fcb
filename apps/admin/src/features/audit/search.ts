import { Day } from "@vetsuccess/contract/outreach";
import type { AuditFilter, ListAuditInput } from "@vetsuccess/contract/audit";
import { getRouteApi } from "@tanstack/react-router";
import { z } from "zod";
import { paths } from "../../lib/paths.ts";
import { pageInput, tableSearch } from "../../lib/query-table.ts";

const text = (max: number) => z.string().trim().min(1).max(max).optional().catch(undefined);

/** The audit log in its address. */
export const AuditSearch = z.object({
  page: tableSearch.page,
  size: tableSearch.size,
  /** Id of a user, or the name of a process. */
  actor: text(64),
  /** noun.verb, or a noun with a dot for all of its verbs. */
  action: text(64),
  entity: text(64),
  entityId: text(255),
  /** First and last day, in the viewer's zone. */
  from: Day.optional().catch(undefined),
  through: Day.optional().catch(undefined),
  /** The row that is open. */
  row: text(30),
});
export type AuditSearch = z.output<typeof AuditSearch>;

export const auditDefaults = { page: 1, size: 25 } as const;

/** What the filters of the address mean to the API: days become the instants at which they begin and end here. */
export function auditFilter({ actor, action, entity, entityId, from, through }: AuditSearch): AuditFilter {
  return {
    ...(actor === undefined ? {} : { actorId: actor }),
    ...(action === undefined ? {} : { action }),
    ...(entity === undefined ? {} : { entity }),
    ...(entityId === undefined ? {} : { entityId }),
    ...(from === undefined ? {} : { from: new Date(`${from}T00:00:00`) }),
    ...(through === undefined ? {} : { through: new Date(`${through}T23:59:59.999`) }),
  };
}

/** What the list asks for. */
export function auditInput(search: AuditSearch): ListAuditInput {
  return { ...pageInput(search), ...auditFilter(search) };
}

const route = getRouteApi(paths.audit);

/** The address and how to change a part of it; changed filters begin on the first page. */
export function useAuditSearch() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const change = (part: Partial<AuditSearch>, options: { replace?: boolean } = {}) =>
    void navigate({ search: (before) => ({ ...before, ...part }), ...options });
  return {
    search,
    change,
    filter: (part: Partial<AuditSearch>, options: { replace?: boolean } = {}) =>
      change({ ...part, page: 1, row: undefined }, options),
  };
}
