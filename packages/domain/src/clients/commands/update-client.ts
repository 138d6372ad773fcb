import type { ClientChanges, StaleClient } from "@vetsuccess/contract/clients";
import { DomainError, type FieldError } from "@vetsuccess/contract/errors";
import { inTransaction, type Tx } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import { recordAudit } from "../../audit/commands.ts";
import type { Actor, Deps } from "../../deps.ts";
import { letCallsEnd } from "../../texts/commands/let-calls-end.ts";
import {
  findOutcomes,
  listChangesSince,
  listEmails,
  listPhones,
  lockClients,
  lockPatients,
  type LockedClient,
} from "../queries/client-to-change.ts";
import { type Contact, fullNameOf, planContact } from "../rules.ts";
import { changeContacts, contactError } from "./change-contacts.ts";
import { changePatients, patientErrors } from "./change-patients.ts";
import { followOutcomes } from "./follow-outcomes.ts";
import { optOutNumber } from "./opt-out-number.ts";
import { settleWaitingTexts } from "./settle-waiting-texts.ts";
import { startTrace, type Trace } from "./trace-changes.ts";

export interface ClientUpdate extends ClientChanges {
  clientId: string;
  /** Of the client as it was read; null: a caller that knows no versions, the last word counts. */
  version: number | null;
}

/**
 * Changes names, contact data and what agents record for pets, all of it or nothing, changed columns alone. With it go, in
 * the same transaction: the history of outcomes, follow-ups that are settled, waiting texts that may not go out any more,
 * the audit trail, and the versions of the client and of the other owners of its pets.
 *
 * @throws DomainError NOT_FOUND; CONFLICT with StaleClient in `details` when others changed the client since `version`;
 *   INVALID_INPUT with all `fields` at fault
 */
export async function updateClient(deps: Deps, actor: Actor, update: ClientUpdate): Promise<void> {
  const { clientId } = update;
  const now = deps.now();
  const patientChanges = update.patients ?? [];
  const patientIds = [...new Set(patientChanges.map(({ oduId }) => oduId))];
  const outcomeTexts = patientChanges.flatMap(({ outcome }) => outcome ?? []);

  await inTransaction(deps.db, async (tx) => {
    if (optsOut(update)) await letCallsEnd(tx, { clientId, patientIds });
    const owners = await lockClients(tx, actor, clientId, patientIds);
    const client = owners.find(({ oduId }) => oduId === clientId);
    if (!client?.isListed)
      throw new DomainError("NOT_FOUND", "There is no such client.", { field: "clientId" });
    await requireFresh(tx, client, update.version);
    const patients = patientIds.length === 0 ? [] : await lockPatients(tx, clientId, patientIds);
    const outcomes = outcomeTexts.length === 0 ? new Set<string>() : await findOutcomes(tx, outcomeTexts);
    const errors = patientErrors(patientChanges, patients, outcomes);

    const trace = startTrace();
    const names = changeNames(client, update, trace);
    const numbers = await changeContactData({ tx, actor, client, trace, errors, now }, update);
    if (errors.length > 0)
      throw new DomainError(
        "INVALID_INPUT",
        errors.map(({ path, message }) => `${path}: ${message}`).join("; "),
        {
          fields: errors,
        },
      );

    const { recorded, optedOut } = await changePatients(tx, actor, patientChanges, patients, trace, now);
    const settled = await settleWaitingTexts(tx, {
      patientIds: [...new Set([...recorded, ...optedOut])],
      numbers,
      clientIds: recorded.length === 0 ? [] : owners.map(({ oduId }) => oduId),
    });
    const followed = await followOutcomes(tx, recorded, now);
    await finish(tx, actor, { client, owners, names, trace, effects: { ...settled, followed }, now });
  });
  deps.log.info({ clientId, actorId: actor.id }, "client updated");
}

/** Whether it asks that a pet's owners, or a number, get no texts any more. */
function optsOut({ patients = [], phone, phones = [] }: ClientUpdate): boolean {
  return (
    patients.some(({ optOut }) => optOut === true) ||
    [...phones, ...(phone ? [phone] : [])].some(({ isOptedOut }) => isOptedOut === true)
  );
}

async function requireFresh(tx: Tx, client: LockedClient, version: number | null): Promise<void> {
  if (version === null || version === client.version) return;
  const changes = await listChangesSince(tx, client.oduId, version);
  const who = [...new Set(changes.map(({ by }) => by))].join(", ") || "the practice's system";
  const details: StaleClient = { version: client.version, changes };
  throw new DomainError("CONFLICT", `This client was changed by ${who} in the meantime.`, {
    field: "version",
    details,
  });
}

type NameColumns = Partial<Record<"firstName" | "lastName" | "fullName", string | null>>;

/** The columns that a change of names touches: the full name follows the parts, a missing part leaves no trace in it. */
function changeNames(client: LockedClient, update: ClientUpdate, trace: Trace): NameColumns {
  const { firstName = client.firstName, lastName = client.lastName } = update;
  if (firstName === client.firstName && lastName === client.lastName) return {};
  const columns: NameColumns = {};
  const change = (field: keyof NameColumns, after: string | null) => {
    if (client[field] === after) return;
    columns[field] = after;
    trace.change(field, client[field], after);
  };
  change("firstName", firstName);
  change("lastName", lastName);
  change("fullName", fullNameOf(firstName, lastName));
  return columns;
}

