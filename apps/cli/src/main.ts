import { processCli } from "./deps.ts";
import { explain } from "./explain.ts";
import { createProgram } from "./program.ts";

try {
  await createProgram(processCli).parseAsync(process.argv);
} catch (error) {
  processCli.note(`error: ${explain(error)}`);
  process.exitCode = 1;
}
