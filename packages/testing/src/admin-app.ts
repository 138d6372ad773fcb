import { execFileSync, fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "@playwright/test";
import { makeDemo } from "@vetsuccess/sandbox/demo/make-demo";
import { startFakeDialpad, type FakeDialpad } from "@vetsuccess/sandbox/dialpad";
import axe from "axe-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { launchOptions } from "./browser.ts";
import { useTestDatabase } from "./database.ts";
import type { SignedIn } from "./identity.ts";

const adminDir = fileURLToPath(new URL("../../../apps/admin/", import.meta.url));
const mains = ["worker", "server"].map((app) =>
  fileURLToPath(new URL(`../../../apps/${app}/src/main.ts`, import.meta.url)),
);
/** Long, for busy machines. */
const waitMs = 30_000;

/**
 * The real thing, once for a file of browser tests: the built admin app, server, worker, queue, a database with demo rows
 * and Chromium; the SMS provider alone is a fake one. Read the result inside tests and hooks only.
 *
 * @param demo how many practices and clients there are
 * @param addToDemo further rows, before anything is started
 */
export function useAdminApp(
  demo: { practices: number; clients: number },
  addToDemo: (app: AdminApp) => Promise<void> = () => Promise.resolve(),
): AdminApp {
  const database = useTestDatabase();
  const outDir = mkdtempSync(join(tmpdir(), "vetsuccess-admin-"));
  const faults: string[] = [];
  const running: ChildProcess[] = [];
  const app = { database, faults, url: "", open } as AdminApp;

  beforeAll(async () => {
    execFileSync(
      process.execPath,
      [join(adminDir, "node_modules/vite/bin/vite.js"), "build", "--outDir", outDir],
      { cwd: adminDir, stdio: "pipe", env: { PATH: process.env["PATH"], NODE_ENV: "production" } },
    );
    const asOf = new Date().toISOString().slice(0, 10);
    await makeDemo({ url: database.url, ...demo, seed: 1, asOf });
    app.dialpad = await startFakeDialpad({ port: 0 });
    await addToDemo(app);
    for (const main of mains) app.url = (await startProgram(main)).url ?? app.url;
    app.browser = await chromium.launch(launchOptions);
  }, 240_000);
  afterAll(async () => {
    await app.browser.close();
    for (const program of running) {
      const exit = once(program, "exit");
      program.kill("SIGKILL");
      await exit;
    }
    await app.dialpad.stop();
    rmSync(outDir, { recursive: true, force: true });
  });
  beforeEach(() => {
    faults.length = 0;
  });
  afterEach(async () => {
    for (const context of app.browser.contexts()) await context.close();
  });

  async function startProgram(main: string): Promise<{ url?: string }> {
    const program = fork(main, {
      execArgv: ["--import", "tsx"],
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      env: {
        PATH: process.env["PATH"],
        DATABASE_URL: database.url,
        LOG_LEVEL: "silent",
        PORT: "0",
        ADMIN_APP_DIR: outDir,
        SANDBOX: "true",
        SEND_DIALPAD_SMS: "true",
        DIALPAD_URL: app.dialpad.url,
        DIALPAD_TOKEN: "sandbox",
        CRON_LAUNCH_OUTREACH: "0 0 1 1 *",
      },
    });
    running.push(program);
    const [message] = (await Promise.race([
      once(program, "message"),
      once(program, "exit").then(() => Promise.reject(new Error(`${main} ended before it was ready`))),
    ])) as [unknown];
    return typeof message === "object" && message !== null ? message : {};
  }

  async function open(user: SignedIn, path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await app.browser.newContext({ reducedMotion: "reduce", ...options });
    context.setDefaultTimeout(waitMs);
    await context.addCookies([{ ...user.cookie, url: app.url }]);
    const page = await context.newPage();
    page.on("pageerror", (error) => faults.push(String(error)));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) faults.push(message.text());
    });
    await page.goto(app.url + path);
    return page;
  }
  return app;
}

export interface AdminApp {
  database: ReturnType<typeof useTestDatabase>;
  dialpad: FakeDialpad;
  browser: Browser;
  url: string;
  /** What pages said on the console, errors and warnings; emptied before each test. */
  faults: string[];
  /** A page in a browser of its own, in which this user is signed in. */
  open(user: SignedIn, path: string, options?: BrowserContextOptions): Promise<Page>;
}

/** No finding of axe-core that is serious or critical. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  const findings = await page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => ({ id, html, failureSummary })));
  });
  expect(findings).toEqual([]);
}
