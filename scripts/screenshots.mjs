// Pictures of every screen, light, dark and on a phone, into docs/screenshots: pnpm screenshots [name …]
// Starts the product with demo data of its own and signs in as the administrator of the demo.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepare } from "./prepare.mjs";

/**
 * Name of the file and address; a line for each screen. `isOpen`: for those who are not signed in; `click`, `keys`: what to
 * press once it is there.
 */
const screens = [
  { name: "sign-in", path: "/sign-in", isOpen: true },
  { name: "forgot-password", path: "/forgot-password", isOpen: true },
  { name: "worklist", path: "/worklist" },
  { name: "client", path: "/worklist?sort=client&direction=asc", click: "tr[data-row] a" },
  { name: "search", path: "/worklist", keys: ["Control+k"] },
  { name: "keyboard-help", path: "/worklist", keys: ["?"] },
  { name: "outreach", path: "/outreach?days=all" },
  { name: "messages", path: "/messages" },
  { name: "text", path: "/messages", click: "[data-row]" },
  { name: "email-updates", path: "/email-updates" },
  { name: "practices", path: "/practices" },
  { name: "practice", path: "/practices/1003" },
  { name: "practice-batch", path: "/practices/1003?tab=launch" },
  { name: "practice-answers", path: "/practices/1003?tab=answers" },
  { name: "practice-history", path: "/practices/1003?tab=history" },
  { name: "templates", path: "/templates" },
  { name: "template", path: "/templates/WITH_LINK" },
  { name: "outcomes", path: "/outcomes" },
  { name: "questions", path: "/questions" },
  { name: "dashboard", path: "/dashboard" },
  { name: "decisions", path: "/dashboard/decisions" },
  { name: "jobs", path: "/jobs" },
  { name: "system", path: "/system" },
  { name: "alerts", path: "/alerts" },
  { name: "users", path: "/users" },
  { name: "user", path: "/users", click: "tr[data-row] a" },
  { name: "invite-user", path: "/users/invite" },
  { name: "audit", path: "/audit" },
  { name: "account", path: "/account" },
  { name: "second-factor", path: "/account/second-factor" },
  { name: "new-api-key", path: "/account/new-api-key" },
];
const wide = { width: 1440, height: 900 };
const looks = [
  { look: "light", colorScheme: "light", viewport: wide },
  { look: "dark", colorScheme: "dark", viewport: wide },
  { look: "mobile", colorScheme: "light", viewport: { width: 390, height: 844 } },
];
/** Of WebP, 0 to 100: letters stay sharp, and a picture has some 60 kB. */
const quality = 80;

const root = join(import.meta.dirname, "..");
const folder = join(root, "docs/screenshots");
const wanted = process.argv.slice(2);
const { chromium } = createRequire(join(root, "apps/admin/package.json"))("@playwright/test");

await prepare(["install", "generate", "admin", "bundle"]);
const data = mkdtempSync(join(tmpdir(), "vetsuccess-screenshots-"));
const program = spawn(
  process.execPath,
  [join(root, "apps/cli/dist/main.js"), "start", "--port", "0", "--data", data],
  { stdio: ["ignore", "pipe", "inherit"] },
);
const welcome = await new Promise((done, fail) => {
  let said = "";
  program.once("exit", () => fail(new Error(`the product did not start\n${said}`)));
  program.stdout.on("data", (chunk) => {
    said += chunk;
    if (said.includes("Ctrl-C")) done(said);
  });
});
const url = /is ready:\s+(\S+)/.exec(welcome)[1];
const password = /password\s+(\S+)/.exec(welcome)[1];
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
try {
  mkdirSync(folder, { recursive: true });
  const first = await browser.newPage();
  await first.goto(`${url}/sign-in`);
  await first.getByLabel("E-mail address").fill("ada@example.com");
  await first.getByLabel("Password", { exact: true }).fill(password);
  await first.keyboard.press("Enter");
  await first.getByRole("button", { name: /^You:/ }).waitFor();
  const storageState = await first.context().storageState();
  for (const { look, ...options } of looks) {
    const contexts = {
      open: await browser.newContext({ ...options, reducedMotion: "reduce" }),
      own: await browser.newContext({ ...options, reducedMotion: "reduce", storageState }),
    };
    for (const screen of screens.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
      const page = await contexts[screen.isOpen ? "open" : "own"].newPage();
      await show(page, screen);
      const file = `${screen.name}-${look}.webp`;
      writeFileSync(join(folder, file), await pictureOf(page));
      await page.close();
      console.log(file);
    }
    for (const context of Object.values(contexts)) await context.close();
  }
} finally {
  await browser.close();
  const gone = new Promise((done) => program.once("exit", done));
  program.kill("SIGTERM");
  await gone;
  rmSync(data, { recursive: true, force: true });
}

/** Opens the screen and waits until its data are there. */
async function show(page, { path, click, keys = [] }) {
  await page.goto(url + path);
  await settle(page);
  if (click) {
    await page.locator(click).first().click();
    await settle(page);
  }
  for (const key of keys) await page.keyboard.press(key);
  // Screens listen for changes, so that the network is never quite still: a moment for what is drawn last.
  await page.waitForTimeout(600);
}

async function settle(page) {
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await page.waitForFunction(
    () => document.querySelectorAll(".mantine-Skeleton-root, [aria-busy=true]").length === 0,
  );
}

/** WebP, which Playwright does not offer and Chromium does. */
async function pictureOf(page) {
  const session = await page.context().newCDPSession(page);
  const picture = await session.send("Page.captureScreenshot", { format: "webp", quality });
  return Buffer.from(picture.data, "base64");
}
