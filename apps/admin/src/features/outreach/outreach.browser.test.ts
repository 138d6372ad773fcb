import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "@playwright/test";
import { makeDemo } from "@vetsuccess/sandbox/demo/make-demo";
import { startFakeDialpad, type FakeDialpad } from "@vetsuccess/sandbox/dialpad";
import { expectAccessible } from "@vetsuccess/testing/admin-app";
import { chromiumPath, launchOptions } from "@vetsuccess/testing/browser";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { signInAs, type SignedIn } from "@vetsuccess/testing/identity";
import { until, usePrograms } from "@vetsuccess/testing/processes";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

// The real thing: built app, server, worker, queue, database with demo rows; the provider alone is a fake one.

const adminDir = fileURLToPath(new URL("../../../", import.meta.url));
const firstLoadLimit = 250_000;
const waitMs = 30_000;

/* oxlint-disable react/rules-of-hooks -- the test runner's, not React's */
const database = useTestDatabase();
const programs = usePrograms();
/* oxlint-enable react/rules-of-hooks */

describe.skipIf(!chromiumPath)("the Outreach page", () => {
  /** `npm test` builds it. */
  const outDir = join(adminDir, "dist");
  let dialpad: FakeDialpad;
  let browser: Browser;
  let url: string;
  let manager: SignedIn;
  const faults: string[] = [];

  beforeAll(async () => {
    const asOf = new Date().toISOString().slice(0, 10);
    await makeDemo({ url: database.url, practices: 8, clients: 800, seed: 1, asOf });
    manager = await signInAs({ db: database.db, now: () => new Date() }, "manager");
    dialpad = await startFakeDialpad({ port: 0 });
    browser = await chromium.launch(launchOptions);
  });
  afterAll(async () => {
    await browser.close();
    await dialpad.stop();
  });

  beforeEach(async () => {
    const env = {
      DATABASE_URL: database.url,
      LOG_LEVEL: "silent",
      PORT: "0",
      ADMIN_APP_DIR: outDir,
      SANDBOX: "true",
      SEND_DIALPAD_SMS: "true",
      DIALPAD_URL: dialpad.url,
      DIALPAD_TOKEN: "sandbox",
      CRON_LAUNCH_OUTREACH: "0 0 1 1 *",
    };
    await programs.startReady("worker", env);
    const server = programs.start("server", env);
    url = await new Promise<string>((done, fail) => {
      server.once("message", (message) => done((message as { url: string }).url));
      server.once("exit", () => fail(new Error("the server did not start")));
    });
    faults.length = 0;
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });

  /** A page whose errors are collected. */
  async function open(options: BrowserContextOptions = {}, path = "/"): Promise<Page> {
    const context = await browser.newContext({ reducedMotion: "reduce", ...options });
    context.setDefaultTimeout(waitMs);
    await context.addCookies([{ ...manager.cookie, url }]);
    const page = await context.newPage();
    page.on("pageerror", (error) => faults.push(String(error)));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) faults.push(message.text());
    });
    await page.goto(url + path);
    return page;
  }

  /** Plans the practice and returns how many texts the dialog announced. */
  async function plan(page: Page, practice: string): Promise<number> {
    await page.getByRole("button", { name: `Plan now: ${practice}` }).click();
    const confirm = page.getByRole("dialog").getByRole("button", { name: /^Plan \d+ texts?$/ });
    const announced = Number(/\d+/.exec(await confirm.innerText())?.[0]);
    await confirm.click();
    await page.getByText(new RegExp(`^${practice}: ${announced} texts? planned`)).waitFor();
    return announced;
  }

  async function deliver(page: Page): Promise<void> {
    await page.getByRole("button", { name: "Deliver now" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Deliver now" }).click();
  }

  const sendingLine = (page: Page) => page.getByRole("region", { name: "Sending" });
  const rows = (page: Page) => page.locator("tr[data-row]");

  test("a reminder is followed from the plan to the phone, over a pause", async () => {
    const page = await open({ viewport: { width: 1440, height: 900 } });
    await page.getByRole("button", { name: "Preview: Prairie Wind Veterinary Clinic" }).click();
    await page.getByText("Some of the texts").waitFor();
    await page.keyboard.press("Escape");
    const announced = await plan(page, "Prairie Wind Veterinary Clinic");
    expect(announced).toBeGreaterThan(5);
    await page.getByRole("heading", { name: `Texts ${announced}` }).waitFor();

    dialpad.setFaults([{ kind: "slow", delayMs: 500 }]);
    await deliver(page);
    await sendingLine(page).getByText("Sending", { exact: true }).waitFor();
    await rows(page).getByText("Sent", { exact: true }).first().waitFor();
    await until(() => dialpad.ledger().length === announced, waitMs);
    dialpad.setFaults([]);
    await page.getByRole("link", { name: `${announced} sent` }).click();
    await page.getByRole("heading", { name: `Texts ${announced}` }).waitFor();
    expect(new URL(page.url()).search).toBe("?practice=1002&status=SENT");

    const [firstRow] = await rows(page).getByRole("link").allInnerTexts();
    await page.keyboard.press("/");
    await page.keyboard.type(firstRow ?? "");
    await page.waitForURL(/q=/);
    await until(async () => (await rows(page).count()) < announced, waitMs);
    await page.keyboard.press("Escape");
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    const drawer = page.getByRole("dialog");
    await drawer.getByText("Accepted by Dialpad").waitFor();
    const text = await drawer.locator("blockquote").innerText();
    const popup = page.waitForEvent("popup");
    await drawer.getByRole("link", { name: "See it on the phone" }).click();
    const phone = await popup;
    await phone.locator("#bubbles").getByText(text).waitFor();
    await phone.close();
    await page.keyboard.press("Escape");
    await drawer.waitFor({ state: "detached" });

    const sentBefore = dialpad.ledger().length;
    await page.goto(url);
    await sendingLine(page).getByRole("button", { name: "Pause" }).click();
    await page.getByRole("button", { name: "Pause sending" }).click();
    await page.getByText("Say why").waitFor();
    await page.getByLabel("Reason").fill("wrong link in a template");
    await page.getByRole("button", { name: "Pause sending" }).click();
    await sendingLine(page)
      .getByText(/wrong link in a template/)
      .waitFor();
    const held = await plan(page, "Red Rock Pet Hospital");
    await deliver(page);
    await page.getByRole("link", { name: `${held} held` }).waitFor();
    expect(dialpad.ledger()).toHaveLength(sentBefore);
    await sendingLine(page).getByRole("button", { name: "Resume" }).click();
    await page.getByRole("button", { name: "Resume sending" }).click();
    await page.getByRole("link", { name: `${held} sent` }).waitFor();
    expect(dialpad.ledger()).toHaveLength(sentBefore + held);
    expect(faults).toEqual([]);
  });

  test.each(["light", "dark"] as const)("everybody can use it: %s", async (colorScheme) => {
    const page = await open({ colorScheme, viewport: { width: 1440, height: 900 } }, "/outreach?days=all");
    await rows(page).first().waitFor();
    await expectAccessible(page);
    await rows(page).first().click();
    await page.getByText("What happened").waitFor();
    await expectAccessible(page);
    for (const panel of ["preview", "plan", "pause", "deliver"]) {
      await page.goto(`${url}/outreach?panel=${panel}&about=1007`);
      await page.getByRole("dialog").waitFor();
      await page.waitForLoadState("networkidle");
      await expectAccessible(page);
    }
    await page.goto(`${url}/outreach?day=2020-01-01&practice=1007`);
    await page.getByText("No text matches").waitFor();
    await page.getByRole("button", { name: "Keyboard shortcuts" }).click();
    await page.getByText("Single-key shortcuts").waitFor();
    await expectAccessible(page);
    expect(faults).toEqual([]);
  });

  test("it fits a phone, and its first load is light", async () => {
    const page = await open({ viewport: { width: 390, height: 844 } }, "/outreach?days=all");
    await rows(page).first().waitFor();
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBe(390);
    const scripts = await page.evaluate(() =>
      performance.getEntriesByType("resource").map(({ name }) => name.split("?")[0] ?? ""),
    );
    const sizes = scripts
      .filter((script) => script.endsWith(".js"))
      .map(async (script) => gzipSync(await (await fetch(script)).arrayBuffer()).length);
    const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    expect(total).toBeGreaterThan(firstLoadLimit / 2);
    expect(total).toBeLessThan(firstLoadLimit);
    await expectAccessible(page);
    expect(faults).toEqual([]);
  });

  test("day, filters, order and pages live in the address", async () => {
    const page = await open({}, "/outreach?days=all&size=50");
    await rows(page).nth(49).waitFor();
    await page.getByRole("button", { name: "Next page" }).click();
    await page.waitForURL(/page=2/);
    await page.getByRole("combobox", { name: "Status" }).selectOption("ERROR");
    await page.waitForURL(
      (now) => now.searchParams.get("status") === "ERROR" && !now.searchParams.has("page"),
    );
    await until(async () => (await rows(page).getByText("Sent", { exact: true }).count()) === 0, waitMs);
    await page.getByRole("button", { name: "Client", exact: true }).click();
    await page.waitForURL(/sort=client/);
    expect(await page.getByRole("columnheader", { name: "Client" }).getAttribute("aria-sort")).toBe(
      "ascending",
    );
    await page.reload();
    await until(
      async () => (await rows(page).getByText("Failed").count()) === (await rows(page).count()),
      waitMs,
    );
    await page.goBack();
    await page.getByRole("button", { name: "Clear", exact: true }).click();
    await page.keyboard.press("[");
    await page.waitForURL(/day=\d{4}-\d\d-\d\d/);
    await page.getByRole("button", { name: "Today" }).click();
    await page.waitForURL((now) => !now.searchParams.has("day"));
    await page.getByRole("button", { name: /^You:/ }).click();
    await page.getByRole("radiogroup", { name: "Theme" }).getByText("Dark").click();
    await page.reload();
    await page.locator("html[data-mantine-color-scheme=dark]").waitFor();
    expect(faults).toEqual([]);
  });

  test("hints, calendar and menu come when they are wanted, and give the focus back", async () => {
    const page = await open({}, "/outreach");
    await page.getByRole("button", { name: "Day before" }).hover();
    await page.getByText("Day before ( [ )").waitFor();
    await page.mouse.move(0, 0);
    await page.getByText("Day before ( [ )").waitFor({ state: "detached" });
    const hasFocus = () =>
      page.evaluate(() => document.activeElement?.ariaLabel ?? (document.activeElement as HTMLElement).title);
    await page.getByTitle("Choose another day").focus();
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Next month" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Next month" }).waitFor({ state: "detached" });
    await until(async () => (await hasFocus()) === "Choose another day", waitMs);
    await page.getByRole("button", { name: /^You:/ }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", { name: "My account" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("menuitem", { name: "My account" }).waitFor({ state: "detached" });
    await until(async () => (await hasFocus()).startsWith("You:"), waitMs);
    expect(faults).toEqual([]);
  });

  test("a server that is gone is said, and is found again", async () => {
    const page = await open({}, "/outreach");
    await page.getByRole("banner").getByText("Live", { exact: true }).waitFor();
    await page.route(/trpc|health/, (route) => route.abort());
    await page.getByText("Reconnecting").waitFor();
    await page.unroute(/trpc|health/);
    await page.getByRole("banner").getByText("Live", { exact: true }).waitFor();
    expect(faults.filter((fault) => !fault.includes("net::ERR_FAILED"))).toEqual([]);
  });
});
