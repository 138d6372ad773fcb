import { configDefaults, defineConfig } from "vitest/config";

const processes = "{packages,apps}/*/src/**/*.process.test.ts";
const browser = "apps/*/{src,e2e}/**/*.browser.test.ts";

// Three kinds of tests, told apart by the file's name, one after the other so that the heavy ones do not slow the light:
// *.test.ts, then *.process.test.ts (starts and kills real processes), then *.browser.test.ts (drives Chromium).
export default defineConfig({
  test: {
    globalSetup: ["packages/testing/src/global-setup.ts"],
    projects: [
      {
        test: {
          name: "unit",
          include: ["{packages,apps}/*/src/**/*.test.{ts,tsx}", "scripts/**/*.test.mjs"],
          exclude: [...configDefaults.exclude, processes, browser],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: "processes",
          include: [processes],
          globalSetup: ["packages/testing/src/build-setup.ts"],
          // One after the other: they look at the clock.
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
          testTimeout: 90_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "browser",
          include: [browser],
          globalSetup: ["packages/testing/src/build-setup.ts"],
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
          testTimeout: 90_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
