import { findClients } from "@vetsuccess/domain/clients/queries/find-clients";
import { z } from "zod";
import { documented } from "./documents.ts";
import { checkBody, object, text } from "./fields.ts";
import { lastOf, queryOf } from "./negotiate.ts";
import { Refusal } from "./refusal.ts";
import type { Resource } from "./resource.ts";

const FoundClient = z.object({
  odu_id: z.string(),
  first_name: z.string().nullable(),
  last_name: z.string().nullable(),
  full_name: z.string().nullable(),
  email_address: z.string().nullable().meta({ description: "The first primary one." }),
  phone_number: z.string().nullable().meta({ description: "The first primary one, ten digits." }),
});
const FoundClients = z.array(FoundClient).meta({
  example: [
    {
      odu_id: "c-1001",
      first_name: "Avery",
      last_name: "Abbott",
      full_name: "Avery Abbott",
      email_address: "avery@example.com",
      phone_number: "2025550110",
    },
  ],
});
const SearchQuery = z.object({
  search: z
    .string()
    .optional()
    .meta({ description: "A full name, an e-mail address or an id; case does not matter." }),
  phone_number: z.string().optional().meta({ description: "Ten digits.", example: "2025550110" }),
});

const search = object({ search: text({}), phone_number: text({ min: 10, max: 10 }) });

export const clientSearch: Resource = {
  url: "/api/v1/call-center/clients/",
  name: "Client List",
  access: "clients.search",
  operations: {
    GET: {
      schema: documented({
        id: "findClients",
        tag: "Call center",
        summary: "Find clients",
        description: "By one of the two parameters, exactly; at most 500.",
        querystring: SearchQuery,
        answer: FoundClients,
        errors: { 400: "None of the parameters, both, or one that cannot be looked up." },
      }),
      run: async ({ deps, actor, request }) => {
        const query = queryOf(request.url);
        const given = ["search", "phone_number"].flatMap((name) => {
          const value = lastOf(query, name);
          return value ? [[name, value] as const] : [];
        });
        if (given.length !== 1) throw new Refusal(400, { detail: ["You can specify one query parameter."] });
        const asked = checkBody(search, { value: Object.fromEntries(given), isForm: false });
        const found = await findClients(
          deps,
          actor,
          asked.phone_number === undefined
            ? { term: asked.search ?? "" }
            : { phoneNumber: asked.phone_number },
        );
        return found.map((client) => ({
          odu_id: client.oduId,
          first_name: client.firstName,
          last_name: client.lastName,
          full_name: client.fullName,
          email_address: client.emailAddress,
          phone_number: client.phoneNumber,
        }));
      },
    },
  },
};
