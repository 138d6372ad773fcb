import { listAnswers } from "@vetsuccess/domain/questions/queries";
import { z } from "zod";
import { documented } from "./documents.ts";
import { idParam } from "./path.ts";
import type { Resource } from "./resource.ts";

const Faq = z
  .array(z.object({ question: z.string(), answer: z.string() }))
  .meta({ example: [{ question: "Is there parking?", answer: "Yes, behind the building." }] });

export const faq: Resource = {
  url: "/api/v1/call-center/faq/:odu_id",
  name: "FAQ List",
  access: "questions.listAnswers",
  operations: {
    GET: {
      schema: documented({
        id: "listAnswers",
        tag: "Call center",
        summary: "The questions a practice has answered",
        description: "By question; none for a practice that does not exist.",
        params: z.object({ odu_id: z.string().meta({ description: "The practice.", example: "p-101-1" }) }),
        answer: Faq,
      }),
      run: async ({ deps, actor, request }) => {
        const practiceId = idParam(request, "odu_id");
        if (practiceId === null) return [];
        const answers = await listAnswers(deps, actor, { practiceId });
        return answers.map(({ question, answer }) => ({ question, answer }));
      },
    },
  },
};
