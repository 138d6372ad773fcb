import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkoutFolders } from "@vetsuccess/db/migrate";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { afterAll, beforeAll, expect, test } from "vitest";
import { processCli } from "../deps.ts";
import { explain } from "../explain.ts";
import { createProgram } from "../program.ts";

const database = useTestDatabase();
const copy = mkdtempSync(join(tmpdir(), "vetsuccess-migrate-"));
const folders = { schemaDir: join(copy, "schema"), migrationsDir: join(copy, "migrations") };
const name = "20270102030405_name_the_colours";
const script = join(folders.migrationsDir, name, "migration.sql");

beforeAll(() => {
  cpSync(checkoutFolders.schemaDir, folders.schemaDir, { recursive: true });
  cpSync(checkoutFolders.migrationsDir, folders.migrationsDir, { recursive: true });
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** Runs `vet migrate …` on a copy of the checkout's folders; gives its lines, and its error as the last one. */
async function migrate(...args: string[]): Promise<string[]> {
  const lines: string[] = [];
  const program = createProgram({
    ...processCli,
    env: { DATABASE_URL: database.url },
    folders,
    now: () => new Date("2027-01-02T03:04:05Z"),
    print: (line) => lines.push(line),
  });
  await program.parseAsync(["migrate", ...args], { from: "user" }).catch((error: unknown) => {
    lines.push(`error: ${explain(error)}`);
  });
  return lines;
}

test("status and deploy find nothing to do, and dev refuses an empty difference", async () => {
  expect(await migrate("status")).toEqual(["The database is up to date."]);
  expect(await migrate("deploy")).toEqual(["Nothing to apply."]);
  expect(await migrate("deploy", "--json")).toEqual(['{"applied":[]}']);
  const migrations = readdirSync(folders.migrationsDir);
  expect(await migrate("dev", "--name", "nothing")).toEqual([
    "error: the database is as prisma/schema says: there is nothing to write",
  ]);
  expect(await migrate("dev", "--name", "!")).toEqual(["error: --name needs letters or digits: !"]);
  expect(readdirSync(folders.migrationsDir)).toEqual(migrations);
});

test("dev writes what the schema asks for and applies it", async () => {
  writeFileSync(
    join(folders.schemaDir, "colour.prisma"),
    'model Colour {\n  name String @id\n\n  @@map("colour")\n}\n',
  );
  const [wrote, applied] = await migrate("dev", "--name", "Name the colours");
  expect(wrote).toBe(`Wrote prisma/migrations/${name}/migration.sql.`);
  expect(applied).toContain("Applied it.");
  expect(readFileSync(script, "utf8")).toMatch(
    /^-- Name the colours\n\n-- CreateTable\nCREATE TABLE "colour"/,
  );
  expect((await database.pool.query("select from colour")).rowCount).toBe(0);
  expect(await migrate("status")).toEqual(["The database is up to date."]);
});

test("a migration that fails names its statement, and resolve leads on", async () => {
  const next = "20270203040506_first_colour";
  cpSync(join(folders.migrationsDir, name), join(folders.migrationsDir, next), { recursive: true });
  const file = join(folders.migrationsDir, next, "migration.sql");
  writeFileSync(file, "INSERT INTO colour VALUES ('black');\nINSERT INTO colour VALUES (NULL);\n");
  expect(await migrate("status")).toEqual([
    `pending   ${next}: \`pnpm vet migrate deploy\` applies it`,
    "error: the database is not up to date",
  ]);
  expect(await migrate("dev", "--name", "too early")).toEqual([
    "error: the database is not up to date with the migrations: see `pnpm vet migrate status`",
  ]);

  const [failed] = await migrate("deploy");
  expect(failed).toContain(`error: Migration ${next} failed at its line 2: null value in column "name"`);
  expect(failed).toContain("    INSERT INTO colour VALUES (NULL)");
  expect((await migrate("status"))[0]).toContain(`failed    ${next}`);
  expect((await migrate("deploy"))[0]).toContain("error: an earlier migration failed");

  expect(await migrate("resolve")).toEqual(["error: give either --rolled-back NAME or --applied NAME"]);
  expect((await migrate("resolve", "--rolled-back", "no_such"))[0]).toContain("no_such");
  writeFileSync(file, "INSERT INTO colour VALUES ('black');\n");
  expect(await migrate("resolve", "--rolled-back", next)).toEqual([`${next} is recorded as rolled-back.`]);
  expect(await migrate("deploy")).toEqual([`Applied ${next}.`]);
});

test("what was done by hand is recorded as applied", async () => {
  const next = "20270304050607_by_hand";
  cpSync(join(folders.migrationsDir, name), join(folders.migrationsDir, next), { recursive: true });
  expect((await migrate("deploy"))[0]).toContain('relation "colour" already exists');
  expect(await migrate("resolve", "--applied", next)).toEqual([`${next} is recorded as applied.`]);
  expect(await migrate("status")).toEqual(["The database is up to date."]);
});
