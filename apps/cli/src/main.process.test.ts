import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { PlanResult } from "@vetsuccess/contract/outreach";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { bundleOf } from "@vetsuccess/testing/processes";
import { describe, expect, test } from "vitest";
import { jobContracts } from "./commands/run-job.ts";

const database = useTestDatabase();
const day = "2026-06-10";

interface Ended {
  code: number;
  out: string;
  /** Lines of standard error. */
  err: string[];
}

/** Runs the command line as a process of its own. */
function vet(args: string[], url = database.url, input = ""): Promise<Ended> {
  const env = { PATH: process.env["PATH"], DATABASE_URL: url, DATABASE_CONNECTION_RETRIES: "0" };
  return new Promise((resolve) => {
    const program = execFile(process.execPath, [bundleOf("cli"), ...args], { env }, (error, out, err) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
      resolve({ code, out, err: err.split("\n").filter((line) => line !== "") });
    });
    program.stdin?.end(input);
  });
}

test.each([
  "",
  "migrate",
  "migrate dev",
  "migrate deploy",
  "migrate status",
  "migrate resolve",
  "create-admin",
  "demo",
  "plan",
  "run-job",
])("vet %s --help says how it is used", async (command) => {
  const words = command.split(" ").filter(Boolean);
  const { code, out, err } = await vet([...words, "--help"]);
  expect(out).toContain(`Usage: ${["vet", ...words].join(" ")}`);
  expect({ code, err }).toEqual({ code: 0, err: [] });
});

test.each([
  ["an unknown command", ["fly"], "unknown command 'fly'"],
  ["an unknown option", ["plan", "--practice", "1001", "--force"], "unknown option '--force'"],
  ["too many arguments", ["migrate", "deploy", "now"], "too many arguments"],
  ["a missing option", ["plan"], "required option '--practice <id>' not specified"],
  ["a migration without a name", ["migrate", "dev"], "required option '--name <name>' not specified"],
  ["no number", ["demo", "--clients", "many"], "It is a whole number from 1 to 2000000."],
  ["a number that is too large", ["demo", "--practices", "501"], "It is a whole number from 1 to 500."],
  ["a day that is none", ["plan", "--practice", "1001", "--date", "2026-02-30"], "It is a day, YYYY-MM-DD."],
  ["a demo for no day", ["demo", "--as-of", "today"], "It is a day, YYYY-MM-DD."],
  ["an administrator without an address", ["create-admin"], "--email is missing"],
  ["an address that is none", ["create-admin", "--email", "ada"], "Invalid email address"],
  ["an empty password", ["create-admin", "--email", "ada@example.com"], "there is no password"],
  ["a password as an argument", ["create-admin", "--password", "x"], "unknown option '--password'"],
  ["a job that is none", ["run-job", "outreach.fly"], 'there is no job "outreach.fly"; there are '],
  ["a payload that is not JSON", ["run-job", "outreach.launch", "--payload", "{"], "--payload is not JSON"],
  [
    "a payload that does not fit",
    ["run-job", "outreach.create-sms-events", "--payload", '{"practiceId":"1001","day":"soon"}'],
    "the payload does not fit outreach.create-sms-events: day: ",
  ],
])("%s is refused in one line, with exit code 1", async (_, args, message) => {
  const { code, out, err } = await vet(args);
  expect({ code, out, lines: err.length }).toEqual({ code: 1, out: "", lines: 1 });
  expect(err[0]).toMatch(/^error: /);
  expect(err[0]).toContain(message);
});

test.each([
  ["migrate status", ["migrate", "status"]],
  ["migrate deploy", ["migrate", "deploy"]],
  ["demo", ["demo"]],
  ["plan", ["plan", "--practice", "1001"]],
  ["run-job", ["run-job", "outreach.launch"]],
])("vet %s says in one line that the database does not answer", async (_, args) => {
  const { code, out, err } = await vet(args, "postgresql://app:app@127.0.0.1:9/none");
  expect({ code, out, lines: err.length }).toEqual({ code: 1, out: "", lines: 1 });
  expect(err[0]).toMatch(/^error: .*database/);
});

