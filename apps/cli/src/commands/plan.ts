import type { PlanResult } from "@vetsuccess/contract/outreach";
import { planPractice, previewPlan } from "@vetsuccess/domain/outreach/commands";
import { Command } from "commander";
import { withDeps, type Cli } from "../deps.ts";
import { parseDay } from "../parse.ts";

interface Options {
  practice: string;
  date?: string;
  dryRun?: true;
  json?: true;
}

/** `vet plan`: plans the texts of a practice, or shows what planning would do. */
export function planCommand(cli: Cli): Command {
  return new Command("plan")
    .description("Plan the texts of a practice for a day, missed days included.")
    .requiredOption("--practice <id>", "the practice, by its id")
    .option("--date <YYYY-MM-DD>", "the outreach day, UTC (default: today)", parseDay)
    .option("--dry-run", "write nothing; show three of the texts")
    .option("--json", "print the result as JSON")
    .action(async (options: Options) => {
      const input = {
        practiceId: options.practice,
        day: options.date ?? cli.now().toISOString().slice(0, 10),
      };
      const result = await withDeps(cli, (deps) =>
        options.dryRun ? previewPlan(deps, input) : planPractice(deps, input),
      );
      if (options.json) cli.print(JSON.stringify(result, null, 2));
      else for (const line of report(result, options.dryRun === true)) cli.print(line);
    });
}

function report(result: PlanResult, isDry: boolean): string[] {
  const { practiceId, day, windows, reminders, texts } = result;
  if (windows.length === 0) return [`Practice ${practiceId}, ${day}: planned before, nothing to do.`];
  const due = windows.map(({ from, through }) => (from === through ? from : `${from} to ${through}`));
  const counts = Object.entries(result.decisions).map(
    ([status, count]) => `  ${status.padEnd(20)} ${String(count).padStart(6)}`,
  );
  const samples = result.samples.flatMap(({ clientId, pets, sendAt, text }) => [
    "",
    `To client ${clientId} about ${pets.join(", ")}, ${sendAt.slice(0, 16).replace("T", " ")} UTC:`,
    `  ${text}`,
  ]);
  return [
    `Practice ${practiceId}, ${day}: reminders due ${due.join(", ")}.`,
    `  ${"reminders".padEnd(20)} ${String(reminders).padStart(6)}`,
    ...counts,
    `  ${(isDry ? "texts it would plan" : "texts planned").padEnd(20)} ${String(texts).padStart(6)}`,
    ...(isDry ? samples : []),
  ];
}
