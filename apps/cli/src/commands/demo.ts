import { Command, InvalidArgumentError } from "commander";
import { databaseUrl, type Cli } from "../deps.ts";
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
    .option("--practices <count>", "how many practices", whole(1, 500), 8)
    .option("--clients <count>", "how many clients, over all practices", whole(1, 2_000_000), 2000)
    .option("--seed <number>", "another seed, another world", whole(0, 2 ** 32 - 1), 1)
    .option("--as-of <YYYY-MM-DD>", "the day it is made for (default: today, UTC)", day)
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

function whole(min: number, max: number) {
  return (text: string): number => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < min || value > max)
      throw new InvalidArgumentError(`It is a whole number from ${min} to ${max}.`);
    return value;
  };
}

function day(text: string): string {
  const parsed = new Date(`${text}T00:00:00Z`);
  if (
    !/^\d{4}-\d{2}-\d{2}$/.test(text) ||
    Number.isNaN(parsed.getTime()) ||
    !parsed.toISOString().startsWith(text)
  )
    throw new InvalidArgumentError("It is a day, YYYY-MM-DD.");
  return text;
}
