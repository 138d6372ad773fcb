import { join, resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import type { Cli } from "../deps.ts";
import { Sandbox, type StartOptions, type Started } from "./sandbox.ts";

const checkoutData = join(import.meta.dirname, "../../../../.data");
/** npm hands Ctrl-C on to what the terminal has sent it to already: within so long it is one wish. */
const sameWishMs = 500;

/** `vet start`: the whole product on one machine, until Ctrl-C. */
export function startCommand(cli: Cli): Command {
  return new Command("start")
    .description(
      "Run the whole product on this machine, with made-up data, a pretend phone and a pretend inbox.",
    )
    .option(
      "--port <number>",
      "where the app is; the next free port if it is busy",
      port,
      port(cli.env["PORT"] ?? "3000"),
    )
    .option("--data <folder>", "where database and logs are kept", (folder) => resolve(folder), checkoutData)
    .option("--no-demo", "leave an empty database empty")
    .addHelpText(
      "after",
      "\nWith DATABASE_URL an existing PostgreSQL (15 or newer) is used. To begin anew, delete the data folder.",
    )
    .action((options: StartOptions) => run(cli, options));
}

async function run(cli: Cli, options: StartOptions): Promise<void> {
  const sandbox = new Sandbox();
  let stoppingSince: number | undefined;
  const stop = async (reason: string, exitCode: number) => {
    if (stoppingSince !== undefined && performance.now() - stoppingSince < sameWishMs) return;
    if (stoppingSince !== undefined) {
      sandbox.kill();
      process.exit(130);
    }
    stoppingSince = performance.now();
    cli.note(reason);
    await sandbox.stop();
    process.exit(exitCode);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => void stop("\nStopping. Press Ctrl-C again to stop at once.", 0));
  try {
    const addresses = await sandbox.start(cli, options, (reason) => {
      if (stoppingSince === undefined) void stop(reason, 1);
    });
    cli.print(welcome(addresses, options.data));
  } catch (error) {
    if (stoppingSince !== undefined) return; // what was being started broke off because it was stopped
    stoppingSince = performance.now();
    await sandbox.stop();
    throw error;
  }
}

function port(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > 65_535)
    throw new InvalidArgumentError("It is a whole number from 0 to 65535.");
  return value;
}

const welcome = ({ url, inboxUrl, signIn }: Started, data: string) => `
  VetSuccess is ready:  ${url}
  Mails it has sent:    ${inboxUrl}

  ${signIn}

  What to try
    1. On the Outreach page, choose a practice and "Preview" its texts.
    2. "Plan now" writes them; "Deliver now" sends them at any hour.
    3. "Phone" shows them as the pets' owners would see them.
    4. Open a text to follow it from the reminder to the phone.

  Nothing leaves this machine. Data and logs: ${data}
  Ctrl-C stops everything.
`;
