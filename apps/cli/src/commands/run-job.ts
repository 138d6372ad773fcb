import { inTransaction } from "@vetsuccess/db/client";
import { enqueue } from "@vetsuccess/domain/jobs/commands";
import * as alerts from "@vetsuccess/domain/alerts/jobs";
import * as emailUpdates from "@vetsuccess/domain/email-updates/jobs";
import * as identity from "@vetsuccess/domain/identity/jobs";
import * as jobs from "@vetsuccess/domain/jobs/jobs";
import * as outreach from "@vetsuccess/domain/outreach/jobs";
import * as texts from "@vetsuccess/domain/texts/jobs";
import type { JobContract } from "@vetsuccess/domain/jobs/rules";
import { Command } from "commander";
import { withDeps, type Cli } from "../deps.ts";

/** The contracts of all jobs, by name. */
export const jobContracts: ReadonlyMap<string, JobContract> = new Map(
  [alerts, emailUpdates, identity, jobs, outreach, texts]
    .flatMap((module): JobContract[] => Object.values(module))
    .map((contract) => [contract.name, contract]),
);

/** `vet run-job`: puts a job into the queue; the worker does it. */
export function runJobCommand(cli: Cli): Command {
  const names = [...jobContracts.keys()].sort();
  return new Command("run-job")
    .description("Put a job into the queue, for the worker to do at once.")
    .argument("<name>", "name of the job")
    .option("--payload <json>", "what the job works on, as its contract says", "{}")
    .addHelpText("after", `\nJobs:\n${names.map((name) => `  ${name}`).join("\n")}`)
    .action(async (name: string, options: { payload: string }) => {
      const contract = jobContracts.get(name);
      if (!contract) throw new Error(`there is no job "${name}"; there are ${names.join(", ")}`);
      const payload = contract.payload.safeParse(fromJson(options.payload));
      if (!payload.success)
        throw new Error(
          `the payload does not fit ${name}: ${payload.error.issues
            .map((issue) => `${issue.path.join(".") || "payload"}: ${issue.message}`)
            .join("; ")}`,
        );
      await withDeps(cli, ({ db }) => inTransaction(db, (tx) => enqueue(tx, contract, payload.data)));
      cli.print(`Queued ${name}.`);
    });
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`--payload is not JSON: ${text}`);
  }
}
