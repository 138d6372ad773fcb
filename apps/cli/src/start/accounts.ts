import type { InviteUserInput } from "@vetsuccess/contract/identity";
import { systemActor } from "@vetsuccess/domain/deps";
import { createUser } from "@vetsuccess/domain/identity/commands/manage-users";
import { withDeps, type Cli } from "../deps.ts";

/** Of every account of the demo; nothing but made-up data stands behind it. */
const password = "otter-quilt-lantern";

const account = (
  role: InviteUserInput["role"],
  firstName: string,
  practiceIds: string[] | null = null,
): InviteUserInput => ({
  email: `${firstName.toLowerCase()}@example.com`,
  firstName,
  lastName: "Example",
  role,
  practiceIds,
});

const accounts = [
  account("admin", "Ada"),
  account("manager", "Mona"),
  account("agent", "Abel"),
  account("agent", "Lina", ["1001", "1002"]),
  account("viewer", "Vera"),
];

/** Adds one account per role, and an agent who sees two practices only, to a database that was just filled. */
export async function addDemoAccounts(cli: Cli, url: string): Promise<void> {
  await withDeps(onDatabase(cli, url), async (deps) => {
    for (const each of accounts) await createUser(deps, systemActor("demo"), { ...each, password });
  });
}

/** What to tell about signing in: the accounts of the demo, or how to make the first one. */
export async function describeSignIn(cli: Cli, url: string): Promise<string> {
  const known = await withDeps(onDatabase(cli, url), ({ db }) =>
    db.user.findMany({ where: { isActive: true }, select: { email: true }, take: 1000 }),
  );
  if (known.length === 0) return "Nobody can sign in yet: make an administrator with  pnpm vet create-admin";
  const emails = new Set(known.map(({ email }) => email));
  const lines = accounts
    .filter(({ email }) => emails.has(email))
    .map(({ email, role, practiceIds }) => {
      const limit = practiceIds ? `, practices ${practiceIds.join(" and ")} only` : "";
      return `    ${email.padEnd(18)} ${role}${limit}`;
    });
  if (lines.length === 0) return "Sign in with an account of yours.";
  return [`Sign in as, each with the password  ${password}`, ...lines].join("\n");
}

const onDatabase = (cli: Cli, url: string): Cli => ({ ...cli, env: { ...cli.env, DATABASE_URL: url } });
