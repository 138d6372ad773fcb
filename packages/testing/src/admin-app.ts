import { fileURLToPath } from "node:url";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "@playwright/test";
import { makeDemo } from "@vetsuccess/sandbox/demo/make-demo";
import { startFakeDialpad, type FakeDialpad } from "@vetsuccess/sandbox/dialpad";
import { freePort } from "@vetsuccess/sandbox/postgres";
import { startFakeSendGrid, type FakeSendGrid } from "@vetsuccess/sandbox/sendgrid";
import axe from "axe-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { chromiumPath, launchOptions } from "./browser.ts";
import { useTestDatabase, type TestDatabase } from "./database.ts";
import type { SignedIn } from "./identity.ts";
import { endProgram, startProgram } from "./processes.ts";

const outDir = fileURLToPath(new URL("../../../apps/admin/dist", import.meta.url));
/** How long a page may take to show something, in a test that is not about speed. Long, for busy machines. */
export const waitMs = 30_000;

/**
 * The real thing, once for a file of browser tests: the built admin app, server, worker, queue, a database with demo rows
 * and Chromium; the providers alone are fake ones. Read the result inside tests and hooks only; use it inside
 * `describe.skipIf(!chromiumPath)`.
 *
 * @param given.demo how many practices and clients there are
 * @param given.addToDemo further rows and users, before anything is started
 * @param given.env settings that differ from the sandbox's
 */
export function useAdminApp(given: {
  demo: { practices: number; clients: number };
  addToDemo?: (app: AdminApp) => Promise<void>;
  env?: Record<string, string>;
}): AdminApp {
  const database = useTestDatabase();
  const app = { database, faults: [] as string[], url: "", open } as unknown as AdminApp;
  const programs: Awaited<ReturnType<typeof startProgram>>["program"][] = [];

  beforeAll(async () => {
    if (!chromiumPath) return;
    const asOf = new Date().toISOString().slice(0, 10);
    await makeDemo({ url: database.url, ...given.demo, seed: 1, asOf });
    app.dialpad = await startFakeDialpad({ port: 0 });
    app.sendGrid = await startFakeSendGrid({ port: 0 });
    await given.addToDemo?.(app);
    // Known before the start: links in mails lead there.
    const port = String(await freePort());
    app.url = `http://127.0.0.1:${port}`;
    const env = {
      DATABASE_URL: database.url,
      LOG_LEVEL: "silent",
      PORT: port,
      PUBLIC_URL: app.url,
      ADMIN_APP_DIR: outDir,
      SANDBOX: "true",
      REQUIRE_ADMIN_MFA: "false",
      SEND_DIALPAD_SMS: "true",
      DIALPAD_URL: app.dialpad.url,
      DIALPAD_TOKEN: "sandbox",
      SENDGRID_URL: app.sendGrid.url,
      SENDGRID_API_KEY: "sandbox",
      CRON_LAUNCH_OUTREACH: "0 0 1 1 *",
      ...given.env,
    };
    const started = await Promise.all([startProgram("worker", env), startProgram("server", env)]);
    programs.push(...started.map(({ program }) => program));
    app.browser = await chromium.launch(launchOptions);
  });
  afterAll(async () => {
    await app.browser?.close();
    for (const program of programs) await endProgram(program, "SIGKILL");
    await app.dialpad?.stop();
    await app.sendGrid?.stop();
  });
  beforeEach(() => {
    app.faults.length = 0;
  });
  afterEach(async () => {
    for (const context of app.browser?.contexts() ?? []) await context.close();
  });

  async function open(
    who: Pick<SignedIn, "cookie"> | null,
    path: string,
    options: BrowserContextOptions = {},
  ): Promise<Page> {
    const context = await app.browser.newContext({
      reducedMotion: "reduce",
      viewport: { width: 1440, height: 900 },
      ...options,
    });
    context.setDefaultTimeout(waitMs);
    if (who) await context.addCookies([{ ...who.cookie, url: app.url }]);
    const page = await context.newPage();
    page.on("pageerror", (error) => app.faults.push(String(error)));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) app.faults.push(message.text());
    });
    await page.goto(app.url + path);
    return page;
  }
  return app;
}

export interface AdminApp {
  database: TestDatabase;
  dialpad: FakeDialpad;
  sendGrid: FakeSendGrid;
  browser: Browser;
  url: string;
  /** What pages said on the console, errors and warnings; emptied before each test. */
  faults: string[];
  /** A page in a browser of its own, in which this person is signed in; nobody for null. */
  open(who: Pick<SignedIn, "cookie"> | null, path: string, options?: BrowserContextOptions): Promise<Page>;
}

/** No finding of axe-core that is serious or critical. `where` is shown with the findings. */
export async function expectAccessible(page: Page, where = new URL(page.url()).pathname): Promise<void> {
  await page.evaluate(axe.source);
  const findings = await page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => ({ id, html, failureSummary })));
  });
  expect({ where, findings }).toEqual({ where, findings: [] });
}
