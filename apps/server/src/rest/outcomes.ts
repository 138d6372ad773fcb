import { listOutcomes } from "@vetsuccess/domain/outcomes/queries";
import { z } from "zod";
import { documented } from "./documents.ts";
import type { Resource } from "./resource.ts";

const Outcomes = z.array(z.string()).meta({ example: ["Booked a visit", "Left a voicemail"] });

export const outcomes: Resource = {
  url: "/api/v1/call-center/outcomes/",
  name: "Outcome List",
  access: "outcomes.list",
  operations: {
    GET: {
      schema: documented({
        id: "listOutcomes",
        tag: "Call center",
        summary: "What agents may record for a pet",
        description: "The texts of all outcomes, by text.",
        answer: Outcomes,
      }),
      run: async ({ deps }) => (await listOutcomes(deps)).map(({ text }) => text),
    },
  },
};
