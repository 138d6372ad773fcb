// Pictures of every screen, light, dark and on a phone, into docs/screenshots: pnpm screenshots [name …]
// Starts the product with demo data of its own and signs in as the administrator of the demo.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepare } from "./prepare.mjs";

/** Name of the file and address; a line for each screen. `isOpen`: for those who are not signed in. */
const screens = [
  { name: "sign-in", path: "/sign-in", isOpen: true },
  { name: "outreach", path: "/outreach?days=all" },
  { name: "account", path: "/account" },
  { name: "second-factor", path: "/account/second-factor" },
  { name: "new-api-key", path: "/account/new-api-key" },
  { name: "users", path: "/users" },
  { name: "invite-user", path: "/users/invite" },
  { name: "audit", path: "/audit" },
];
const looks = [
  { look: "light", colorScheme: "light", viewport: { width: 1440, height: 900 } },
  { look: "dark", colorScheme: "dark", viewport: { width: 1440, height: 900 } },
  { look: "mobile", colorScheme: "light", viewport: { width: 390, height: 844 } },
];

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
  for (const { look, ...options } of looks)
    for (const { name, path, isOpen } of screens.filter(
      (each) => wanted.length === 0 || wanted.includes(each.name),
    )) {
      const context = await browser.newContext({
        ...options,
        reducedMotion: "reduce",
        ...(isOpen ? {} : { storageState }),
      });
      const page = await context.newPage();
      await page.goto(url + path);
      await page.getByRole("heading", { level: 1 }).first().waitFor();
      // Screens listen for changes, so that the network is never quite still: a moment for the data.
      await page.waitForTimeout(900);
      await page.screenshot({ path: join(folder, `${name}-${look}.png`) });
      await context.close();
      console.log(`${name}-${look}.png`);
    }
} finally {
  await browser.close();
  const gone = new Promise((done) => program.once("exit", done));
  program.kill("SIGTERM");
  await gone;
  rmSync(data, { recursive: true, force: true });
}
