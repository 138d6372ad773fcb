// The steps between a fresh clone and a program that runs. Each is taken again only when its inputs have changed.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { delimiter, join } from "node:path";
import { compressFolder } from "./compress.mjs";
import { showStep } from "./show-step.mjs";

/** The checkout, as a URL that ends in a slash. */
export const root = new URL("../", import.meta.url);
const rootDir = fileURLToPath(root);
const stamps = join(rootDir, "node_modules/.cache/vetsuccess");
const manifests = ["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml"];

const steps = {
  install: {
    title: "Installing packages (the first time downloads some 300 MB)",
    inputs: () => [...manifests, ...membersOf("apps"), ...membersOf("packages")],
    output: "node_modules/.modules.yaml",
    run: () => {
      const { packageManager } = JSON.parse(readFileSync(join(rootDir, "package.json"), "utf8"));
      const options = [
        "--frozen-lockfile",
        "--prefer-offline",
        "--prod=false",
        "--config.confirm-modules-purge=false",
      ];
      return run("npx", ["--yes", packageManager, "install", ...options], {
        env: { ...process.env, npm_config_update_notifier: "false" },
        shell: process.platform === "win32",
      });
    },
  },
  generate: {
    title: "Generating the database client",
    inputs: () => ["pnpm-lock.yaml", "prisma.config.ts", "prisma/schema"],
    output: "packages/db/src/generated/prisma/client.ts",
    run: () =>
      run(process.execPath, ["node_modules/prisma/build/index.js", "generate"], {
        env: {
          ...process.env,
          // npm and pnpm put the packages' programs on the path, plain node does not.
          PATH: [join(rootDir, "node_modules/.bin"), process.env.PATH].join(delimiter),
          // Prisma only looks whether its schema engine is there. Ours is WebAssembly: any program will do.
          PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
          PRISMA_HIDE_UPDATE_MESSAGE: "1",
          CHECKPOINT_DISABLE: "1",
        },
      }),
  },
  admin: {
    title: "Building the admin app",
    inputs: () => ["pnpm-lock.yaml", "tsconfig.base.json", "apps/admin", "packages/contract/src"],
    output: "apps/admin/dist/index.html",
    run: async () => {
      await run(process.execPath, ["node_modules/vite/bin/vite.js", "build"], {
        cwd: join(rootDir, "apps/admin"),
        env: { ...process.env, NODE_ENV: "production" },
      });
      compressFolder(join(rootDir, "apps/admin/dist"));
    },
  },
  bundle: {
    title: "Bundling the programs",
    inputs: programSources,
    output: "apps/cli/dist/main.js",
    run: () => run(process.execPath, ["scripts/build.mjs"]),
  },
  failpoint: {
    title: "Bundling the worker that tests kill",
    inputs: programSources,
    output: "apps/worker/dist/failpoint/main.js",
    run: () => run(process.execPath, ["scripts/build.mjs", "--failpoint"]),
  },
};

/** Takes the named steps, in this order, unless nothing has changed since they were last taken. */
export async function prepare(names) {
  for (const name of names) {
    const { title, inputs, output, run: work } = steps[name];
    const stamp = join(stamps, name);
    const current = fingerprint(inputs());
    const last =
      existsSync(stamp) && existsSync(join(rootDir, output)) ? readFileSync(stamp, "utf8") : undefined;
    if (last === current) continue;
    await showStep(title, work);
    mkdirSync(stamps, { recursive: true });
    writeFileSync(stamp, current);
  }
}

/** What the bundled programs are made of. */
function programSources() {
  const apps = ["server", "worker", "cli"].map((app) => `apps/${app}/src`);
  return ["pnpm-lock.yaml", "prisma/schema", "scripts/build.mjs", "packages", ...apps];
}

/** The manifests of the workspace's members. */
function membersOf(folder) {
  return readdirSync(join(rootDir, folder)).map((name) => `${folder}/${name}/package.json`);
}

/** One word for the contents of files and folders, and for the machine they are made for. */
function fingerprint(paths) {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch} ${process.versions.modules}`);
  for (const path of paths.flatMap(filesBelow))
    hash.update(`\0${path}\0`).update(readFileSync(join(rootDir, path)));
  return hash.digest("hex");
}

function filesBelow(path) {
  const entry = statSync(join(rootDir, path), { throwIfNoEntry: false });
  if (!entry) return [];
  if (!entry.isDirectory()) return [path];
  return readdirSync(join(rootDir, path))
    .filter((name) => !["node_modules", "dist", "generated"].includes(name) && !name.startsWith("."))
    .sort()
    .flatMap((name) => filesBelow(`${path}/${name}`));
}

/** Runs a program; what it says is shown only if it fails. */
function run(program, options, settings = {}) {
  return new Promise((done, fail) => {
    const child = spawn(program, options, { cwd: rootDir, stdio: ["ignore", "pipe", "pipe"], ...settings });
    const said = [];
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => said.push(chunk));
    child.once("error", fail);
    child.once("close", (code) => (code === 0 ? done() : fail(new Error(Buffer.concat(said).toString()))));
  });
}
