import type { SendingDeps } from "@vetsuccess/domain/deps";
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
export type WorkerDeps = SendingDeps & LinkMailingDeps;

/** Every job of the product with the body that fulfils it. A new job is added here. */
export function bindJobs(deps: WorkerDeps): BoundJob[] {
  const jobs = [
    bindJob(launchOutreach, () => handleLaunchOutreach(deps)),
    bindJob(createSmsEvents, (payload) => handleCreateSmsEvents(deps, payload)),
    bindJob(sendDueTexts, (_payload, signal) => handleSendDueTexts(deps, signal)),
    bindJob(mailUserLink, (payload) => handleMailUserLink(deps, payload)),
    bindJob(forgetExpired, (payload) => handleForgetExpired(deps, payload)),
    bindJob(forgetOldJobs, () => forgetOldRuns(deps)),
    bindJob(recoverTexts, async () => {
      await recoverJobs(
        deps,
        jobs.map(({ contract }) => contract.name),
      );
      await takeTextsBack(deps);
    }),
  ];
  return jobs;
}
