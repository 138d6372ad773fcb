import {
  deployMigrations,
  diffSchema,
  migrationStatus,
  resolveMigration,
  writeMigration,
  type MigrationStatus,
} from "@vetsuccess/db/migrate";
import { Command } from "commander";
import { databaseUrl, type Cli } from "../deps.ts";

/** `vet migrate`: writes, applies and settles migrations. */
export function migrateCommand(cli: Cli): Command {
  return new Command("migrate")
    .description("Write, apply and inspect the migrations of the database.")
    .addCommand(devCommand(cli))
    .addCommand(deployCommand(cli))
    .addCommand(statusCommand(cli))
    .addCommand(resolveCommand(cli));
}

function deployCommand(cli: Cli): Command {
  return new Command("deploy")
    .description("Apply the migrations that the database does not have yet.")
    .option("--json", "print their names as JSON")
    .action(async (options: { json?: true }) => {
      const applied = await deployMigrations(databaseUrl(cli), cli.folders);
      if (options.json) cli.print(JSON.stringify({ applied }));
      else if (applied.length === 0) cli.print("Nothing to apply.");
      else for (const name of applied) cli.print(`Applied ${name}.`);
    });
}

function statusCommand(cli: Cli): Command {
  return new Command("status")
    .description("Compare the database with the folder of migrations; exit code 1 unless they agree.")
    .option("--json", "print the status as JSON")
    .action(async (options: { json?: true }) => {
      const status = await migrationStatus(databaseUrl(cli), cli.folders);
      const lines = statusLines(status);
      if (options.json) cli.print(JSON.stringify(status, null, 2));
      else for (const line of lines.length > 0 ? lines : ["The database is up to date."]) cli.print(line);
      if (lines.length > 0) throw new Error("the database is not up to date");
    });
}

function statusLines({ failed, pending, edited, missing }: MigrationStatus): string[] {
  return [
    ...failed.map(
      (name) => `failed    ${name}: mend it, then \`pnpm vet migrate resolve --rolled-back ${name}\``,
    ),
    ...pending.map((name) => `pending   ${name}: \`pnpm vet migrate deploy\` applies it`),
    ...edited.map((name) => `edited    ${name}: its file changed after it was applied`),
    ...missing.map((name) => `missing   ${name}: applied, but not in the folder`),
  ];
}

function resolveCommand(cli: Cli): Command {
  return new Command("resolve")
    .description("Settle a failed migration: say which of the two it is.")
    .option("--rolled-back <name>", "nothing of it is in the database: the next deployment runs it again")
    .option("--applied <name>", "all of it is in the database, somebody did it by hand")
    .action(async (options: { rolledBack?: string; applied?: string }) => {
      const { rolledBack, applied } = options;
      const name = rolledBack ?? applied;
      if (name === undefined || (rolledBack !== undefined && applied !== undefined))
        throw new Error("give either --rolled-back NAME or --applied NAME");
      const as = rolledBack === undefined ? "applied" : "rolled-back";
      await resolveMigration(databaseUrl(cli), name, as, cli.folders);
      cli.print(`${name} is recorded as ${as}.`);
    });
}

function devCommand(cli: Cli): Command {
  return new Command("dev")
    .description("Write a migration that leads from the database to prisma/schema, and apply it.")
    .requiredOption("--name <name>", "what it does, e.g. add-colours")
    .action(async (options: { name: string }) => {
      const url = databaseUrl(cli);
      const words = options.name.toLowerCase().match(/[a-z0-9]+/g);
      if (!words) throw new Error(`--name needs letters or digits: ${options.name}`);
      if (statusLines(await migrationStatus(url, cli.folders)).length > 0)
        throw new Error("the database is not up to date with the migrations: see `pnpm vet migrate status`");
      const script = await diffSchema(url, "database", cli.folders.schemaDir);
      if (isEmpty(script))
        throw new Error("the database is as prisma/schema says: there is nothing to write");
      const stamp = cli.now().toISOString().replaceAll(/\D/g, "").slice(0, 14);
      const name = `${stamp}_${words.join("_")}`;
      writeMigration(name, `-- ${options.name}\n\n${script.trim()}\n`, cli.folders.migrationsDir);
      cli.print(`Wrote prisma/migrations/${name}/migration.sql.`);
      await deployMigrations(url, cli.folders);
      cli.print("Applied it. Now say in its first line why it exists, and run `pnpm prisma generate`.");
    });
}

/** A script of comments alone changes nothing. */
function isEmpty(script: string): boolean {
  return script.replaceAll(/--[^\n]*/g, "").trim() === "";
}
