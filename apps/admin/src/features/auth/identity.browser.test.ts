import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium, type Browser, type BrowserContextOptions, type Page } from "@playwright/test";
import { roles, type Role } from "@vetsuccess/contract/identity";
import { makeDemo } from "@vetsuccess/sandbox/demo/make-demo";
import { freePort } from "@vetsuccess/sandbox/postgres";
import { startFakeSendGrid, type FakeSendGrid } from "@vetsuccess/sandbox/sendgrid";
import { chromiumPath, launchOptions } from "@vetsuccess/testing/browser";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { goodPassword, signInAs, type SignedIn } from "@vetsuccess/testing/identity";
import { usePrograms } from "@vetsuccess/testing/processes";
import axe from "axe-core";
import { TOTP, URI } from "otpauth";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

// The real thing: built app, server, worker, queue, database; mails go to the sandbox's inbox and are read there.

const adminDir = fileURLToPath(new URL("../../../", import.meta.url));
const serverMain = new URL("../../../../server/src/main.ts", import.meta.url);
const workerMain = new URL("../../../../worker/src/main.ts", import.meta.url);
const waitMs = 30_000;
const otherPassword = "walrus-lantern-orchid-7";

/* oxlint-disable react/rules-of-hooks -- the test runner's, not React's */
const database = useTestDatabase();
const programs = usePrograms();
/* oxlint-enable react/rules-of-hooks */

