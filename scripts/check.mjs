// Every check that needs no test run: pnpm check
// All of them run even when one fails; what a failing one says is shown under its name.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { prepare } from "./prepare.mjs";

const root = join(import.meta.dirname, "..");
const bin = (name) => join(root, "node_modules/.bin", name);

/** Name, program, arguments; "shown" also when it passes. */
const steps = [
  { name: "format", command: [bin("oxfmt"), "--check", "."] },
  { name: "lint", command: [bin("oxlint")] },
  { name: "types", command: [bin("tsc"), "-p", "tsconfig.json"] },
  { name: "types of the admin app", command: [bin("tsc"), "-p", "apps/admin"] },
  { name: "structure", command: [process.execPath, "scripts/check-structure.mjs"], isShown: true },
  {
    name: "first load of the admin app",
    command: [process.execPath, "scripts/check-first-load.mjs"],
    isShown: true,
  },
  { name: "unused code", command: [bin("knip"), "--no-progress"] },
  {
    name: "migrations in step with the schema",
    command: [bin("vitest"), "run", "--project", "unit", "packages/testing/src/migrations.test.ts"],
  },
];

await prepare(["install", "generate"]);
const failed = [];
for (const { name, command, isShown } of steps) {
  const [program, ...args] = command;
  const started = performance.now();
  const { status, error, stdout, stderr } = spawnSync(program, args, { cwd: root, encoding: "utf8" });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${status === 0 ? "ok    " : "FAILED"} ${name} (${seconds} s)`);
  if (status !== 0) failed.push(name);
  if (status !== 0 || isShown)
    console.log((error?.message ?? stdout + stderr).trim().replaceAll(/^/gm, "    "));
}
if (failed.length > 0) {
  console.log(
    `\nNot in order: ${failed.join(", ")}. Most of format and lint mends itself: pnpm format, pnpm oxlint --fix`,
  );
  process.exitCode = 1;
}
