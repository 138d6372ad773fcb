import type { AuditChanges } from "@vetsuccess/contract/audit";

/** The fields that differ, with both values as JSON has them; an absent one is null. */
export function changesBetween(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): AuditChanges {
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]);
  const changes: AuditChanges = {};
  for (const field of fields) {
    const [was, is] = [asJson(before[field]), asJson(after[field])];
    if (was !== is) changes[field] = { before: JSON.parse(was), after: JSON.parse(is) };
  }
  return changes;
}

const asJson = (value: unknown): string => JSON.stringify(value ?? null);
