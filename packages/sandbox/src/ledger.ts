import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";

/** The rows of a file of JSON lines; none when there is no file. A line that a crash cut short is passed over. */
export function readLedger<Row>(file: string): Row[] {
  mkdirSync(dirname(file), { recursive: true });
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Row);
}
