import { randomUUID } from "node:crypto";
import type { FieldError } from "@vetsuccess/contract/errors";
import type { Tx } from "@vetsuccess/db/client";
import type { Contact, ContactPlan } from "../rules.ts";
import type { Trace } from "./trace-changes.ts";

interface Owner {
  oduId: string;
  serverId: bigint | null;
}

/** What differs between e-mail addresses and phones: the columns that hold the value. */
export const contactKinds = {
  email: { table: "apps_email", field: "address", columns: (value: string | null) => ({ address: value }) },
  /** The raw number of the import gives way with the cleaned one, and only with it. */
  phone: {
    table: "apps_phone",
    field: "number",
    columns: (value: string | null) => ({ app_number: value, number: value }),
  },
} as const;
export type ContactKind = keyof typeof contactKinds;

/** An error of the plan in the words of the input. */
export function contactError(kind: ContactKind, { path, message }: FieldError): FieldError {
  return { path: `${kind}.${path === "value" ? contactKinds[kind].field : path}`, message };
}

/**
 * Writes the plan, changed columns alone, and traces it. A new row belongs to the client's server and is primary.
 *
 * @returns the new row's id; null when none was added
 */
export async function changeContacts(
  tx: Tx,
  kind: ContactKind,
  client: Owner,
  existing: readonly Contact[],
  plan: ContactPlan,
  trace: Trace,
  now: Date,
): Promise<string | null> {
  const { table, field, columns } = contactKinds[kind];
  const pathOf = (id: string, name: string) => `${kind}.${id}.${name}`;
  for (const id of plan.demote) trace.change(pathOf(id, "isPrimary"), true, false);
  if (plan.demote.length > 0)
    await tx.$kysely
      .updateTable(table)
      .set({ is_primary: false, updated_at: now })
      .where("odu_id", "in", plan.demote)
      .execute();
  if (plan.update) {
    const { oduId, value, isPrimary } = plan.update;
    const before = existing.find((each) => each.oduId === oduId);
    if (value !== undefined) trace.change(pathOf(oduId, field), before?.value ?? null, value);
    if (isPrimary) trace.change(pathOf(oduId, "isPrimary"), before?.isPrimary ?? null, true);
    await tx.$kysely
      .updateTable(table)
      .set({
        ...(value === undefined ? {} : columns(value)),
        ...(isPrimary ? { is_primary: true } : {}),
        updated_at: now,
      })
      .where("odu_id", "=", oduId)
      .execute();
  }
  if (!plan.create) return null;
  const oduId = randomUUID().replaceAll("-", "");
  trace.change(pathOf(oduId, field), null, plan.create.value);
  await tx.$kysely
    .insertInto(table)
    .values({
      odu_id: oduId,
      client_id: client.oduId,
      server_id: client.serverId?.toString() ?? null,
      is_primary: true,
      ...columns(plan.create.value),
      created_at: now,
      updated_at: now,
    })
    .execute();
  return oduId;
}
