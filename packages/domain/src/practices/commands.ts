import { DomainError } from "@vetsuccess/contract/errors";
import {
  emptySettings,
  PracticeSettings,
  type PracticeDetail,
  type PracticeIdInput,
  type RevertSettingsInput,
  type UpdatePracticeSettingsInput,
} from "@vetsuccess/contract/practices";
import { inTransaction, type Tx } from "@vetsuccess/db/client";
import { recordAudit } from "../audit/commands.ts";
import type { Actor, Deps } from "../deps.ts";
import { requireInScope } from "../identity/rules.ts";
import { getPractice, lockSettings } from "./queries/get-practice.ts";
import { findSettingsChange } from "./queries/list-settings-history.ts";
import { checkReadiness } from "./queries/readiness.ts";

/**
 * Saves the settings of a practice, as a whole.
 *
 * @throws DomainError NOT_FOUND; CONFLICT when somebody changed them since `version`; NOT_READY, with the Readiness in
 *   `details`, when SMS mailing would be turned on too early
 */
export async function updateSettings(
  deps: Deps,
  actor: Actor,
  input: UpdatePracticeSettingsInput,
): Promise<PracticeDetail> {
  requireInScope(actor, input.practiceId);
  await inTransaction(deps.db, (tx) =>
    saveSettings(deps, tx, actor, { ...input, action: "practices.updateSettings" }),
  );
  return getPractice(deps, actor, input);
}

/**
 * Takes the fields of one change back to what they were before it; later changes of other fields stay.
 *
 * @throws DomainError as `updateSettings`; INVALID_INPUT when the settings would be wrong as a whole
 */
export async function revertSettings(
  deps: Deps,
  actor: Actor,
  { practiceId, version, changeId }: RevertSettingsInput,
): Promise<PracticeDetail> {
  requireInScope(actor, practiceId);
  await inTransaction(deps.db, async (tx) => {
    const change = await findSettingsChange(tx, practiceId, changeId);
    const current = await lockSettings(tx, practiceId);
    if (!change || !current)
      throw new DomainError("NOT_FOUND", "There is no such change.", { field: "changeId" });
    const earlier = Object.entries(change.changes)
      .filter(([field]) => field in emptySettings)
      .map(([field, { before }]) => [field, before ?? emptySettings[field as keyof PracticeSettings]]);
    if (earlier.length === 0)
      throw new DomainError("INVALID_INPUT", "This change has no settings to take back.", {
        field: "changeId",
      });
    const settings = PracticeSettings.safeParse({ ...current.settings, ...Object.fromEntries(earlier) });
    if (!settings.success)
      throw new DomainError("INVALID_INPUT", "With later changes this would not be valid.", {
        fields: settings.error.issues.map(({ path, message }) => ({ path: path.join("."), message })),
      });
    const input = { practiceId, version, settings: settings.data };
    await saveSettings(deps, tx, actor, { ...input, action: "practices.revertSettings" });
  });
  return getPractice(deps, actor, { practiceId });
}

interface Save extends UpdatePracticeSettingsInput {
  action: "practices.updateSettings" | "practices.revertSettings";
}

async function saveSettings(deps: Deps, tx: Tx, actor: Actor, save: Save): Promise<void> {
  const { practiceId, version, settings } = save;
  const before = await lockSettings(tx, practiceId);
  if ((before?.version ?? 0) !== version)
    throw new DomainError("CONFLICT", "Somebody changed these settings in the meantime.", {
      field: "version",
    });
  if (settings.isSmsMailingEnabled && before?.settings.isSmsMailingEnabled !== true) {
    const readiness = await checkReadiness(tx, practiceId, settings, deps.now());
    if (!readiness.isReady)
      throw new DomainError("NOT_READY", "This practice is not ready for texts yet.", {
        field: "settings.isSmsMailingEnabled",
        details: readiness,
      });
  }
  const asDate = (day: string | null) => day && new Date(day);
  const row = {
    ...settings,
    launchDate: asDate(settings.launchDate),
    startDateForLaunch: asDate(settings.startDateForLaunch),
    endDateForLaunch: asDate(settings.endDateForLaunch),
    updatedAt: deps.now(),
  };
  const practice = await tx.practice.count({ where: { oduId: practiceId, extractorRemovedAt: null } });
  if (practice === 0)
    throw new DomainError("NOT_FOUND", "There is no such practice.", { field: "practiceId" });
  await tx.practiceSettings.upsert({
    where: { practiceId },
    create: { ...row, practiceId },
    update: row,
    select: { uuid: true },
  });
  await recordAudit(tx, actor, {
    action: save.action,
    entity: "PracticeSettings",
    entityId: practiceId,
    before: { ...(before?.settings ?? emptySettings), version },
    after: { ...settings, version: version + 1 },
  });
}

/**
 * Archives a practice: nothing is planned, sent or mailed for it any more, and clients of a server without another open
 * practice are not shown. Texts that wait stay, and go out if it is restored in time.
 *
 * @throws DomainError NOT_FOUND; CONFLICT when it is archived already
 */
export const archivePractice = (deps: Deps, actor: Actor, input: PracticeIdInput) =>
  setArchived(deps, actor, input, true);

/** @throws DomainError NOT_FOUND; CONFLICT when it is not archived */
export const restorePractice = (deps: Deps, actor: Actor, input: PracticeIdInput) =>
  setArchived(deps, actor, input, false);

async function setArchived(
  deps: Deps,
  actor: Actor,
  { practiceId }: PracticeIdInput,
  isArchived: boolean,
): Promise<PracticeDetail> {
  await getPractice(deps, actor, { practiceId });
  await inTransaction(deps.db, async (tx) => {
    const { count } = await tx.practice.updateMany({
      where: { oduId: practiceId, isArchived: !isArchived },
      data: { isArchived, updatedAt: deps.now() },
    });
    if (count === 0)
      throw new DomainError("CONFLICT", `This practice is ${isArchived ? "" : "not "}archived already.`);
    await recordAudit(tx, actor, {
      action: isArchived ? "practices.archive" : "practices.restore",
      entity: "PracticeSettings",
      entityId: practiceId,
      before: { isArchived: !isArchived },
      after: { isArchived },
    });
  });
  return getPractice(deps, actor, { practiceId });
}
