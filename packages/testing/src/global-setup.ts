import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deployMigrations } from "@vetsuccess/db/migrate";
import { startEmbedded, type Embedded } from "@vetsuccess/sandbox/postgres";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { chromiumPath } from "./browser.ts";
import { hasFixtures } from "./fixtures.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Connection string of the server's maintenance database. */
    serverUrl: string;
    /** Name of the migrated, empty database that every test database is a copy of. */
    templateName: string;
  }
}

/**
 * One PostgreSQL for the whole run, with durability off, and one migrated template database in it.
 * With DATABASE_URL the server named there is used instead; its role must be allowed to create databases.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (!hasFixtures) console.log("No ../shared/fixtures here: the tests that read recorded runs are skipped.");
  if (!chromiumPath)
    console.log("No Chromium here (see CHROMIUM_PATH): the tests that drive a browser are skipped.");
  if (spawnSync("which", ["soffice"]).status !== 0)
    console.log("No LibreOffice here: the test that opens a workbook with it is skipped.");
  const given = process.env["DATABASE_URL"];
  const server = given
    ? undefined
    : await startEmbedded(mkdtempSync(join(tmpdir(), "vetsuccess-test-")), { fast: true });
  if (server) leaveNothingBehind(server);
  const serverUrl = given ?? server?.url("postgres") ?? "";
  const templateName = `vet_template_${process.pid}`;
  const templateUrl = withDatabase(serverUrl, templateName);
  const tearDown = async () => {
    if (server) {
      await server.stop();
      server.remove();
    } else await onServer(serverUrl, (c) => c.query(`drop database if exists ${templateName} with (force)`));
  };
  try {
    await onServer(serverUrl, (c) => c.query(`create database ${templateName}`));
    await deployMigrations(templateUrl);
  } catch (error) {
    await tearDown();
    throw error;
  }
  project.provide("serverUrl", serverUrl);
  project.provide("templateName", templateName);
  return tearDown;
}

/** A run that is broken off takes its server and its data with it. */
function leaveNothingBehind(server: Embedded): void {
  for (const signal of ["SIGTERM", "SIGHUP"] as const) process.once(signal, () => process.exit(1));
  process.once("exit", () => {
    server.kill();
    server.remove();
  });
}

/** The same server, another database. */
export function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.toString();
}

/** Runs `work` on a short-lived connection. */
export async function onServer<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
