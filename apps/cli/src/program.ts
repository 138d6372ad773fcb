import { Command } from "commander";
import { createAdminCommand } from "./commands/create-admin.ts";
import { demoCommand } from "./commands/demo.ts";
import { migrateCommand } from "./commands/migrate.ts";
import { planCommand } from "./commands/plan.ts";
import { runJobCommand } from "./commands/run-job.ts";
import type { Cli } from "./deps.ts";
import { startCommand } from "./start/command.ts";

/** Every command, in the order of the help: a function from the world to the command. */
const commands: ((cli: Cli) => Command)[] = [
  startCommand,
  migrateCommand,
  createAdminCommand,
  demoCommand,
  planCommand,
  runJobCommand,
];

/** The operator's command line. Unknown commands, options and arguments are refused with exit code 1. */
export function createProgram(cli: Cli): Command {
  const program = new Command("vet")
    .description("The operator's command line of VetSuccess.")
    .addHelpText("after", "\nThe database is DATABASE_URL, or else the one that `npm start` runs.");
  for (const command of commands) program.addCommand(command(cli));
  return program;
}
