import { parseArgs } from "node:util";
import { deployMigrations } from "@vetsuccess/db/migrate";
import { makeDemo } from "@vetsuccess/sandbox/demo/make-demo";

/** The day the data is made for, YYYY-MM-DD. */
const benchDay = "2026-06-10";

/**
 * Fills an empty database with the data set of the benchmarks, the same each time: 20 practices on 10 servers, 200,000
 * clients, 300,000 patients, 600,000 appointments, 1,000,000 reminders, 100,000 SMS histories. Takes up to a minute.
 *
 * @returns rows per table
 * @throws Error when the database holds rows already
 * @public for benchmarks that bring a database of their own
 */
export async function makeBenchData(url: string): Promise<Record<string, number>> {
  await deployMigrations(url);
  return makeDemo({ url, servers: 10, practices: 20, clients: 200_000, seed: 1, asOf: benchDay });
}

/** `pnpm bench data --url postgresql://…`: makes the data set and tells how many rows it has. */
export async function benchData(): Promise<void> {
  const { values } = parseArgs({ args: process.argv.slice(3), options: { url: { type: "string" } } });
  const url = values.url ?? process.env["DATABASE_URL"];
  if (!url) throw new Error("name an empty database: --url postgresql://…, or DATABASE_URL");
  const started = performance.now();
  const counts = await makeBenchData(url);
  for (const [table, rows] of Object.entries(counts))
    console.log(`${table.padEnd(32)} ${String(rows).padStart(9)}`);
  console.log(`${((performance.now() - started) / 1000).toFixed(1)} s`);
}
