import { setTimeout as sleep } from "node:timers/promises";
import type { z } from "zod";
import type { MailAnswer } from "../mails/ports.ts";
import { beginCall, claimUpdate, type ClaimedUpdate } from "./commands/claim-update.ts";
import { raiseArrivalAlerts, raiseFileAlerts } from "./commands/check-day.ts";
import { requestTodaysUpdates } from "./commands/launch-updates.ts";
import { prepareUpdate } from "./commands/prepare-update.ts";
import { recordAttempt } from "./commands/record-attempt.ts";
import { requestWorkbooks, storeWorkbook } from "./commands/make-workbook.ts";
import type { makeWorkbook, sendUpdate } from "./jobs.ts";
import type { FilesDeps, UpdatesMailingDeps } from "./ports.ts";
import { loadFiles } from "./queries/load-files.ts";
import { writeUpdateMail } from "./rules/mail.ts";

/** Between two tries while the database does not answer. */
const databaseRetryMs = 500;

/** Starts the day. */
export async function handleLaunchUpdates(deps: UpdatesMailingDeps): Promise<void> {
  await requestTodaysUpdates(deps);
}

/** Mails one practice its files of one day. What was claimed is recorded before it returns. */
export async function handleSendUpdate(
  deps: UpdatesMailingDeps,
  { practiceId, day }: z.output<typeof sendUpdate.payload>,
): Promise<void> {
  await prepareUpdate(deps, practiceId, day);
  const claimed = await claimUpdate(deps, practiceId, day);
  if (!claimed) return;
  const answer = await sendClaimed(deps, claimed);
  if (answer) await recordSurely(deps, claimed.attemptId, answer);
}

/** @returns null when the attempt was taken back before the call */
async function sendClaimed(deps: UpdatesMailingDeps, claimed: ClaimedUpdate): Promise<MailAnswer | null> {
  const loaded = await loadFiles(deps, claimed.filePaths);
  if (loaded.result === "FAILED")
    return { result: loaded.isForGood ? "REJECTED" : "NOT_SENT", httpStatus: null, error: loaded.reason };
  if (!(await beginCall(deps, claimed.attemptId, loaded.bytes))) return null;
  return deps.mailer.send(writeUpdateMail({ ...claimed, files: loaded.files }));
}

/** However long the database takes to hear of it. */
async function recordSurely(deps: UpdatesMailingDeps, attemptId: string, answer: MailAnswer): Promise<void> {
  for (;;) {
    try {
      return await recordAttempt(deps, attemptId, answer);
    } catch (error) {
      const name = error instanceof Error ? error.name : typeof error;
      deps.log.warn({ attemptId, error: name }, "the database did not take a result: trying again");
      await sleep(databaseRetryMs);
    }
  }
}

/** Looks for missing files before the mailing. */
export async function handleCheckFiles(deps: FilesDeps): Promise<void> {
  await raiseFileAlerts(deps);
}

/** Looks for missing mails after it. */
export async function handleCheckArrivals(deps: FilesDeps): Promise<void> {
  await raiseArrivalAlerts(deps);
}

/** Adds the workbooks of yesterday. */
export async function handleLaunchWorkbooks(deps: FilesDeps): Promise<void> {
  await requestWorkbooks(deps);
}

/** Writes one of them. */
export async function handleMakeWorkbook(
  deps: FilesDeps,
  { practiceId, day }: z.output<typeof makeWorkbook.payload>,
): Promise<void> {
  await storeWorkbook(deps, practiceId, day);
}
