import { DomainError } from "@vetsuccess/contract/errors";
import type {
  CreateOutcomeInput,
  MergeOutcomesInput,
  OutcomeIdInput,
  OutcomeRow,
  UpdateOutcomeInput,
} from "@vetsuccess/contract/outcomes";
import { inTransaction, type Tx } from "@vetsuccess/db/client";
import { Prisma } from "@vetsuccess/db/sql";
import { recordAudit } from "../audit/commands.ts";
import type { Actor, Deps } from "../deps.ts";
import { listAllOutcomes } from "./queries.ts";

type Result = Promise<OutcomeRow[]>;

/** @throws DomainError INVALID_INPUT when there is one of these words already, archived ones and other case included */
export function createOutcome(deps: Deps, actor: Actor, input: CreateOutcomeInput): Result {
  return change(deps, async (tx) => {
    await requireNew(tx, input.text, null);
    const { uuid } = await tx.outcome.create({
      data: { ...input, updatedAt: deps.now() },
      select: { uuid: true },
    });
    await trace(tx, actor, "outcomes.create", uuid, {}, input);
  });
}

/**
 * Changes an outcome. Pets that have it get its new words with it, so that a final one stays final for them.
 *
 * @throws DomainError NOT_FOUND; CONFLICT when somebody changed it since `version`; INVALID_INPUT as `createOutcome`
 */
export function updateOutcome(deps: Deps, actor: Actor, input: UpdateOutcomeInput): Result {
  const { uuid, version, ...words } = input;
  return change(deps, async (tx) => {
    const before = await lock(tx, uuid);
    if (before.version !== version)
      throw new DomainError("CONFLICT", "Somebody changed this outcome in the meantime.", {
        field: "version",
      });
    await requireNew(tx, words.text, uuid);
    await tx.outcome.update({
      where: { uuid },
      data: { ...words, version: version + 1, updatedAt: deps.now() },
    });
    const pets = await renameOfPets(tx, before.text, words.text);
    const { text, isFinal, scope } = before;
    await trace(tx, actor, "outcomes.update", uuid, { text, isFinal, scope }, { ...words, ...pets });
  });
}

/**
 * Makes one outcome of two: pets that have `uuid` get `intoUuid`, and `uuid` goes. What was recorded stays in the pets'
 * histories as it was.
 *
 * @throws DomainError NOT_FOUND; INVALID_INPUT for one and the same
 */
export function mergeOutcomes(deps: Deps, actor: Actor, { uuid, intoUuid }: MergeOutcomesInput): Result {
  if (uuid === intoUuid)
    throw new DomainError("INVALID_INPUT", "An outcome cannot be merged with itself.", { field: "intoUuid" });
  return change(deps, async (tx) => {
    const [first, second] = [uuid, intoUuid].sort();
    await lock(tx, first ?? uuid);
    await lock(tx, second ?? intoUuid);
    const { text } = await lock(tx, uuid);
    const into = await lock(tx, intoUuid);
    const pets = await renameOfPets(tx, text, into.text);
    await tx.outcome.delete({ where: { uuid } });
    await trace(tx, actor, "outcomes.merge", uuid, { text }, { text: into.text, ...pets });
  });
}

/** Agents cannot record it any more; pets that have it keep it, and what it means for their texts. */
export const archiveOutcome = (deps: Deps, actor: Actor, input: OutcomeIdInput) =>
  setArchived(deps, actor, input, true);
export const restoreOutcome = (deps: Deps, actor: Actor, input: OutcomeIdInput) =>
  setArchived(deps, actor, input, false);

function setArchived(deps: Deps, actor: Actor, { uuid }: OutcomeIdInput, isArchived: boolean): Result {
  return change(deps, async (tx) => {
    const before = await lock(tx, uuid);
    if (before.isArchived === isArchived) return;
    await tx.outcome.update({
      where: { uuid },
      data: { isArchived, version: before.version + 1, updatedAt: deps.now() },
    });
    const action = isArchived ? "outcomes.archive" : "outcomes.restore";
    await trace(tx, actor, action, uuid, { isArchived: before.isArchived }, { isArchived });
  });
}

/** @throws DomainError NOT_FOUND; IN_USE for one that a pet has or had: archive it instead */
export function deleteOutcome(deps: Deps, actor: Actor, { uuid }: OutcomeIdInput): Result {
  return change(deps, async (tx) => {
    const { text, isFinal, scope } = await lock(tx, uuid);
    const used =
      (await tx.patient.count({ where: { outcome: text } })) +
      (await tx.outcomeHistory.count({ where: { outcome: text } }));
    if (used > 0)
      throw new DomainError("IN_USE", `"${text}" is recorded for pets: archive it instead.`, {
        field: "uuid",
      });
    await tx.outcome.delete({ where: { uuid } });
    await trace(tx, actor, "outcomes.delete", uuid, { text, isFinal, scope }, {});
  });
}

async function change(deps: Deps, work: (tx: Tx) => Promise<void>): Result {
  await inTransaction(deps.db, work);
  return listAllOutcomes(deps);
}

function trace(
  tx: Tx,
  actor: Actor,
  action: string,
  uuid: string,
  before: Record<string, unknown>,
  after: Record<string, unknown>,
) {
  return recordAudit(tx, actor, { action, entity: "Outcome", entityId: uuid, before, after });
}

async function lock(tx: Tx, uuid: string) {
  await tx.$queryRaw(Prisma.sql`select uuid from apps_outcome where uuid = ${uuid}::uuid for update`);
  const outcome = await tx.outcome.findUnique({ where: { uuid } });
  if (!outcome) throw new DomainError("NOT_FOUND", "There is no such outcome.", { field: "uuid" });
  return outcome;
}

async function requireNew(tx: Tx, text: string, uuid: string | null): Promise<void> {
  const rows = await tx.$queryRaw<{ text: string; isArchived: boolean }[]>(Prisma.sql`
    select text, is_archived as "isArchived" from apps_outcome
    where lower(trim(text)) = lower(${text}) and (${uuid}::uuid is null or uuid <> ${uuid}::uuid)`);
  const [same] = rows;
  if (same)
    throw new DomainError(
      "INVALID_INPUT",
      `There is "${same.text}" already${same.isArchived ? ", archived: restore it instead" : ""}.`,
      { field: "text" },
    );
}

/** Gives pets the new words, and makes older screens of their owners stale. */
async function renameOfPets(tx: Tx, from: string, to: string): Promise<{ pets?: number }> {
  if (from === to) return {};
  const pets = await tx.$executeRaw(
    Prisma.sql`update apps_patient set outcome = ${to} where outcome = ${from}`,
  );
  if (pets === 0) return {};
  await tx.$executeRaw(Prisma.sql`
    update apps_client set version = version + 1 where odu_id in (
      select rel.client_id from apps_clientpatientrelationship rel
      join apps_patient p on p.odu_id = rel.patient_id
      where p.outcome = ${to} and rel.extractor_removed_at is null)`);
  return { pets };
}
