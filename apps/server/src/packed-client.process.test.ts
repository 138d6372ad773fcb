import { execFile } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { createApiKey } from "@vetsuccess/domain/identity/commands/create-api-key";
import { systemActor } from "@vetsuccess/domain/deps";
import { callCenterOf } from "@vetsuccess/testing/call-center";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { signInAs } from "@vetsuccess/testing/identity";
import { testSender } from "@vetsuccess/testing/sending";
import { usePrograms } from "@vetsuccess/testing/processes";
import { publint } from "publint";
import { afterAll, beforeAll, expect, test } from "vitest";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../../..");
const home = join(root, "packages/client");
const elsewhere = mkdtempSync(join(tmpdir(), "vetsuccess-program-"));
const installed = join(elsewhere, "node_modules");
const database = useTestDatabase();
const programs = usePrograms();
let tarball = "";

interface Manifest {
  name: string;
  version: string;
  dependencies?: Record<string, string>;
}
const manifestOf = (folder: string) =>
  JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;

/** Packs the client and installs it as any program would, in a folder that knows nothing of this repository. */
beforeAll(async () => {
  await run(process.execPath, [join(root, "scripts/build-client.mjs")]);
  const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    packageManager: string;
  };
  await run("npx", ["--yes", "--prefer-offline", packageManager, "pack", "--pack-destination", elsewhere], {
    cwd: home,
  });
  tarball =
    readdirSync(elsewhere)
      .map((name) => join(elsewhere, name))
      .find((path) => path.endsWith(".tgz")) ?? "";
  await unpack(tarball, join(installed, "@vetsuccess/client"));
  installDependencies(join(installed, "@vetsuccess/client"), home);
  writeFileSync(
    join(elsewhere, "package.json"),
    JSON.stringify({ type: "module", dependencies: { "@vetsuccess/client": `file:${tarball}` } }),
  );
});
afterAll(() => rmSync(elsewhere, { recursive: true }));

/** The real server, and a key for a program of an agent. */
async function startServer(): Promise<{ url: string; key: string }> {
  const deps = { ...testSender(database).deps, now: () => new Date() };
  const { id } = await signInAs(deps, "agent");
  const agent = { ...systemActor(id), role: "agent" as const };
  const scopes = [
    "clients.search",
    "clients.get",
    "clients.update",
    "outcomes.list",
    "live.changes",
  ] as const;
  const { key } = await createApiKey(deps, agent, { name: "example", scopes: [...scopes], expiresInDays: 1 });
  const server = programs.start("server", {
    DATABASE_URL: database.url,
    PORT: "0",
    SANDBOX: "true",
    LOG_LEVEL: "silent",
  });
  const [{ url }] = (await once(server, "message")) as [{ url: string }];
  return { url, key };
}

async function unpack(file: string, into: string): Promise<void> {
  mkdirSync(into, { recursive: true });
  await run("tar", ["-xzf", file, "-C", into, "--strip-components=1"]);
}

/**
 * Puts what a package names as its dependencies, and what they name, beside it, from this checkout: no registry is asked.
 *
 * @param folder of the package as it is installed
 * @param origin of the same package in this checkout, from where its dependencies are found
 */
function installDependencies(folder: string, origin: string): void {
  for (const name of Object.keys(manifestOf(folder).dependencies ?? {})) {
    const target = join(installed, name);
    if (existsSync(target)) continue;
    const source = folderOf(name, origin);
    cpSync(source, target, {
      recursive: true,
      dereference: true,
      filter: (path) => !path.slice(source.length).includes("node_modules"),
    });
    installDependencies(target, source);
  }
}

/** Where a package of this checkout has one of its dependencies: beside it, or below it. */
function folderOf(name: string, origin: string): string {
  const beside = origin.slice(0, origin.lastIndexOf("node_modules") + "node_modules".length);
  const found = [join(origin, "node_modules", name), join(beside, name)].find((path) => existsSync(path));
  if (found === undefined) throw new Error(`${name} is not installed for ${origin}`);
  return realpathSync(found);
}

test("brings no part of the server along", () => {
  const names = readdirSync(installed, { withFileTypes: true }).flatMap(({ name }) =>
    name.startsWith("@") ? readdirSync(join(installed, name)).map((inner) => `${name}/${inner}`) : [name],
  );
  expect(names.toSorted()).toEqual([
    "@trpc/client",
    "@trpc/server",
    "@vetsuccess/client",
    "copy-anything",
    "eventsource",
    "eventsource-parser",
    "superjson",
  ]);
  const { dependencies = {} } = manifestOf(join(installed, "@vetsuccess/client"));
  expect(Object.values(dependencies).filter((range) => !/^[\^~]?\d+\.\d+\.\d+$/.test(range))).toEqual([]);
});

test("is packed as public tools want it", async () => {
  const bytes = readFileSync(tarball);
  const { messages } = await publint({ pack: { tarball: new Uint8Array(bytes).buffer }, strict: true });
  const { types, ...checked } = await checkPackage(createPackageFromTarballData(bytes));
  expect(messages).toEqual([]);
  expect(types).toMatchObject({ kind: "included" });
  // It is an ES module alone: CommonJS programs load it by `import()`.
  const problems = "problems" in checked ? checked.problems : [];
  expect(problems.filter(({ kind }) => kind !== "CJSResolvesToESM")).toEqual([]);
});

test("its example finds clients, records an outcome and hears of its own change, fully typed", async () => {
  const example = join(elsewhere, "record-outcome.ts");
  cpSync(join(installed, "@vetsuccess/client/examples/record-outcome.ts"), example);
  const project = join(elsewhere, "tsconfig.json");
  const compilerOptions = {
    target: "es2022",
    module: "nodenext",
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: false,
    outDir: elsewhere,
    types: ["node"],
    typeRoots: [join(root, "node_modules/@types")],
  };
  writeFileSync(project, JSON.stringify({ compilerOptions, files: [example] }));
  const { stdout: complaints } = await run(join(root, "node_modules/.bin/tsc"), ["-p", project]).catch(
    (failed: { stdout: string }) => failed,
  );
  // One of tRPC's own declarations, for servers, names a package that nobody but servers installs.
  const ours = complaints.split("\n").filter((line) => line && !line.includes("node_modules/@trpc/"));
  expect(ours).toEqual([]);

  const callCenter = callCenterOf(database);
  await callCenter.reset();
  await callCenter.addOutcomes("Booked a visit");
  await callCenter.addClient("c-1", { name: ["Ann", "Smith"], pets: ["Rex"] });
  const { url, key } = await startServer();
  const { stdout } = await run(process.execPath, [example.replace(".ts", ".js"), "Smith", "Booked a visit"], {
    cwd: elsewhere,
    timeout: 30_000,
    env: { PATH: process.env["PATH"], VETSUCCESS_URL: url, VETSUCCESS_API_KEY: key },
  });
  expect(stdout.trim().split("\n").toSorted()).toEqual([
    "changed: c-1",
    expect.stringMatching(/^found Ann Smith \(\d{10}\): Rex$/),
    "may be recorded: Booked a visit",
    "recorded for Rex: Booked a visit",
  ]);
  const { outcome } = await database.db.patient.findUniqueOrThrow({ where: { oduId: "Rex" } });
  expect(outcome).toBe("Booked a visit");
});