type EmailChange = NonNullable<ClientChanges["email"]>;
type PhoneChange = NonNullable<ClientChanges["phone"]>;

/** What a change of contact data is made with. */
interface Change {
  tx: Tx;
  actor: Actor;
  client: LockedClient;
  trace: Trace;
  /** What is wrong is added to them. */
  errors: FieldError[];
  now: Date;
}

/** The changes of one kind with their paths in the input. */
const withPaths = <T>(name: string, one: T | undefined, several: readonly T[] = []): [string, T][] => [
  ...(one === undefined ? [] : [[name, one] satisfies [string, T]]),
  ...several.map((each, at): [string, T] => [`${name}s.${at}`, each]),
];

/** @returns the numbers that were opted out now, ten digits */
async function changeContactData(change: Change, update: ClientUpdate): Promise<string[]> {
  for (const [path, email] of withPaths("email", update.email, update.emails))
    await changeEmail(change, path, email);
  const optedOut: string[] = [];
  for (const [path, phone] of withPaths("phone", update.phone, update.phones)) {
    const number = await changePhone(change, path, phone);
    if (number !== null) optedOut.push(number);
  }
  return optedOut;
}

async function changeEmail(change: Change, path: string, email: EmailChange): Promise<void> {
  const { tx, client, trace, errors, now } = change;
  const existing = await listEmails(tx, client.oduId);
  const planned = planContact(existing, { ...email, value: email.address });
  if ("error" in planned) errors.push(contactError("email", path, planned.error));
  else await changeContacts(tx, "email", client, existing, planned.plan, trace, now);
}

/** @returns the number that was opted out now, ten digits */
async function changePhone(change: Change, path: string, phone: PhoneChange): Promise<string | null> {
  const { tx, actor, client, trace, errors, now } = change;
  const existing = await listPhones(tx, client.oduId);
  const planned = planContact(existing, { ...phone, value: phone.number });
  if ("error" in planned) {
    errors.push(contactError("phone", path, planned.error));
    return null;
  }
  const createdId = await changeContacts(tx, "phone", client, existing, planned.plan, trace, now);
  if (phone.isOptedOut === undefined) return null;
  const { oduId, value } = meantPhone(existing, phone, createdId);
  const done = await optOutNumber(tx, actor, value, phone.isOptedOut, now);
  if ("error" in done) errors.push({ path: `${path}.isOptedOut`, ...done.error });
  else if (done.isChanged) trace.change(`phone.${oduId}.isOptedOut`, !phone.isOptedOut, phone.isOptedOut);
  return phone.isOptedOut ? value : null;
}

/** The phone that the change is about, with the number it has now. */
function meantPhone(
  existing: readonly Contact[],
  phone: PhoneChange,
  createdId: string | null,
): { oduId: string; value: string | null } {
  const before = existing.find(({ oduId }) => oduId === phone.oduId);
  const value = phone.number === undefined ? (before?.value ?? null) : phone.number;
  return { oduId: createdId ?? before?.oduId ?? "", value };
}

interface Finished {
  client: LockedClient;
  owners: readonly LockedClient[];
  names: NameColumns;
  trace: Trace;
  effects: { canceled: unknown[]; rewritten: string[]; followed: string[] };
  now: Date;
}

/** Raises the versions and writes the audit trail: a line for each client whose version grew. Nothing changed, nothing done. */
async function finish(tx: Tx, actor: Actor, done: Finished): Promise<void> {
  const { client, owners, names, trace, effects, now } = done;
  const paths = Object.keys(trace.after);
  if (paths.length === 0) return;
  // What is recorded for a pet concerns its other owners too.
  const ofPets = paths.filter((path) => path.startsWith("patients."));
  const effectsAfter = Object.fromEntries(Object.entries(effects).filter(([, texts]) => texts.length > 0));
  for (const { oduId, version } of owners) {
    const isClient = oduId === client.oduId;
    if (!isClient && ofPets.length === 0) continue;
    const told = isClient ? paths : ofPets;
    await writeClient(tx, oduId, version + 1, isClient ? names : {}, now);
    await recordAudit(tx, actor, {
      action: "clients.update",
      entity: "Client",
      entityId: oduId,
      before: { version, ...only(trace.before, told) },
      after: { version: version + 1, ...only(trace.after, told), ...(isClient ? effectsAfter : {}) },
    });
  }
}

/** A version that grows for the sake of others is no news of the client itself: `updated_at` moves with the names alone. */
async function writeClient(
  tx: Tx,
  oduId: string,
  version: number,
  names: NameColumns,
  now: Date,
): Promise<void> {
  if (Object.keys(names).length > 0)
    await tx.client.updateMany({ where: { oduId }, data: { ...names, version, updatedAt: now } });
  else await tx.$executeRaw(Prisma.sql`update apps_client set version = ${version} where odu_id = ${oduId}`);
}

const only = (fields: Record<string, unknown>, paths: readonly string[]) =>
  Object.fromEntries(paths.map((path) => [path, fields[path]]));
