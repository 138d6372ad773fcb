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

/** Puts made-up files for the practices' next e-mail into a storage that has none for it yet. */
export async function fillFilesIfEmpty(
  cli: Cli,
  databaseUrl: string,
  connectionString: string,
  container: string,
): Promise<void> {
  const { makeDemoFiles } = await import("@vetsuccess/sandbox/demo/files");
  const days = [0, 1, 2, 3].map((back) =>
    new Date(cli.now().getTime() - back * 86_400_000).toISOString().slice(0, 10),
  );
  await step(cli, "Demo files", () => makeDemoFiles({ databaseUrl, connectionString, container, days }));
}
