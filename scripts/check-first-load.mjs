// The script that a browser loads before the first page can be shown, held to its limit: node scripts/check-first-load.mjs
// It is what index.html names and whatever that imports; pages, dialogs and drawers are loaded when they are opened.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { prepare } from "./prepare.mjs";

const limit = 250_000;
const dist = join(import.meta.dirname, "../apps/admin/dist");

await prepare(["admin"]);
const html = readFileSync(join(dist, "index.html"), "utf8");
const waiting = [...html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map(([, file]) => file);
const sizes = new Map();
while (waiting.length > 0) {
  const file = waiting.pop();
  if (sizes.has(file)) continue;
  const script = readFileSync(join(dist, file));
  sizes.set(file, gzipSync(script).length);
  // Static imports alone: `import "./x.js"`, `import{…}from"./x.js"`; a lazy one has a bracket behind the word.
  for (const [, name] of script.toString().matchAll(/(?:\bfrom|\bimport)\s*"\.\/([^"]+\.js)"/g))
    waiting.push(`assets/${name}`);
}
const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
console.log(
  `${(total / 1000).toFixed(1)} kB of script (gzip) before the first page, of ${limit / 1000} kB at most`,
);
if (total > limit) {
  for (const [file, size] of [...sizes].toSorted((a, b) => b[1] - a[1]))
    console.log(`  ${(size / 1000).toFixed(1).padStart(6)} kB  ${file}`);
  process.exitCode = 1;
}
