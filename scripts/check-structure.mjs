// The walls and rooms of the house, checked: node scripts/check-structure.mjs [root]
// What a linter can say stands in .oxlintrc.json; here is what needs to know our own layout.
import { existsSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import {
  importsOf,
  isTest,
  lineAt,
  ownerOf,
  sourceFiles,
  targetOf,
  withoutComments,
} from "./source-files.mjs";
import { kinds, testGoals, walls } from "./walls.mjs";

const root = resolve(process.argv[2] ?? join(import.meta.dirname, ".."));

const clockAndChance = /\bnew Date\(\)|\bDate\.now\(|\bMath\.random\(|\bTemporal\.Now\b/g;
const vagueName = /^(utils?|helpers?|service|manager|types|common|misc|shared)$/;
const kebabName = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;

/** The one file outside the vocabulary, because it stands between the product and a library that may go. */
const sessions = "packages/domain/src/identity/sessions.ts";

const errors = [];
const warnings = [];
const refuse = (file, line, rule, instead) => errors.push(`${file}:${line}  ${rule}: ${instead}`);

/** The room of a file of the domain: kind "rules" for outreach/rules.ts and for outreach/rules/choose-phone.ts. */
function roomOf(file) {
  if (!file?.startsWith("packages/domain/src/")) return undefined;
  const [noun, kind, ...deeper] = file
    .slice("packages/domain/src/".length)
    .replace(/\.tsx?$/, "")
    .split("/");
  return { noun, kind, isTooDeep: deeper.length > 1 };
}

function checkName(file) {
  const parts = file.split("/");
  for (const part of parts.filter((name) => !kebabName.test(name)))
    refuse(file, 1, "kebab-case", `write "${part}" in lower case, words joined by hyphens`);
  if (parts.some((part) => vagueName.test(part.split(".")[0])))
    refuse(file, 1, "vague name", "name it after what it decides, reads or does, in the folder of its noun");
  if (parts.at(-1).startsWith("index."))
    refuse(file, 1, "no barrels", "name the file after what it holds and import it by its own path");
  const room = roomOf(file);
  if (!room || isTest(file) || file === sessions) return;
  if (room.kind === undefined && !["config", "deps"].includes(room.noun))
    refuse(file, 1, "vocabulary", "move it into its noun's folder: only config.ts and deps.ts stand here");
  if (room.kind !== undefined && (!(room.kind in kinds) || room.isTooDeep))
    refuse(
      file,
      1,
      "vocabulary",
      `a feature has ${Object.keys(kinds).join(", ")}: a file, or a folder of verbs`,
    );
}

/** Libraries that one place alone knows. */
function checkDoors(file, { from, line }) {
  if (/^(@prisma\/|prisma$|prisma-extension)|generated\/prisma/.test(from) && ownerOf(file) !== "packages/db")
    refuse(file, line, "prisma", "import from @vetsuccess/db/client or @vetsuccess/db/sql");
  if (/^(lucia$|@lucia-auth\/)/.test(from) && file !== sessions)
    refuse(file, line, "lucia", `only ${sessions} knows it: ask there`);
}

function checkWall(file, { from, how, line }) {
  const owner = ownerOf(file);
  const wall = walls[owner];
  if (wall && from.startsWith(".") && ownerOf(targetOf(file, from)) !== owner)
    refuse(file, line, "wall", "import another package by its name, @vetsuccess/…");
  if (!wall || isTest(file)) return;
  const [, name, sub] = /^@vetsuccess\/([^/]+)\/?(.*)$/.exec(from) ?? [];
  if (`packages/${name}` === owner) refuse(file, line, "wall", "inside a package import by relative path");
  else if (name && !wall.ours.includes(name) && !(how === "type" && wall.ours.includes(`type ${name}`)))
    refuse(file, line, "wall", `${owner} may import of ours: ${wall.ours.join(", ") || "nothing"}`);
  if (owner === "packages/providers" && name === "domain" && !/(^|\/)(ports|deps)$/.test(sub))
    refuse(file, line, "wall", "providers know the ports of the domain alone: take the rest as an argument");
  if (!targetOf(file, from) && (wall.never?.test(from) || wall.only?.test(from) === false))
    refuse(
      file,
      line,
      "wall",
      `"${from}" does not belong into ${owner}: make a port of it, or move the code`,
    );
}

function checkRoom(file, { from, how, line, text }) {
  if (isTest(file)) return;
  const target = targetOf(file, from);
  const here = roomOf(file)?.kind;
  const there = roomOf(target)?.kind;
  if (here in kinds && how !== "type") {
    if (there in kinds && !kinds[here].includes(there))
      refuse(file, line, "room", `${here} may use the values of ${kinds[here].join(", ")}; not of ${there}`);
    if (["rules", "ports", "jobs"].includes(here) && from.startsWith("@vetsuccess/db"))
      refuse(file, line, "room", `${here} know no database: take rows as an argument`);
    if (here !== "commands" && /\benqueue\b/.test(text))
      refuse(file, line, "room", "only commands enqueue, in the transaction that makes the job necessary");
  }
  if (/^apps\/admin\/src\/(ui|lib)\//.test(file) && target?.includes("/features/"))
    refuse(file, line, "room", "ui and lib know no feature: take what they need as an argument");
  if (file.startsWith("apps/admin/src/ui/") && /^@vetsuccess\/|router|trpc/.test(from))
    refuse(file, line, "room", "ui knows neither router nor product: take what it needs as props");
}

function checkText(file, text, code) {
  const each = (pattern, where, rule, instead) => {
    for (const { index } of where.matchAll(pattern)) refuse(file, lineAt(where, index), rule, instead);
  };
  const length = text.split("\n").length - 1;
  if (length > 400) refuse(file, 401, "length", `${length} lines: make it a folder, one file per verb`);
  else if (length > 300) warnings.push(`${file}:301  length: ${length} lines; over 400 is refused`);
  each(
    /\bvi\.(do)?[mM]ock\(/g,
    code,
    "module mock",
    "pass a fake through deps, or a fake provider over HTTP",
  );
  each(
    /(eslint|oxlint)-disable(?!.*--\s*\S)/g,
    text,
    "unexplained",
    "say why: `oxlint-disable… -- because …`",
  );
  if (isTest(file) || ["config.ts", "deps.ts", "main.ts"].includes(basename(file))) return;
  if (/^packages\/(domain|contract|api|providers)\//.test(file))
    each(clockAndChance, code, "clock", "take `now` as an argument or from deps; let the database make ids");
  if (/^(packages\/(domain|contract|api|providers|db|client)|apps)\//.test(file))
    each(/\bprocess\.env\b/g, code, "environment", "add a setting to domain/src/config.ts and pass it in");
}

/** Cycles of value imports over all packages; types vanish and lazy imports wait. */
function checkCycles(graph) {
  const done = new Set();
  const visit = (file, trail) => {
    if (trail.includes(file))
      refuse(
        file,
        1,
        "cycle",
        `${trail.slice(trail.indexOf(file)).join(" → ")}: move what both need elsewhere`,
      );
    if (trail.includes(file) || done.has(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...trail, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
}

function checkManifest(owner) {
  const manifest = join(root, owner, "package.json");
  const text = existsSync(manifest) ? readFileSync(manifest, "utf8") : "{}";
  if (JSON.parse(text).dependencies?.["@vetsuccess/testing"] === undefined) return;
  const line = lineAt(text, text.indexOf("@vetsuccess/testing"));
  refuse(`${owner}/package.json`, line, "testing", "name it under devDependencies");
}

const graph = new Map();
const lines = Object.fromEntries(Object.keys(walls).map((owner) => [owner, { source: 0, test: 0 }]));
for (const file of ["packages", "apps", "bench"].flatMap((top) => [...sourceFiles(root, top)])) {
  const text = readFileSync(join(root, file), "utf8");
  const code = withoutComments(text);
  const imports = importsOf(code);
  checkName(file);
  checkText(file, text, code);
  for (const check of [checkDoors, checkWall, checkRoom]) for (const one of imports) check(file, one);
  const values = imports.filter(({ how }) => how === "value").map(({ from }) => targetOf(file, from));
  graph.set(
    file,
    values.filter((target) => target !== undefined),
  );
  const count = lines[ownerOf(file)];
  if (count) count[isTest(file) ? "test" : "source"] += text.split("\n").length;
}
checkCycles(graph);
for (const [owner, { source, test }] of Object.entries(lines)) {
  checkManifest(owner);
  if (source === 0) continue;
  const ratio = (test / source).toFixed(2);
  console.log(
    `${owner.padEnd(20)} ${String(source).padStart(6)} lines of source, ${ratio} of tests for each`,
  );
  if (ratio < (testGoals[owner] ?? 0)) warnings.push(`${owner}  tests: ${ratio}, goal ${testGoals[owner]}`);
}
for (const warning of warnings) console.log(`warning  ${warning}`);
for (const error of errors.toSorted((a, b) => a.localeCompare(b))) console.log(error);
process.exitCode = errors.length > 0 ? 1 : 0;
