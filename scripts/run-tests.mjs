// Runs every automatic test and ends with one plain line: how many passed, failed and were skipped.
import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const vitest = fileURLToPath(new URL("../node_modules/vitest/vitest.mjs", import.meta.url));
const results = fileURLToPath(
  new URL("../node_modules/.cache/vetsuccess/test-results.json", import.meta.url),
);

/** Runs vitest with the options given, e.g. a part of a file's name, and returns the exit code. */
export async function runTests(options) {
  rmSync(results, { force: true });
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${results}`];
  const child = spawn(process.execPath, [vitest, "run", ...reporters, ...options], { stdio: "inherit" });
  process.on("SIGINT", () => undefined); // Ctrl-C reaches vitest too: let it clean up
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  const code = await new Promise((done) => child.once("exit", (status) => done(status ?? 1)));
  console.log(summary(code));
  return code;
}

/** A file that does not load, and a run that breaks off, count as one failure each. */
function summary(code) {
  const {
    numPassedTests = 0,
    numFailedTests = 0,
    numPendingTests = 0,
    numTodoTests = 0,
    testResults = [],
  } = existsSync(results) ? JSON.parse(readFileSync(results, "utf8")) : {};
  const isBroken = ({ status, assertionResults }) =>
    status === "failed" && assertionResults.every((test) => test.status !== "failed");
  const failed = numFailedTests + testResults.filter(isBroken).length;
  const shown = failed === 0 && code !== 0 ? 1 : failed;
  return `${numPassedTests} passed, ${shown} failed, ${numPendingTests + numTodoTests} skipped`;
}