describe("on a demo", () => {
  const plan = (practice: string, ...more: string[]) =>
    vet(["plan", "--practice", practice, "--date", day, ...more]);
  const texts = async () => (await database.pool.query("select from apps_smsevent")).rowCount;

  test("demo fills the database, and refuses to do it twice", async () => {
    const args = ["demo", "--practices", "4", "--clients", "400", "--seed", "3", "--as-of", day];
    const made = await vet(args);
    expect(made.code).toBe(0);
    expect(made.out).toMatch(/^Made 4 practices and 400 clients: \d+ rows in [\d.]+ s\.\n$/);
    expect(made.err).toContain("clients: 0 %");
    expect(made.err.at(-1)).toBe("indexes and keys: 100 %");
    const again = await vet(args);
    expect(again).toMatchObject({ code: 1, out: "" });
    expect(again.err).toEqual([
      "error: the database holds a demo already: nothing was changed (for another one, take an empty database)",
    ]);
  });

  test("a dry run tells counts and three texts, and writes nothing", async () => {
    const { code, out } = await plan("1001", "--dry-run");
    expect(code).toBe(0);
    expect(out).toMatch(/^Practice 1001, 2026-06-10: reminders due 2026-04-22\.\n/);
    expect(out).toMatch(/ {2}OPTED_OUT +[1-9]/);
    expect(out.match(/^To client /gm)).toHaveLength(3);
    const json = await plan("1001", "--dry-run", "--json");
    const result = JSON.parse(json.out) as PlanResult;
    expect(result).toMatchObject({ practiceId: "1001", day });
    expect(out).toContain(`texts it would plan ${String(result.texts).padStart(7)}`);
    expect(await texts()).toBe(0);
  });

  test("a plan is made once", async () => {
    const first = await plan("1001", "--json");
    expect(first.code).toBe(0);
    expect(await texts()).toBe((JSON.parse(first.out) as PlanResult).texts);
    const second = await plan("1001");
    expect(second).toEqual({
      code: 0,
      out: "Practice 1001, 2026-06-10: planned before, nothing to do.\n",
      err: [],
    });
  });

  test.each([
    ["an unknown practice", ["9999"], "there is no practice 9999"],
    ["an archived practice", ["1004"], "practice 1004 is archived"],
    ["a practice whose mailing is off", ["1003"], "SMS mailing of practice 1003 is off"],
    ["a day to come", ["1001", "--date", "2199-01-01"], "day: 2199-01-01 is in the future"],
  ])("%s is not planned for", async (_, [practice = "", ...more], message) => {
    expect(await plan(practice, "--dry-run", ...more)).toEqual({
      code: 1,
      out: "",
      err: [`error: ${message}`],
    });
  });

  test("run-job puts a job into the queue", async () => {
    const args = ["outreach.create-sms-events", "--payload", `{"practiceId":"1002","day":"${day}"}`];
    expect(await vet(["run-job", ...args])).toEqual({
      code: 0,
      out: "Queued outreach.create-sms-events.\n",
      err: [],
    });
    const { rows } = await database.pool.query<{ task: string; key: string }>(
      "select task_identifier as task, key from graphile_worker.jobs where task_identifier like 'outreach.%'",
    );
    const key = `outreach.create-sms-events:1002:${day}`;
    expect(rows).toEqual([{ task: "outreach.create-sms-events", key }]);
  });
});

test("run-job knows every job of the product", async () => {
  const domain = join(import.meta.dirname, "../../../packages/domain/src");
  const files = readdirSync(domain, { recursive: true, encoding: "utf8" }).filter((file) =>
    /[\\/]jobs\.ts$/.test(file),
  );
  const modules = await Promise.all(files.map((file) => import(join(domain, file)) as Promise<object>));
  const names = modules
    .flatMap((module) => Object.values(module) as { name: string }[])
    .map(({ name }) => name);
  expect([...jobContracts.keys()].sort()).toEqual(names.sort());
});

describe("vet create-admin", () => {
  const create = (password: string) =>
    vet(["create-admin", "--email", "ada@example.com"], undefined, password);

  test("makes an administrator with the password that it reads", async () => {
    const { code, out, err } = await create("plum-otter-quilt-58\n");
    expect({ code, out, err }).toEqual({
      code: 0,
      out: "ada@example.com is an administrator and can sign in.\n",
      err: [],
    });
    const user = await database.db.user.findUniqueOrThrow({ where: { email: "ada@example.com" } });
    expect(user).toMatchObject({ role: "admin", isActive: true });
    expect(user.password).toMatch(/^\$argon2id\$/);
  });

  test("refuses an address that is taken, and a password that is easy to guess", async () => {
    expect((await create("plum-otter-quilt-58\n")).err).toEqual([
      "error: There is a user with this e-mail address.",
    ]);
    expect((await create("password1234\n")).err[0]).toMatch(/^error: password: .*too easy to guess/);
  });
});
