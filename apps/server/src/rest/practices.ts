import { listPractices } from "@vetsuccess/domain/practices/queries/list-practices";
import { z } from "zod";
import { documented } from "./documents.ts";
import type { Resource } from "./resource.ts";

const Practices = z
  .object({
    mapping: z
      .record(z.string(), z.array(z.string()))
      .meta({ description: "The practices that each scheduler serves, by a label for them." }),
    practices: z.array(
      z.object({ odu_id: z.string(), name: z.string().nullable(), scheduler: z.string().nullable() }),
    ),
  })
  .meta({
    example: {
      mapping: { "View Robin's Practices": ["p-101-1"] },
      practices: [{ odu_id: "p-101-1", name: "Aspen Animal Clinic", scheduler: "Robin" }],
    },
  });

export const practices: Resource = {
  url: "/api/v1/call-center/practices/",
  name: "Practice List",
  access: "practices.list",
  operations: {
    GET: {
      schema: documented({
        id: "listPractices",
        tag: "Call center",
        summary: "The practices to filter the contacted list by",
        description: "Those that are not archived and that a text was planned for at some time, by name.",
        answer: Practices,
      }),
      run: async ({ deps, actor }) => {
        const all = await listPractices(deps, actor);
        const texted = all.practices.filter(({ hasTexts }) => hasTexts);
        const ids = new Set(texted.map(({ oduId }) => oduId));
        const served = all.schedulers.map(
          ({ name, practiceIds }) =>
            [`View ${name}'s Practices`, practiceIds.filter((id) => ids.has(id))] as const,
        );
        return {
          mapping: Object.fromEntries(served.filter(([, of]) => of.length > 0)),
          practices: texted.map(({ oduId, name, scheduler }) => ({ odu_id: oduId, name, scheduler })),
        };
      },
    },
  },
};
