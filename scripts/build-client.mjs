// Builds packages/client for other programs: node scripts/build-client.mjs
// JavaScript by esbuild; types by the compiler, which writes out what it infers, so that they name no package of ours.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import { build } from "esbuild";

const root = join(import.meta.dirname, "..");
const home = join(root, "packages/client");
const dist = join(home, "dist");
const typed = ["client", "api", "errors", "tokens", "words"];

rmSync(dist, { recursive: true, force: true });
await build({
  entryPoints: [join(home, "src/client.ts")],
  outfile: join(dist, "client.js"),
  bundle: true,
  format: "esm",
  platform: "neutral",
  target: "es2022",
  packages: "external",
  sourcemap: true,
});

const temporary = mkdtempSync(join(tmpdir(), "vetsuccess-client-"));
const compilerOptions = {
  noEmit: false,
  declaration: true,
  emitDeclarationOnly: true,
  rootDir: root,
  outDir: temporary,
  types: ["node"],
  typeRoots: [join(root, "node_modules/@types")],
};
const project = join(temporary, "tsconfig.json");
const files = [join(home, "src/client.ts")];
writeFileSync(project, JSON.stringify({ extends: join(root, "tsconfig.base.json"), compilerOptions, files }));
const { status, stdout } = spawnSync(join(root, "node_modules/.bin/tsc"), ["-p", project], {
  encoding: "utf8",
});
if (status !== 0) throw new Error(`the types of the client cannot be written out:\n${stdout}`);
for (const name of typed) {
  const target = join(dist, `${name}.d.ts`);
  cpSync(join(temporary, "packages/client/src", `${name}.d.ts`), target);
  // A declaration names the JavaScript beside it, as published packages do.
  const text = readFileSync(target, "utf8").replaceAll(/(["']\.\/[\w-]+)\.ts(["'])/g, "$1.js$2");
  writeFileSync(target, text);
  const foreign = text.match(/["'](?:@vetsuccess|@prisma)[^"']*["']/);
  if (foreign)
    throw new Error(`${name}.d.ts names ${foreign[0]}: spell that type out in packages/client/src`);
}
rmSync(temporary, { recursive: true });
