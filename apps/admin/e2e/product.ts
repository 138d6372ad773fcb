import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "@playwright/test";
import type { Role } from "@vetsuccess/contract/identity";
import { makeDemo } from "@vetsuccess/sandbox/demo/make-demo";
import { startFakeDialpad, type FakeDialpad } from "@vetsuccess/sandbox/dialpad";
import { startFakeSendGrid, type FakeSendGrid } from "@vetsuccess/sandbox/sendgrid";
import { launchOptions } from "@vetsuccess/testing/browser";
import type { TestDatabase } from "@vetsuccess/testing/database";
import { signInAs } from "@vetsuccess/testing/identity";
import type { usePrograms } from "@vetsuccess/testing/processes";
import axe from "axe-core";

const adminDir = fileURLToPath(new URL("../dist", import.meta.url));
const serverMain = new URL("../../server/src/main.ts", import.meta.url);
const workerMain = new URL("../../worker/src/main.ts", import.meta.url);
const waitMs = 30_000;

/** The whole product with demo rows and fake providers, and a browser in front of it. */
export interface Product {
  url: string;
  dialpad: FakeDialpad;
  sendGrid: FakeSendGrid;
  /** A page of somebody who is signed in; what its console complains about is kept in `faults`. */
  open(role: Role, path: string, options?: BrowserContextOptions): Promise<Page>;
  faults: string[];
  stop(): Promise<void>;
}

/** Demo rows as of today: four practices, two hundred clients. */
export async function fillDemo({ url }: TestDatabase): Promise<void> {
  const asOf = new Date().toISOString().slice(0, 10);
  await makeDemo({ url, practices: 4, clients: 200, seed: 1, asOf });
}

/**
 * Starts the real thing on a database of its own. The app is the one in `apps/admin/dist`, which `npm test` builds.
 *
 * @param env settings that differ from the sandbox's
 */
export async function startProduct(
  database: TestDatabase,
  programs: ReturnType<typeof usePrograms>,
  env: Record<string, string> = {},
): Promise<Product> {
  if (!existsSync(adminDir)) throw new Error("apps/admin/dist is missing: npm test builds it");
  const dialpad = await startFakeDialpad({ port: 0 });
  const sendGrid = await startFakeSendGrid({ port: 0 });
  const settings = {
    DATABASE_URL: database.url,
    LOG_LEVEL: "silent",
    PORT: "0",
    ADMIN_APP_DIR: adminDir,
    SANDBOX: "true",
    REQUIRE_ADMIN_MFA: "false",
    SEND_DIALPAD_SMS: "true",
    DIALPAD_URL: dialpad.url,
    DIALPAD_TOKEN: "sandbox",
    SENDGRID_URL: sendGrid.url,
    SENDGRID_API_KEY: "sandbox",
    CRON_LAUNCH_OUTREACH: "0 0 1 1 *",
    ...env,
  };
  await programs.startReady(workerMain, settings);
  const server = programs.start(serverMain, settings);
  const url = await new Promise<string>((done, fail) => {
    server.once("message", (message) => done((message as { url: string }).url));
    server.once("exit", () => fail(new Error("the server did not start")));
  });
  const browser = await chromium.launch(launchOptions);
  const faults: string[] = [];
  return {
    url,
    dialpad,
    sendGrid,
    faults,
    open: async (role, path, options = {}) => {
      const page = await newPage(browser, options, faults);
      const { cookie } = await signInAs({ db: database.db, now: () => new Date() }, role);
      await page.context().addCookies([{ ...cookie, url }]);
      await page.goto(url + path);
      return page;
    },
    stop: async () => {
      await browser.close();
      await dialpad.stop();
      await sendGrid.stop();
    },
  };
}

async function newPage(browser: Browser, options: BrowserContextOptions, faults: string[]): Promise<Page> {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  context.setDefaultTimeout(waitMs);
  const page = await context.newPage();
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) faults.push(message.text());
  });
  return page;
}

/** What axe finds on the page that is serious or worse. */
export async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run());
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
}
