// Reads our own source files, their text and their imports, for the checks beside this file.
import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";

/** Our source files below a folder, as paths relative to the root; examples are programs of somebody else. */
export function* sourceFiles(root, folder) {
  if (!existsSync(join(root, folder))) return;
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    if (["node_modules", "generated", "dist", "examples"].includes(entry.name) || entry.name.startsWith("."))
      continue;
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* sourceFiles(root, path);
    else if (/\.(ts|tsx|mts|mjs)$/.test(entry.name)) yield path;
  }
}

/** The text with comments blanked out and every line kept. */
export function withoutComments(text) {
  const stringOrComment =
    /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`|\/\/.*|\/\*[\s\S]*?\*\//g;
  return text.replaceAll(stringOrComment, (found) =>
    found.startsWith("/") ? found.replaceAll(/[^\n]/g, " ") : found,
  );
}

/** The line on which the character at `index` stands, from 1. */
export const lineAt = (text, index) => text.slice(0, index).split("\n").length;

const names = String.raw`(?:[\w$]+|\*(?:\s+as\s+[\w$]+)?|\{[^}]*\})`;
const importPattern = new RegExp(
  String.raw`\b(?:import|export)\s+(type\s+)?(?:${names}(?:\s*,\s*${names})?\s+from\s*)?["']([^"']+)["']` +
    String.raw`|(typeof\s+)?\bimport\(\s*["']([^"']+)["']`,
  "g",
);

/** Every import and re-export of a file: its text, where from, on which line, and how: value, type or lazy. */
export function importsOf(code) {
  return [...code.matchAll(importPattern)].map(
    ({ 0: text, 1: type, 2: from, 3: typeOf, 4: lazy, index }) => ({
      text,
      from: from ?? lazy,
      how: (type ?? typeOf) ? "type" : lazy ? "lazy" : "value",
      line: lineAt(code, index),
    }),
  );
}

/** The file an import of ours leads to, relative to the root; undefined for what comes from outside. */
export function targetOf(file, from) {
  const ours = /^@vetsuccess\/([^/]+)\/(.+)$/.exec(from);
  if (ours) return `packages/${ours[1]}/src/${ours[2]}.ts`;
  return from.startsWith(".") ? join(dirname(file), from) : undefined;
}

/** The package or app of a file, such as "packages/domain". */
export const ownerOf = (file) => file.split("/").slice(0, 2).join("/");

/** Whether a file is a test, of the browser or not. */
export const isTest = (file) => /\.(test|spec)\.tsx?$|\/e2e\//.test(file);
