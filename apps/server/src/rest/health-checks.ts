import { Prisma } from "@vetsuccess/db/sql";
import { z } from "zod";
import { documented } from "./documents.ts";
import { Refusal } from "./refusal.ts";
import type { Resource } from "./resource.ts";

const Nothing = z.object({}).meta({ description: "All is well." });
const Versions = z.object({ current_version: z.string(), supported_versions: z.array(z.string()) });
const versions = { current_version: "v1", supported_versions: ["v1"] };

export const apiInfo: Resource = {
  url: "/api/",
  name: "Api Info",
  access: "open",
  operations: {
    GET: {
      schema: documented({
        id: "getVersions",
        tag: "Health",
        summary: "The versions of this API",
        isOpen: true,
        answer: Versions.meta({ example: versions }),
      }),
      run: () => versions,
    },
  },
};

export const healthCheck: Resource = {
  url: "/api/health-check/",
  name: "Health Check",
  access: "open",
  operations: {
    GET: {
      schema: documented({
        id: "checkHealth",
        tag: "Health",
        summary: "The server answers",
        isOpen: true,
        answer: Nothing,
      }),
      run: () => ({}),
    },
  },
};

export const databaseHealthCheck: Resource = {
  url: "/api/db-health-check/",
  name: "DB Health Check",
  access: "open",
  operations: {
    GET: {
      schema: documented({
        id: "checkDatabase",
        tag: "Health",
        summary: "The database answers",
        isOpen: true,
        answer: Nothing,
        errors: { 503: "The database does not answer." },
      }),
      run: async ({ deps }) => {
        await deps.db.$queryRaw(Prisma.sql`select 1`).catch((cause: unknown) => {
          throw Object.assign(new Refusal(503, { status: "error" }), { cause });
        });
        return {};
      },
    },
  },
};
