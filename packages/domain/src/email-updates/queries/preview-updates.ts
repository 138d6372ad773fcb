import type { PreviewUpdatesInput, UpdatesPreview } from "@vetsuccess/contract/email-updates";
import { DomainError } from "@vetsuccess/contract/errors";
import { isWorkingDay } from "../../calendar/rules.ts";
import type { Actor } from "../../deps.ts";
import type { FilesDeps, StoredFile } from "../ports.ts";
import { coveredDays } from "../rules/days.ts";
import { belongsTo, dayFolder, parseUpdatePath } from "../rules/files.ts";
import { recipientsOf } from "../rules/mail.ts";
import { listUpdatePractices, type UpdatePractice } from "./update-practice.ts";

/**
 * What a mailing on the day would send now, practice by practice. Nothing is written.
 *
 * @throws DomainError UNAVAILABLE when the files cannot be listed
 */
export async function previewUpdates(
  deps: FilesDeps,
  actor: Actor,
  { day }: PreviewUpdatesInput,
): Promise<UpdatesPreview> {
  const days = coveredDays(day);
  const byServer = new Map<string, StoredFile[]>();
  for (const covered of days) {
    const listed = await deps.files.list(dayFolder(deps.emailUpdates.filesPrefix, covered));
    if (listed.result === "FAILED") throw new DomainError("UNAVAILABLE", listed.reason);
    for (const file of listed.files) {
      const serverId = parseUpdatePath(deps.emailUpdates.filesPrefix, file.path)?.serverId;
      if (serverId !== undefined) byServer.set(serverId, [...(byServer.get(serverId) ?? []), file]);
    }
  }
  const practices = await listUpdatePractices(deps.db, actor.practiceIds);
  return {
    isWorkingDay: isWorkingDay(day),
    days,
    practices: practices.map((practice) => previewOf(deps, practice, byServer)),
  };
}

function previewOf(
  { emailUpdates: { filesPrefix, maxMailBytes } }: FilesDeps,
  practice: UpdatePractice,
  byServer: Map<string, StoredFile[]>,
): UpdatesPreview["practices"][number] {
  const files = (byServer.get(practice.serverId ?? "") ?? []).filter(({ path }) => {
    const file = parseUpdatePath(filesPrefix, path);
    return file !== null && belongsTo(file, practice.practiceId);
  });
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const { to, cc } = recipientsOf(practice);
  const problem =
    practice.serverId === null
      ? "The practice belongs to no server, so that no files can be its own."
      : bytes > maxMailBytes
        ? `The files are larger than ${Math.round(maxMailBytes / 1_000_000)} MB together.`
        : null;
  return {
    practiceId: practice.practiceId,
    practiceName: practice.name || null,
    toAddress: to,
    ccAddresses: cc,
    files,
    problem,
  };
}
