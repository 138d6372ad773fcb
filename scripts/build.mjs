// Bundles the apps that run on Node for production: node scripts/build.mjs
// All JavaScript goes into apps/<app>/dist; native programs and WebAssembly stay in node_modules.
import { existsSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = join(import.meta.dirname, "..");

/** Packages that load a native library, or files beside their own. */
const native = /^(@node-rs\/argon2|@fastify\/swagger-ui)$/;

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

/** Bundles each app of apps/ that has a src/main.ts, as apps/<app>/dist/main.js. */
export async function bundleApps() {
  const apps = ["server", "worker", "cli"].filter((app) =>
    existsSync(join(root, "apps", app, "src/main.ts")),
  );
  await Promise.all(
    apps.map(async (app) => {
      const dist = join(root, "apps", app, "dist");
      rmSync(dist, { recursive: true, force: true });
      await build({
        entryPoints: [join(root, "apps", app, "src/main.ts")],
        outdir: dist,
        bundle: true,
        splitting: true,
        platform: "node",
        target: "node20",
        format: "esm",
        sourcemap: true,
        sourcesContent: false,
        legalComments: "none",
        logLevel: "warning",
        // What CommonJS packages expect to be there.
        banner: {
          js: 'import { createRequire as makeRequire } from "node:module"; const require = makeRequire(import.meta.url);',
        },
        plugins: [sourcePlaces(dist)],
      });
    }),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleApps();
