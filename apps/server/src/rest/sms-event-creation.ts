import { DomainError } from "@vetsuccess/contract/errors";
import { requestPlanOfToday } from "@vetsuccess/domain/outreach/commands";
import { z } from "zod";
import { documented } from "./documents.ts";
import { idParam } from "./path.ts";
import { notFound } from "./refusal.ts";
import type { Operation, Resource } from "./resource.ts";

const operation = (isDeprecated: boolean): Operation => ({
  schema: {
    ...documented({
      id: isDeprecated ? "triggerPlanByGet" : "triggerPlan",
      tag: "Jobs",
      summary: "Plan today's texts of a practice",
      description: isDeprecated
        ? "As POST, for older programs: a GET should start nothing."
        : "Puts the job into the queue, once for each practice and day however often it is asked for.",
      params: z.object({ odu_id: z.string().meta({ description: "The practice.", example: "p-101-1" }) }),
      answer: z.object({}),
      errors: { 404: "There is no such practice, it is archived, or its SMS mailing is off." },
    }),
    deprecated: isDeprecated,
  },
  run: async ({ deps, actor, request }) => {
    const practiceId = idParam(request, "odu_id");
    if (practiceId === null) throw notFound();
    await requestPlanOfToday(deps, actor, practiceId).catch(refusePlan);
    return {};
  },
});

function refusePlan(error: unknown): never {
  const isNone = error instanceof DomainError && ["PRACTICE_ARCHIVED", "MAILING_OFF"].includes(error.code);
  throw isNone ? notFound() : error;
}

export const smsEventCreation: Resource = {
  url: "/api/sms-event-creation/:odu_id",
  name: "SMS Event Creation",
  access: "outreach.trigger",
  operations: { GET: operation(true), POST: operation(false) },
};
