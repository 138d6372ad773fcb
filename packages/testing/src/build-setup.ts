import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const bootstrap = fileURLToPath(new URL("../../../scripts/bootstrap.mjs", import.meta.url));

/** Builds the admin app and the programs where they have changed: process and browser tests run what users run. */
export function setup(): void {
  execFileSync(process.execPath, [bootstrap, "build"], { stdio: "inherit" });
}
