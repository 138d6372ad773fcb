import type { PreviewWorkbookInput, WorkbookPreview } from "@vetsuccess/contract/email-updates";
import { DomainError } from "@vetsuccess/contract/errors";
import type { Actor, Deps } from "../../deps.ts";
import type { ChangeRow } from "../rules/workbook.ts";
import { listChanges } from "./list-changes.ts";
import { findUpdatePractice, type UpdatePractice } from "./update-practice.ts";

const shownRows = 200;

/** The practice, for somebody who may see it. @throws DomainError NOT_FOUND */
export async function getVisiblePractice(
  { db }: Deps,
  actor: Actor,
  practiceId: string,
): Promise<UpdatePractice> {
  const isVisible = actor.practiceIds === null || actor.practiceIds.includes(practiceId);
  const practice = isVisible ? await findUpdatePractice(db, practiceId) : null;
  if (!practice)
    throw new DomainError("NOT_FOUND", `there is no practice ${practiceId}`, { field: "practiceId" });
  return practice;
}

/**
 * The first rows of the workbook of a practice and day, whether it goes along with its mail or not.
 *
 * @throws DomainError NOT_FOUND
 */
export async function previewWorkbook(
  deps: Deps,
  actor: Actor,
  { practiceId, day }: PreviewWorkbookInput,
): Promise<WorkbookPreview> {
  const practice = await getVisiblePractice(deps, actor, practiceId);
  const rows: ChangeRow[] = [];
  let hasMore = false;
  if (practice.serverId !== null)
    for await (const row of listChanges(deps.db, practice.serverId, day)) {
      hasMore = rows.length === shownRows;
      if (hasMore) break;
      rows.push(row);
    }
  return { isEnabled: practice.isChangesWorkbookEnabled, rows, hasMore };
}
