import { appRouter } from "@vetsuccess/api/app-router";
import { Action, openActions, roles } from "@vetsuccess/contract/identity";
import { can } from "@vetsuccess/domain/identity/rules";
import type { Access, GuardedRoute } from "./access.ts";

/** One way into the product, and who may take it. */
interface Entry {
  name: string;
  access: Access;
}

/** Procedures and routes by name. A procedure that is an action of nobody's stops this. */
function entriesOf(routes: readonly GuardedRoute[]): Entry[] {
  const procedures = Object.keys(appRouter._def.procedures).map((name): Entry => {
    const isOpen = openActions.some((action) => action === name);
    return { name: `\`${name}\``, access: isOpen ? "open" : Action.parse(name) };
  });
  const others = routes
    .filter(({ method, access }) => method !== "HEAD" && access !== "procedures")
    .map(({ method, url, access }): Entry => ({ name: `\`${method} ${url}\``, access }));
  return [...procedures.toSorted(byName), ...others.toSorted(byName)];
}

const byName = (a: Entry, b: Entry) => (a.name < b.name ? -1 : 1);

function rowOf({ name, access }: Entry): string[] {
  if (access === "open") return [name, "", ...roles.map(() => "yes"), "yes"];
  if (access === "procedures") return [name, "as the procedure says"];
  return [
    name,
    name === `\`${access}\`` ? "" : `\`${access}\``,
    ...roles.map((role) => (can(role, access) ? "yes" : "–")),
    "–",
  ];
}

const words = `# Permissions

Who may do what: one row for each procedure of tRPC and each other route. Written by
\`pnpm --silent permissions > docs/permissions.md\`, tested to be current, and tested cell by cell. The table it follows stands in \`packages/domain/src/identity/rules.ts\`.

Besides the role there are two limits. Whoever is limited to some practices does not find the rows of others. An API key has the
actions it was given, at most those of its owner, and never those of accounts, users or keys. Administrators who must set up
a second factor have nothing but their account until they did.
`;

/** docs/permissions.md as it has to be. */
export function permissionsPage(routes: readonly GuardedRoute[]): string {
  const rows = [
    ["procedure or route", "by the right to", ...roles, "stranger"],
    ...entriesOf(routes).map(rowOf),
  ];
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: string[]) =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`;
  const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
  const [head = [], ...body] = rows;
  return [words, line(head), rule, ...body.map(line), ""].join("\n");
}
