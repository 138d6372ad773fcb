import { requestUpdatesOnce } from "@vetsuccess/domain/email-updates/commands/launch-updates";
import { z } from "zod";
import { documented } from "./documents.ts";
import type { Operation, Resource } from "./resource.ts";

const operation = (isDeprecated: boolean): Operation => ({
  schema: {
    ...documented({
      id: isDeprecated ? "triggerEmailUpdatesByGet" : "triggerEmailUpdates",
      tag: "Jobs",
      summary: "Mail the practices their files of the day",
      description: isDeprecated
        ? "As POST, for older programs: a GET should start nothing."
        : "Puts the mails of today (UTC) into the queue, once for each practice and day; nothing on a day off.",
      answer: z.object({}),
    }),
    deprecated: isDeprecated,
  },
  run: async ({ deps, actor }) => {
    await requestUpdatesOnce(deps, actor);
    return {};
  },
});

export const dailyEmailUpdates: Resource = {
  url: "/api/daily-email-updates",
  name: "Daily Email Updates",
  access: "emailUpdates.trigger",
  operations: { GET: operation(true), POST: operation(false) },
};
