import { randomUUID } from "node:crypto";
import type { FieldError } from "@vetsuccess/contract/errors";
import type { Tx } from "@vetsuccess/db/client";
import type { Contact, ContactPlan } from "../rules.ts";
import type { Trace } from "./trace-changes.ts";

interface Columns {
  value?: string | null;
  isPrimary?: boolean;
  updatedAt: Date;
}
interface NewContact {
  oduId: string;
  clientId: string;
  serverId: bigint | null;
  value: string | null;
  at: Date;
}

/** What differs between e-mail addresses and phones: the columns that hold the value, and what the input calls it. */
const kinds = {
  email: {
    field: "address",
    update: (tx: Tx, oduIds: string[], { value, ...columns }: Columns) =>
      tx.email.updateMany({
        where: { oduId: { in: oduIds } },
        data: { ...columns, ...(value === undefined ? {} : { address: value }) },
      }),
    create: (tx: Tx, { value, at, ...row }: NewContact) =>
      tx.email.createMany({
        data: { ...row, address: value, isPrimary: true, createdAt: at, updatedAt: at },
      }),
  },
  /** The raw number of the import gives way with the cleaned one, and only with it. */
  phone: {
    field: "number",
    update: (tx: Tx, oduIds: string[], { value, ...columns }: Columns) =>
      tx.phone.updateMany({
        where: { oduId: { in: oduIds } },
        data: { ...columns, ...(value === undefined ? {} : { appNumber: value, number: value }) },
      }),
    create: (tx: Tx, { value, at, ...row }: NewContact) =>
      tx.phone.createMany({
        data: { ...row, appNumber: value, number: value, isPrimary: true, createdAt: at, updatedAt: at },
      }),
  },
} as const;
export type ContactKind = keyof typeof kinds;

/** An error of the plan in the words of the input; `at` is the path of the change, e.g. "emails.1". */
export function contactError(kind: ContactKind, at: string, { path, message }: FieldError): FieldError {
  return { path: `${at}.${path === "value" ? kinds[kind].field : path}`, message };
}

/**
 * Writes the plan, changed columns alone, and traces it. A new row belongs to the client's server and is primary.
 *
 * @returns the new row's id; null when none was added
 */
export async function changeContacts(
  tx: Tx,
  kind: ContactKind,
  client: { oduId: string; serverId: bigint | null },
  existing: readonly Contact[],
  plan: ContactPlan,
  trace: Trace,
  now: Date,
): Promise<string | null> {
  const { field, update, create } = kinds[kind];
  const pathOf = (id: string, name: string) => `${kind}.${id}.${name}`;
  for (const id of plan.demote) trace.change(pathOf(id, "isPrimary"), true, false);
  if (plan.demote.length > 0) await update(tx, plan.demote, { isPrimary: false, updatedAt: now });
  if (plan.update) {
    const { oduId, ...columns } = plan.update;
    const before = existing.find((each) => each.oduId === oduId);
    if (columns.value !== undefined) trace.change(pathOf(oduId, field), before?.value ?? null, columns.value);
    if (columns.isPrimary) trace.change(pathOf(oduId, "isPrimary"), before?.isPrimary ?? null, true);
    await update(tx, [oduId], { ...columns, updatedAt: now });
  }
  if (!plan.create) return null;
  const oduId = randomUUID().replaceAll("-", "");
  const { value } = plan.create;
  trace.change(pathOf(oduId, field), null, value);
  await create(tx, { oduId, clientId: client.oduId, serverId: client.serverId, value, at: now });
  return oduId;
}
