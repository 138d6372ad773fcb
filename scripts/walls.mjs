// The layout that check-structure.mjs holds the code to.

/** What the source of a package or app may import of ours ("type x": types alone) and from outside. */
export const walls = {
  "packages/contract": { ours: [], only: /^zod$/ },
  "packages/db": { ours: [] },
  "packages/domain": {
    ours: ["contract", "db"],
    never: /^(@?fastify|@trpc|react|pino|undici|@sendgrid|@azure|@sentry|node:https?$)/,
  },
  "packages/providers": { ours: ["contract", "type domain"] },
  "packages/api": { ours: ["contract", "domain"], never: /^(@?fastify|react|pg$|kysely|@sendgrid|@azure)/ },
  "packages/client": { ours: ["type api"] },
  "packages/sandbox": { ours: [] },
  "packages/testing": { ours: ["contract", "db", "domain", "sandbox"] },
  "apps/server": { ours: ["contract", "db", "domain", "providers", "api"] },
  "apps/worker": { ours: ["contract", "db", "domain", "providers"] },
  "apps/cli": { ours: ["contract", "db", "domain", "providers", "sandbox"] },
  "apps/admin": { ours: ["contract", "type api"], never: /^(node:|@?fastify|pg$|kysely)/ },
};

/** The files of a feature in the domain, and whose values each may import there; types are free. */
export const kinds = {
  rules: ["rules"],
  ports: ["rules", "ports"],
  jobs: ["rules", "jobs"],
  queries: ["rules", "ports", "queries"],
  commands: ["rules", "ports", "queries", "jobs", "commands"],
  handlers: ["rules", "ports", "queries", "jobs", "commands", "handlers"],
};

/** Lines of tests for each line of source. */
export const testGoals = {
  "packages/domain": 0.9,
  "packages/api": 0.8,
  "packages/providers": 0.8,
  "apps/admin": 0.3,
};
