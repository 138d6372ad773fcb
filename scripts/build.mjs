// Bundles the apps that run on Node: node scripts/build.mjs [--failpoint]
// All JavaScript goes into apps/<app>/dist; native programs and WebAssembly stay in node_modules.
import { rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, relative, sep } from "node:path";
import { build } from "esbuild";

const root = join(import.meta.dirname, "..");

/** Packages that load a native library. */
const native = /^@node-rs\/argon2$/;

/** How a file of the bundle `dist` says where another file of the checkout is. */
const fromBundle = (dist, path) => relative(dist, path).split(sep).join("/");

/** A source file goes on believing that it stands where it stands: for the folders and the packages around it. */
const sourcePlaces = (dist) => ({
  name: "source-places",
  setup(bundler) {
    bundler.onLoad({ filter: /[\\/](packages|apps)[\\/][^\\/]+[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, "utf8");
      if (!text.includes("import.meta.")) return undefined;
      const from = JSON.stringify(fromBundle(dist, path));
      const place =
        'import { fileURLToPath as sourcePath } from "node:url"; import { dirname as sourceFolder } from "node:path";' +
        `const sourceUrl = new URL(${from}, import.meta.url).href;` +
        "const sourcePlace = { url: sourceUrl, dirname: sourceFolder(sourcePath(sourceUrl)) };";
      return {
        contents: place + text.replaceAll("import.meta.", "sourcePlace."),
        loader: "ts",
      };
    });
    bundler.onResolve({ filter: native }, ({ path, resolveDir }) => ({
      path: fromBundle(dist, createRequire(join(resolveDir, "any.js")).resolve(path)),
      external: true,
    }));
  },
});

/** Bundles an app, as `into`/main.js; what is injected is loaded before it. */
async function bundle(app, into, inject = []) {
  rmSync(into, { recursive: true, force: true });
  await build({
    entryPoints: [join(root, "apps", app, "src/main.ts")],
    outdir: into,
    inject,
    bundle: true,
    splitting: true,
    platform: "node",
    target: "node20",
    format: "esm",
    sourcemap: true,
    sourcesContent: false,
    legalComments: "none",
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: "warning",
    // What CommonJS packages expect to be there.
    banner: {
      js: 'import { createRequire as makeRequire } from "node:module"; const require = makeRequire(import.meta.url);',
    },
    plugins: [sourcePlaces(into)],
  });
}

const dist = (app) => join(root, "apps", app, "dist");

/** Bundles each app of apps/ that runs on Node, as apps/<app>/dist/main.js. */
const bundleApps = () => Promise.all(["server", "worker", "cli"].map((app) => bundle(app, dist(app))));

/** Bundles a worker for tests that can be killed at a place, as apps/worker/dist/failpoint/main.js. */
const bundleFailpoint = () =>
  bundle("worker", join(dist("worker"), "failpoint"), [join(root, "packages/testing/src/failpoint.ts")]);

await (process.argv.includes("--failpoint") ? bundleFailpoint() : bundleApps());
