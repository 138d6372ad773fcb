import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

/** Runs the check over a tree of these files. */
function checkTree(files) {
  const root = mkdtempSync(join(tmpdir(), "structure-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const script = join(import.meta.dirname, "check-structure.mjs");
  const { status, stdout } = spawnSync(process.execPath, [script, root], { encoding: "utf8" });
  return { status, stdout };
}

const domain = "packages/domain/src";
const outreach = `${domain}/outreach`;
const jobs = `import { enqueue } from "../jobs/commands.ts";`;

// What is refused: the rule, a file that breaks it, its text, and the line of the finding.
test.each([
  ["a file outside the vocabulary", `${outreach}/selection.ts`, "", ":1  vocabulary"],
  ["a file at the top of the domain", `${domain}/planning.ts`, "", ":1  vocabulary"],
  ["a folder inside a folder of verbs", `${outreach}/rules/names/join.ts`, "", ":1  vocabulary"],
  ["a file with a vague name", "packages/api/src/utils.ts", "", ":1  vague name"],
  ["a name in camel case", "packages/api/src/outreachRouter.ts", "", ":1  kebab-case"],
  ["a barrel", "packages/api/src/index.ts", "", ":1  no barrels"],
  ["a contract that needs more than zod", "packages/contract/src/a.ts", `import x from "pg";`, ":1  wall"],
  [
    "a contract that imports ours",
    "packages/contract/src/a.ts",
    `\nimport "@vetsuccess/db/sql";`,
    ":2  wall",
  ],
  ["a domain that knows HTTP", `${outreach}/queries.ts`, `import { fastify } from "fastify";`, ":1  wall"],
  ["a domain that knows React", `${outreach}/rules.ts`, `import { useState } from "react";`, ":1  wall"],
  [
    "a provider that uses the domain",
    "packages/providers/src/a.ts",
    `import { x } from "@vetsuccess/domain/texts/ports";`,
    ":1  wall",
  ],
  [
    "a provider that knows more than ports",
    "packages/providers/src/a.ts",
    `import type { X } from "@vetsuccess/domain/texts/queries";`,
    ":1  wall",
  ],
  [
    "an API that asks the database",
    "packages/api/src/a.ts",
    `import type { Db } from "@vetsuccess/db/client";`,
    ":1  wall",
  ],
  [
    "a client with values of the API",
    "packages/client/src/a.ts",
    `import { x } from "@vetsuccess/api/router";`,
    ":1  wall",
  ],
  [
    "a screen with values of the API",
    "apps/admin/src/a.tsx",
    `import { x } from "@vetsuccess/api/router";`,
    ":1  wall",
  ],
  [
    "a package left by a relative path",
    "packages/api/src/a.ts",
    `import { x } from "../../domain/src/config.ts";`,
    ":1  wall",
  ],
  [
    "a package that imports itself by name",
    `${outreach}/rules.ts`,
    `import { x } from "@vetsuccess/domain/config";`,
    ":1  wall",
  ],
  [
    "a lazy import through a wall",
    "packages/api/src/a.ts",
    `const x = await import("@vetsuccess/db/client");`,
    ":1  wall",
  ],
  ["rules that read", `${outreach}/rules.ts`, `import { x } from "./queries.ts";`, ":1  room"],
  [
    "rules that know the database",
    `${outreach}/rules/a.ts`,
    `import { sql } from "@vetsuccess/db/sql";`,
    ":1  room",
  ],
  [
    "queries that write",
    `${outreach}/queries.ts`,
    `import { x } from "../texts/commands/send.ts";`,
    ":1  room",
  ],
  ["a handler that enqueues", `${outreach}/handlers.ts`, jobs, ":1  room"],
  [
    "a part of the screen that knows a feature",
    "apps/admin/src/ui/a.tsx",
    `import { x } from "../features/texts/routes.ts";`,
    ":1  room",
  ],
  [
    "a part of the screen that knows the product",
    "apps/admin/src/ui/a.tsx",
    `import { x } from "@vetsuccess/contract/texts";`,
    ":1  room",
  ],
  [
    "Prisma outside packages/db",
    "packages/testing/src/a.ts",
    `import { x } from "@prisma/client";`,
    ":1  prisma",
  ],
  [
    "lucia outside the sessions",
    `${domain}/identity/commands.ts`,
    `import { Lucia } from "lucia";`,
    ":1  lucia",
  ],
  ["a clock in the domain", `${outreach}/rules.ts`, "\n\nconst now = new Date();", ":3  clock"],
  ["chance in the API", "packages/api/src/a.ts", "Math.random();", ":1  clock"],
  ["the environment in an app", "apps/worker/src/runner.ts", "process.env;", ":1  environment"],
  ["a module mock", `${outreach}/rules.test.ts`, `vi.mock("./queries.ts");`, ":1  module mock"],
  [
    "a switched-off rule without a reason",
    "packages/api/src/a.ts",
    "// oxlint-disable-next-line no-console",
    ":1  unexplained",
  ],
  ["a file of 401 lines", "packages/api/src/a.ts", "\n".repeat(401), ":401  length"],
])("refuses %s", (_name, path, text, rule) => {
  const { status, stdout } = checkTree({ [path]: text });
  expect(stdout).toContain(`${path}${rule}: `);
  expect(status).toBe(1);
});

test("refuses a cycle of values through two packages, once", () => {
  const { status, stdout } = checkTree({
    [`${outreach}/rules.ts`]: `import { a } from "./rules/a.ts";`,
    [`${outreach}/rules/a.ts`]: `import { b } from "./b.ts";`,
    [`${outreach}/rules/b.ts`]: `import { r } from "../rules.ts";`,
  });
  expect(stdout.match(/ {2}cycle: /g)).toHaveLength(1);
  expect(status).toBe(1);
});

test("refuses the testing package among the dependencies", () => {
  const manifest = JSON.stringify({ dependencies: { "@vetsuccess/testing": "workspace:*" } }, undefined, 2);
  const { status, stdout } = checkTree({ "packages/api/package.json": manifest });
  expect(stdout).toContain("packages/api/package.json:3  testing: ");
  expect(status).toBe(1);
});

test("warns of a file past 300 lines and of too few tests, and lets both pass", () => {
  const { status, stdout } = checkTree({
    [`${outreach}/rules.ts`]: "\n".repeat(301),
    [`${outreach}/rules.test.ts`]: "\n".repeat(30),
  });
  expect(stdout).toContain(`warning  ${outreach}/rules.ts:301  length: `);
  expect(stdout).toContain("warning  packages/domain  tests: 0.10, goal 0.9");
  expect(status).toBe(0);
});

test("lets a well-built tree pass", () => {
  const { status, stdout } = checkTree({
    [`${domain}/config.ts`]: "export const env = process.env;",
    [`${outreach}/rules.ts`]: [
      `import type { Db } from "@vetsuccess/db/client";`,
      `import type { plan } from "./commands/plan.ts";`,
      "// not new Date(), nor process.env: the caller knows the time",
      "// oxlint-disable-next-line no-console -- shown on purpose",
    ].join("\n"),
    [`${outreach}/commands/plan.ts`]: [jobs, `import { due } from "../queries.ts";`].join("\n"),
    [`${domain}/identity/sessions.ts`]: `import { Lucia } from "lucia";`,
    [`${outreach}/queries.ts`]: `import { sql } from "@vetsuccess/db/sql";`,
    [`${outreach}/rules.test.ts`]: `import { useTestDatabase } from "@vetsuccess/testing/database";`,
    "packages/db/src/client.ts": `import { PrismaPg } from "@prisma/adapter-pg";`,
    "packages/db/src/generated/Models.ts": "process.env;\n".repeat(500),
    "packages/providers/src/dialpad.ts": `import type { SmsProvider } from "@vetsuccess/domain/texts/ports";`,
    "apps/admin/src/lib/trpc.ts": `import type { AppRouter } from "@vetsuccess/api/router";`,
    "apps/worker/src/main.ts": "new Date(process.env.AT);",
  });
  expect(stdout).not.toMatch(/:\d+ {2}/);
  expect(status).toBe(0);
});
