import pg from "pg";
import type { Cli } from "../deps.ts";
import { addDemoAccounts } from "./accounts.ts";
import { step } from "./step.ts";

const demo = { practices: 8, clients: 2000, seed: 1 };

/** Fills a database in which nobody ever put a practice or a user with demo data, relative to today, and accounts. */
export async function fillIfEmpty(cli: Cli, url: string): Promise<void> {
  if (!(await isEmpty(url))) return;
  const asOf = cli.now().toISOString().slice(0, 10);
  const { makeDemo } = await import("@vetsuccess/sandbox/demo/make-demo"); // large, and needed once
  await step(cli, "Demo data", (tell) =>
    makeDemo({
      url,
      ...demo,
      asOf,
      onProgress: ({ label, done, total }) =>
        tell(`${label} ${Math.floor((100 * done) / Math.max(total, 1))} %`),
    }),
  );
  await addDemoAccounts(cli, url);
}

async function isEmpty(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query(
      "select from apps_server union all select from apps_practice union all select from apps_user limit 1",
    );
    return rowCount === 0;
  } finally {
    await client.end();
  }
}
