import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["packages/*/src/**/*.test.ts", "apps/*/src/**/*.test.{ts,tsx}"],
    globalSetup: ["packages/testing/src/global-setup.ts"],
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
