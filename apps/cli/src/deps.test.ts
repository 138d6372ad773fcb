import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { databaseUrl } from "./deps.ts";

describe("the database to work on", () => {
  const folder = mkdtempSync(join(tmpdir(), "vetsuccess-cli-"));
  const started = join(folder, "database-url");
  writeFileSync(started, "postgresql://started.example/vet\n");
  const none = join(folder, "none");
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("is DATABASE_URL, also while `npm start` runs", () => {
    const env = { DATABASE_URL: "postgresql://given.example/vet" };
    expect(databaseUrl({ env, startedDatabase: started })).toBe("postgresql://given.example/vet");
  });

  test("is the one that `npm start` runs when DATABASE_URL is empty", () => {
    expect(databaseUrl({ env: { DATABASE_URL: "" }, startedDatabase: started })).toBe(
      "postgresql://started.example/vet",
    );
  });

  test("is asked for when there is neither", () => {
    expect(() => databaseUrl({ env: {}, startedDatabase: none })).toThrow("set DATABASE_URL=postgresql://…");
  });
});
