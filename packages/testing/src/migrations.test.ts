import { deployMigrations, diffSchema } from "@vetsuccess/db/migrate";
import { expect, test } from "vitest";
import { useTestDatabase } from "./database.ts";

const database = useTestDatabase();

test("the migrations and the schema files do not differ", async () => {
  expect(await diffSchema(database.url, "database")).toMatch(/^\s*(-- This is an empty migration\.\s*)?$/);
});

test("deploying again, twice at once, finds nothing to do", async () => {
  const [first, second] = await Promise.all([deployMigrations(database.url), deployMigrations(database.url)]);
  expect(first).toEqual([]);
  expect(second).toEqual([]);
});
