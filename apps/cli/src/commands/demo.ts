import { Command } from "commander";
import { databaseUrl, type Cli } from "../deps.ts";
import { parseDay, parseWhole } from "../parse.ts";
import { showProgress } from "../progress.ts";

interface Options {
  practices: number;
  clients: number;
  seed: number;
  asOf?: string;
}

/** `vet demo`: fills an empty database with a world that looks like life. */
export function demoCommand(cli: Cli): Command {
  return new Command("demo")
    .description("Fill an empty, migrated database with demo data, the same for the same options.")
    .option("--practices <count>", "how many practices", parseWhole(1, 500), 8)
    .option("--clients <count>", "how many clients, over all practices", parseWhole(1, 2_000_000), 2000)
    .option("--seed <number>", "another seed, another world", parseWhole(0, 2 ** 32 - 1), 1)
    .option("--as-of <YYYY-MM-DD>", "the day it is made for (default: today, UTC)", parseDay)
    .action(async ({ asOf, ...options }: Options) => {
      const url = databaseUrl(cli);
      const { makeDemo } = await import("@vetsuccess/sandbox/demo/make-demo");
      const progress = showProgress(cli.screen);
      const started = performance.now();
      const made = await makeDemo({
        url,
        ...options,
        asOf: asOf ?? cli.now().toISOString().slice(0, 10),
        onProgress: progress.show,
      }).finally(progress.end);
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      const rows = Object.values(made).reduce((sum, count) => sum + count, 0);
      cli.print(
        `Made ${options.practices} practices and ${options.clients} clients: ${rows} rows in ${seconds} s.`,
      );
    });
}
