import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const server = "http://127.0.0.1:3000";

export default defineConfig({
  plugins: [react()],
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
            { name: "zod", test: /[\\/]zod[\\/]|zod-settings/, priority: 4 },
            // What every page needs comes in two files: one that stays the same from release to release, and ours.
            { name: "packages", test: /[\\/]node_modules[\\/]/, tags: ["$initial"], priority: 3 },
            { name: "first", tags: ["$initial"], priority: 2 },
            // What most pages share is one file more: dozens of small ones would each wait for a turn. With what fewer
            // share, the first page would load much that it does not need.
            { name: "parts", minShareCount: 20, priority: 1 },
            // A file for each icon would cost more to ask for than to read.
            { name: "icons", test: /[\\/]@tabler[\\/]/, minShareCount: 2, priority: 1 },
          ],
        },
      },
    },
  },
  server: { proxy: { "/trpc": server, "/health": server } },
});
