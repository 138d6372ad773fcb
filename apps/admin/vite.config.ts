import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const server = "http://127.0.0.1:3000";

export default defineConfig({
  plugins: [react()],
  build: {
    target: "es2023",
    // Data addresses are refused by the page's content security policy.
    assetsInlineLimit: 0,
  },
  server: { proxy: { "/trpc": server, "/health": server } },
});
