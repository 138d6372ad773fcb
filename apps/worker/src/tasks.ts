import { handleMailAlerts, handleWatchTrouble } from "@vetsuccess/domain/alerts/handlers";
import { mailAlerts, watchTrouble } from "@vetsuccess/domain/alerts/jobs";
import type { AlertMailingDeps } from "@vetsuccess/domain/alerts/ports";
import type { SendingDeps } from "@vetsuccess/domain/deps";
import { recoverUpdates } from "@vetsuccess/domain/email-updates/commands/record-attempt";
import {
  handleCheckArrivals,
  handleCheckFiles,
  handleLaunchUpdates,
  handleLaunchWorkbooks,
  handleMakeWorkbook,
  handleSendUpdate,
} from "@vetsuccess/domain/email-updates/handlers";
import {
  checkArrivals,
  checkFiles,
  launchUpdates,
  launchWorkbooks,
  makeWorkbook,
  sendUpdate,
} from "@vetsuccess/domain/email-updates/jobs";
import type { UpdatesMailingDeps } from "@vetsuccess/domain/email-updates/ports";
import { handleForgetExpired, handleMailUserLink } from "@vetsuccess/domain/identity/handlers";
import { forgetExpired, mailUserLink } from "@vetsuccess/domain/identity/jobs";
import type { LinkMailingDeps } from "@vetsuccess/domain/identity/ports";
import { recoverJobs } from "@vetsuccess/domain/jobs/commands";
import { forgetOldRuns } from "@vetsuccess/domain/jobs/commands/manage-queues";
import { forgetOldJobs } from "@vetsuccess/domain/jobs/jobs";
import { bindJob, type BoundJob } from "@vetsuccess/domain/jobs/rules";
import { handleCreateSmsEvents, handleLaunchOutreach } from "@vetsuccess/domain/outreach/handlers";
import { createSmsEvents, launchOutreach } from "@vetsuccess/domain/outreach/jobs";
import { recoverTexts as takeTextsBack } from "@vetsuccess/domain/texts/commands/recover-texts";
import { handleSendDueTexts } from "@vetsuccess/domain/texts/handlers";
import { recoverTexts, sendDueTexts } from "@vetsuccess/domain/texts/jobs";

/** Everything that jobs need from outside. */
export type WorkerDeps = SendingDeps & LinkMailingDeps & UpdatesMailingDeps & AlertMailingDeps;

/** Every job of the product with the body that fulfils it. A new job is added here. */
export function bindJobs(deps: WorkerDeps): BoundJob[] {
  const jobs = [
    bindJob(launchOutreach, () => handleLaunchOutreach(deps)),
    bindJob(createSmsEvents, (payload) => handleCreateSmsEvents(deps, payload)),
    bindJob(sendDueTexts, (_payload, signal) => handleSendDueTexts(deps, signal)),
    bindJob(mailUserLink, (payload) => handleMailUserLink(deps, payload)),
    bindJob(forgetExpired, (payload) => handleForgetExpired(deps, payload)),
    bindJob(forgetOldJobs, () => forgetOldRuns(deps)),
    bindJob(launchUpdates, () => handleLaunchUpdates(deps)),
    bindJob(sendUpdate, (payload) => handleSendUpdate(deps, payload)),
    bindJob(checkFiles, () => handleCheckFiles(deps)),
    bindJob(checkArrivals, () => handleCheckArrivals(deps)),
    bindJob(launchWorkbooks, () => handleLaunchWorkbooks(deps)),
    bindJob(makeWorkbook, (payload) => handleMakeWorkbook(deps, payload)),
    bindJob(mailAlerts, (payload) => handleMailAlerts(deps, payload)),
    bindJob(watchTrouble, () => handleWatchTrouble(deps)),
    bindJob(recoverTexts, async () => {
      await recoverJobs(
        deps,
        jobs.map(({ contract }) => contract.name),
      );
      await takeTextsBack(deps);
      await recoverUpdates(deps);
    }),
  ];
  return jobs;
}
