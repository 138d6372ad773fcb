import { randomBytes } from "node:crypto";
import { openDatabase, type Database } from "@vetsuccess/db/client";
import { afterAll, beforeAll, inject } from "vitest";
import { onServer, withDatabase } from "./global-setup.ts";

export interface TestDatabase extends Database {
  url: string;
}

/**
 * A migrated, empty database of the test file's own, made before its first test and dropped after its last.
 * Read the result inside tests and hooks only: it is filled by `beforeAll`.
 */
export function useTestDatabase(): TestDatabase {
  const name = `vet_${randomBytes(6).toString("hex")}`;
  const serverUrl = inject("serverUrl");
  const url = withDatabase(serverUrl, name);
  const holder = { url } as TestDatabase;
  beforeAll(async () => {
    await onServer(serverUrl, (c) => c.query(`create database ${name} template ${inject("templateName")}`));
    const opened = openDatabase({
      url,
      poolSize: 10,
      statementTimeoutMs: 30_000,
      connectionRetries: 0,
      applicationName: "vetsuccess-test",
    });
    Object.assign(holder, opened);
  });
  afterAll(async () => {
    await holder.close();
    await onServer(serverUrl, (c) => c.query(`drop database if exists ${name} with (force)`));
  });
  return holder;
}
