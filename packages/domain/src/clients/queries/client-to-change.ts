import type { StaleClient } from "@vetsuccess/contract/clients";
import type { Tx } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import type { Actor } from "../../deps.ts";
import type { Contact } from "../rules.ts";
import { isListedClient, isListedPatient } from "./listed.ts";

export interface LockedClient {
  oduId: string;
  version: number;
  firstName: string | null;
  lastName: string | null;
  fullName: string | null;
  serverId: bigint | null;
  isListed: boolean;
}

/**
 * Locks the client and the other owners of its pets among `patientIds`, in the order of their ids: whoever changes one of
 * them, or one of these pets, waits for the other.
 */
export function lockClients(
  tx: Tx,
  actor: Actor,
  clientId: string,
  patientIds: readonly string[],
): Promise<LockedClient[]> {
  return tx.$queryRaw<LockedClient[]>(Prisma.sql`
    select c.odu_id as "oduId", c.version, c.first_name as "firstName", c.last_name as "lastName",
      c.full_name as "fullName", c.server_id as "serverId", coalesce(${isListedClient(actor)}, false) as "isListed"
    from apps_client c
    where c.odu_id = ${clientId} or c.odu_id in (
      select owner.client_id
      from apps_clientpatientrelationship rel
      join apps_clientpatientrelationship owner on owner.patient_id = rel.patient_id
      where rel.client_id = ${clientId} and rel.patient_id = any(${[...patientIds]}::text[])
        and rel.extractor_removed_at is null and owner.extractor_removed_at is null)
    order by c.odu_id for no key update of c`);
}

/** What others changed since `version`, oldest first. */
export function listChangesSince(
  tx: Pick<Tx, "$queryRaw">,
  clientId: string,
  version: number,
): Promise<StaleClient["changes"]> {
  return tx.$queryRaw<StaleClient["changes"]>(Prisma.sql`
    select a.at, a.actor_label as by, a.changes - 'version' as changes from apps_auditevent a
    where a.entity = 'Client' and a.entity_id = ${clientId} and (a.changes -> 'version' ->> 'after')::int > ${version}
    order by a.id limit 50`);
}

export interface PatientToChange {
  oduId: string;
  outcome: string | null;
  outcomeAt: Date | null;
  optOut: boolean | null;
  comment: string | null;
}

/** Locks those of the pets that are listed and belong to the client, in the order of their ids. */
export function lockPatients(
  tx: Tx,
  clientId: string,
  patientIds: readonly string[],
): Promise<PatientToChange[]> {
  return tx.$queryRaw<PatientToChange[]>(Prisma.sql`
    select p.odu_id as "oduId", p.outcome, p.outcome_at as "outcomeAt", p.opt_out as "optOut", p.comment
    from apps_patient p
    where p.odu_id = any(${[...patientIds]}::text[]) and ${isListedPatient} and exists (
      select from apps_clientpatientrelationship rel
      where rel.patient_id = p.odu_id and rel.client_id = ${clientId} and rel.extractor_removed_at is null)
    order by p.odu_id for no key update of p`);
}

/** Those of the texts that are outcomes an agent may record at this moment. */
export async function findOutcomes(tx: Tx, texts: readonly string[]): Promise<Set<string>> {
  const rows = await tx.outcome.findMany({
    where: { text: { in: [...texts] }, isArchived: false },
    select: { text: true },
  });
  return new Set(rows.map(({ text }) => text));
}

/** The e-mail addresses of the client that are not removed, by id. */
export async function listEmails(tx: Tx, clientId: string): Promise<Contact[]> {
  const rows = await tx.email.findMany({
    where: { clientId, extractorRemovedAt: null },
    select: { oduId: true, address: true, isPrimary: true },
    orderBy: { oduId: "asc" },
  });
  return rows.map(({ address, ...email }) => ({ ...email, value: address }));
}

/** The phones of the client that are not removed, by id. */
export async function listPhones(tx: Tx, clientId: string): Promise<Contact[]> {
  const rows = await tx.phone.findMany({
    where: { clientId, extractorRemovedAt: null },
    select: { oduId: true, appNumber: true, isPrimary: true },
    orderBy: { oduId: "asc" },
  });
  return rows.map(({ appNumber, ...phone }) => ({ ...phone, value: appNumber }));
}
