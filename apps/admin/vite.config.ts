import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const server = "http://127.0.0.1:3000";

/** Puts a compressed copy beside each text file of the build, which the server sends instead. */
function compressed(): Plugin {
  return {
    name: "compressed",
    apply: "build",
    writeBundle({ dir = "" }) {
      for (const file of readdirSync(dir, { recursive: true, encoding: "utf8" })) {
        if (!/\.(js|css|html|svg)$/.test(file)) continue;
        const path = join(dir, file);
        const content = readFileSync(path);
        const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
        writeFileSync(`${path}.br`, brotliCompressSync(content, quality));
        writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  plugins: [react(), compressed()],
  build: {
    target: "es2023",
    // Data addresses are refused by the page's content security policy.
    assetsInlineLimit: 0,
    // React, the router and the UI kit are needed at once; the browser test holds the first load to its limit.
    chunkSizeWarningLimit: 800,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // Zod's setting has to be made before any schema is: a chunk of its own comes before those that hold schemas.
            { name: "zod", test: /[\\/]zod[\\/]|zod-settings/, priority: 2 },
            // What every page needs comes in two files: one that stays the same from release to release, and ours.
            { name: "packages", test: /[\\/]node_modules[\\/]/, tags: ["$initial"], priority: 1 },
            { name: "first", tags: ["$initial"] },
          ],
        },
      },
    },
  },
  server: { proxy: { "/trpc": server, "/health": server } },
});