describe.skipIf(!chromiumPath)("identity on the screen", () => {
  const outDir = mkdtempSync(join(tmpdir(), "vetsuccess-identity-"));
  const people = {} as Record<Role, SignedIn>;
  const person = (role: Role, email: string) =>
    signInAs({ db: database.db, now: () => new Date() }, role, { email });
  let inbox: FakeSendGrid;
  let browser: Browser;
  let url: string;
  const faults: string[] = [];

  beforeAll(async () => {
    const vite = join(adminDir, "node_modules/vite/bin/vite.js");
    execFileSync(process.execPath, [vite, "build", "--outDir", outDir], {
      cwd: adminDir,
      stdio: "pipe",
      env: { PATH: process.env["PATH"], NODE_ENV: "production" },
    });
    const asOf = new Date().toISOString().slice(0, 10);
    await makeDemo({ url: database.url, practices: 3, clients: 60, seed: 1, asOf });
    for (const role of roles) people[role] = await person(role, `${role}@example.com`);
    inbox = await startFakeSendGrid({ port: 0 });
    browser = await chromium.launch(launchOptions);
  });
  afterAll(async () => {
    await browser.close();
    await inbox.stop();
    rmSync(outDir, { recursive: true, force: true });
  });

  beforeEach(async () => {
    const port = String(await freePort());
    url = `http://127.0.0.1:${port}`;
    const env = {
      DATABASE_URL: database.url,
      LOG_LEVEL: "silent",
      PORT: port,
      PUBLIC_URL: url,
      ADMIN_APP_DIR: outDir,
      SANDBOX: "true",
      SENDGRID_URL: inbox.url,
      SENDGRID_API_KEY: "sandbox",
    };
    await Promise.all([programs.startReady(serverMain, env), programs.startReady(workerMain, env)]);
    await database.db.signInThrottle.deleteMany({});
    faults.length = 0;
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });

  /** A page of a browser of its own, whose errors are collected; a refusal of the server is none of the page's. */
  async function open(path: string, who?: SignedIn, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext({ reducedMotion: "reduce", ...options });
    context.setDefaultTimeout(waitMs);
    if (who) await context.addCookies([{ ...who.cookie, url }]);
    const page = await context.newPage();
    page.on("pageerror", (error) => faults.push(String(error)));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type()) && !/status of 4\d\d/.test(message.text()))
        faults.push(message.text());
    });
    await page.goto(url + path);
    return page;
  }

  async function signIn(page: Page, email: string, password = goodPassword): Promise<void> {
    await page.getByLabel("E-mail address").fill(email);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.keyboard.press("Enter");
  }

  const isIn = (page: Page) => page.getByRole("button", { name: /^You:/ }).waitFor();

  /** Opens the newest mail to the address in the sandbox's inbox and follows its link. */
  async function followMail(page: Page, to: string, subject: string): Promise<Page> {
    const mails = await page.context().newPage();
    await mails.goto(inbox.url);
    await mails.getByRole("searchbox").fill(to);
    await mails.getByRole("navigation", { name: "Mails" }).getByText(subject).first().click();
    const popup = mails.waitForEvent("popup");
    await mails.frameLocator("#body").getByRole("link").click();
    return popup;
  }

  test.each([
    ["admin", ["Users", "Audit"]],
    ["manager", ["Users"]],
    ["agent", []],
    ["viewer", []],
  ] as const)("the %s signs in, lands where they were going, and sees their screens", async (role, seen) => {
    const page = await open("/outreach?days=all");
    await signIn(page, people[role].email, "not the password");
    await page.getByText("The e-mail address or the password is not right.").waitFor();
    await signIn(page, people[role].email.toUpperCase());
    await isIn(page);
    expect(page.url()).toBe(`${url}/outreach?days=all`);
    const access = page.getByRole("navigation", { name: "Screens" }).getByRole("region", { name: "Access" });
    expect(await access.getByRole("link").allInnerTexts()).toEqual(seen);
    await page.getByRole("button", { name: /^You:/ }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await page.waitForURL(`${url}/sign-in`);
    expect(faults).toEqual([]);
  });

  test("too many tries: how long to wait is said, and it counts down", async () => {
    const page = await open("/sign-in");
    for (let tries = 0; tries < 7; tries += 1) {
      const answered = page.waitForResponse(/auth\.signIn/);
      await signIn(page, "throttled@example.com", `wrong ${tries}`);
      await answered;
    }
    await page.getByText(/You can try again in \d+ s; the account itself is not locked/).waitFor();
    await page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
    expect(faults).toEqual([]);
  });

  test("a second factor is set up, asked for, and replaced by a recovery code", async () => {
    const who = await person("agent", "factor@example.com");
    const page = await open("/account", who);
    await page.getByRole("link", { name: "Set up" }).click();
    await page.getByLabel("Your password").fill(goodPassword);
    await page.keyboard.press("Enter");
    await page.getByRole("img", { name: "QR code for the authenticator app" }).waitFor();
    const secret = (await page.getByLabel("Secret", { exact: true }).innerText()).replaceAll(" ", "");
    const totp = URI.parse(`otpauth://totp/x?secret=${secret}`) as TOTP;
    await page.getByLabel("The code that the app shows now").fill(totp.generate());
    await page.keyboard.press("Enter");
    const codes = await page
      .getByRole("list", { name: "Recovery codes" })
      .getByRole("listitem")
      .allInnerTexts();
    expect(codes.length).toBeGreaterThanOrEqual(8);
    await expectAccessible(page);
    await page.getByRole("checkbox").check();
    await page.getByRole("button", { name: "Done" }).click();
    await page.getByText(`${codes.length} recovery codes left`).waitFor();

    const second = await open("/account");
    await signIn(second, who.email);
    const code = second.getByLabel("Code of your authenticator app");
    await code.fill("000000");
    await second.keyboard.press("Enter");
    await second.getByText("This code is not right").waitFor();
    // The code of now was spent at the set-up; the next one is good already.
    await code.fill(totp.generate({ timestamp: Date.now() + 30_000 }));
    await second.keyboard.press("Enter");
    await isIn(second);

    const third = await open("/account");
    await signIn(third, who.email);
    await third.getByRole("button", { name: "Use a recovery code" }).click();
    await third.getByLabel("Recovery code").fill(codes[0] ?? "");
    await third.keyboard.press("Enter");
    await third.getByText(`${codes.length - 1} recovery codes left`).waitFor();
    expect(faults).toEqual([]);
  });

  test("somebody is invited by mail, and forgets the password later", async () => {
    const admin = await open("/users/invite", people.admin);
    await admin.getByLabel("E-mail address").fill("new.hire@example.com");
    await admin.getByLabel("First name").fill("Noor");
    await admin.getByRole("radio", { name: /Viewer/ }).click();
    await admin.getByRole("button", { name: "Send the invitation" }).click();
    await admin.getByText("Not accepted yet").waitFor();

    const stranger = await open("/sign-in");
    const accept = await followMail(stranger, "new.hire@example.com", "Your VetSuccess account");
    await accept.getByRole("heading", { name: "Welcome to VetSuccess, Noor" }).waitFor();
    await expectAccessible(accept);
    await accept.getByLabel("Password", { exact: true }).fill("password1234");
    await accept.getByRole("button", { name: "Begin" }).click();
    await accept.getByText("This password is too easy to guess").waitFor();
    await accept.getByLabel("Password", { exact: true }).fill(goodPassword);
    await accept.getByRole("button", { name: "Begin" }).click();
    await isIn(accept);

    const forgetful = await open("/sign-in");
    await forgetful.getByRole("link", { name: "Forgot the password?" }).click();
    await forgetful.getByLabel("E-mail address").fill("new.hire@example.com");
    await forgetful.keyboard.press("Enter");
    await forgetful.getByText("Look into your mail").waitFor();
    const reset = await followMail(forgetful, "new.hire@example.com", "A new password for VetSuccess");
    const link = reset.url();
    await reset.getByLabel("Password", { exact: true }).fill(otherPassword);
    await reset.getByRole("button", { name: "Save and sign in" }).click();
    await isIn(reset);

    const again = await open(link.slice(url.length));
    await again.getByRole("link", { name: "Ask for a new link" }).waitFor();
    await expectAccessible(again);
    expect(faults).toEqual([]);
  });

  test("a browser that is signed out elsewhere is told at its next step, and keeps what was typed", async () => {
    const who = await person("manager", "two.browsers@example.com");
    const here = await open("/account", who);
    const there = await open("/account/new-api-key");
    await signIn(there, who.email);
    await there.getByLabel("Name").fill("Monthly report");
    await there.getByRole("button", { name: "Only reading" }).click();

    await here.reload();
    await here.getByRole("button", { name: /^Sign out Chrome/ }).click();
    await here.getByRole("button", { name: /^Sign out Chrome/ }).waitFor({ state: "detached" });
    await there.getByRole("button", { name: "Create the key" }).click();
    await there.getByText("You are signed out").waitFor();
    await expectAccessible(there);
    await there.getByLabel("Password", { exact: true }).fill(goodPassword);
    await there.keyboard.press("Enter");
    await there.getByText("You are signed out").waitFor({ state: "detached" });
    expect(await there.getByLabel("Name").inputValue()).toBe("Monthly report");
    await there.getByRole("button", { name: "Create the key" }).click();
    await there.getByText(/^vsk_/).waitFor();
    expect(faults).toEqual([]);
  });

  test("the open tab of a user who is disabled asks to sign in within a second of its next step", async () => {
    const who = await person("agent", "leaver@example.com");
    const theirs = await open("/outreach", who);
    await isIn(theirs);
    await theirs.waitForLoadState("networkidle");
    const admin = await open(`/users/${who.id}`, people.admin);
    await admin.getByRole("button", { name: "Disable" }).click();
    await admin.getByRole("dialog").getByRole("button", { name: "Disable" }).click();
    await admin.getByText("May not sign in").waitFor();
    const since = performance.now();
    await theirs.getByRole("button", { name: "Day before" }).click({ force: true });
    await theirs.getByText("You are signed out").waitFor();
    expect(performance.now() - since).toBeLessThan(1_000);

    await admin.goto(`${url}/audit?action=users.update`);
    await admin.getByText("Changed a user").first().click();
    const row = admin.getByRole("dialog").getByRole("row", { name: /Is active/ });
    expect(await row.getByRole("cell").allInnerTexts()).toEqual(["Yes", "No"]);
    await admin.keyboard.press("Escape");
    const download = admin.waitForEvent("download");
    await admin.getByRole("button", { name: "Export CSV" }).click();
    expect((await download).suggestedFilename()).toMatch(/^audit-\d{4}-\d\d-\d\d\.csv$/);
    expect(faults).toEqual([]);
  });

  test.each(["light", "dark"] as const)(
    "every screen is for everybody, on a phone too: %s",
    async (colorScheme) => {
      const stranger = await open("/sign-in", undefined, { colorScheme });
      const admin = await open("/account", people.admin, { colorScheme });
      const screens = [
        [stranger, ["/sign-in", "/forgot-password", `/reset-password#${"x".repeat(43)}`]],
        [
          admin,
          [
            "/account",
            "/account?panel=password",
            "/account/second-factor",
            "/account/new-api-key",
            "/users",
            "/users/invite",
            `/users/${people.agent.id}`,
            "/audit",
          ],
        ],
      ] as const;
      for (const [page, addresses] of screens)
        for (const path of addresses) {
          await page.setViewportSize({ width: 1440, height: 900 });
          await page.goto(url + path);
          await page.getByRole("heading", { level: 1 }).first().waitFor();
          await page.waitForLoadState("networkidle");
          await expectAccessible(page);
          await page.setViewportSize({ width: 390, height: 844 });
          expect([path, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([
            path,
            390,
          ]);
        }
      expect(faults).toEqual([]);
    },
  );
});

/** No finding of axe-core that is serious or critical. */
async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  const findings = await page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => ({ id, html, failureSummary })));
  });
  expect(findings).toEqual([]);
}
