import { chromium } from "@playwright/test";
import { freePort } from "@vetsuccess/sandbox/postgres";
import { chromiumPath, launchOptions } from "@vetsuccess/testing/browser";
import lighthouse, { desktopConfig } from "lighthouse";
import { withAdminApp } from "./admin-app.ts";

const goals = { performance: 95, accessibility: 100 };
/** The best of so many runs counts: other programs on the machine make a run slower, never quicker. */
const runs = 3;

/**
 * `pnpm bench lighthouse`: Lighthouse's figures for the screens an agent sees first, with its settings for desktops, which
 * slow the network down to 10 Mbit/s. Fails when a goal is missed, and names the checks that missed.
 */
export async function benchLighthouse(): Promise<void> {
  if (!chromiumPath) throw new Error("there is no Chromium: set CHROMIUM_PATH");
  const port = await freePort();
  await withAdminApp(async ({ url, admin }) => {
    const browser = await chromium.launch({
      ...launchOptions,
      args: [...launchOptions.args, `--remote-debugging-port=${port}`],
    });
    try {
      const clientPath = await pathOfFirstClient(browser, url, admin.cookie);
      const table = [];
      for (const [screen, path, cookie] of [
        ["sign-in", "/sign-in", null],
        ["worklist", "/worklist", admin.cookie],
        ["client", clientPath, admin.cookie],
      ] as const) {
        const headers: Record<string, string> = cookie ? { Cookie: `${cookie.name}=${cookie.value}` } : {};
        const best = await measure(url + path, port, headers);
        table.push({ screen, ...best });
        const isMet = best.performance >= goals.performance && best.accessibility >= goals.accessibility;
        if (!isMet) process.exitCode = 1;
      }
      console.table(table);
      console.log(`goals: performance ${goals.performance}, accessibility ${goals.accessibility}`);
    } finally {
      await browser.close();
    }
  });
}

async function pathOfFirstClient(
  browser: Awaited<ReturnType<typeof chromium.launch>>,
  url: string,
  cookie: { name: string; value: string },
): Promise<string> {
  const context = await browser.newContext();
  await context.addCookies([{ ...cookie, url }]);
  const page = await context.newPage();
  await page.goto(`${url}/worklist`);
  const path = await page.locator("tr[data-row] a").first().getAttribute("href");
  await context.close();
  return path ?? "/worklist";
}

async function measure(address: string, port: number, extraHeaders: Record<string, string>) {
  const found = [];
  for (let run = 0; run < runs; run += 1) {
    const answer = await lighthouse(
      address,
      { port, logLevel: "error", onlyCategories: Object.keys(goals), extraHeaders },
      desktopConfig,
    );
    if (!answer) throw new Error(`Lighthouse says nothing about ${address}`);
    const { categories, audits } = answer.lhr;
    const score = (id: string) => Math.round((categories[id]?.score ?? 0) * 100);
    const missed = (categories["accessibility"]?.auditRefs ?? [])
      .filter(({ id, weight }) => weight > 0 && audits[id]?.score === 0)
      .map(({ id }) => id);
    const ms = (id: string) => Math.round(audits[id]?.numericValue ?? 0);
    found.push({
      performance: score("performance"),
      accessibility: score("accessibility"),
      "first paint ms": ms("first-contentful-paint"),
      "largest paint ms": ms("largest-contentful-paint"),
      "blocked ms": ms("total-blocking-time"),
      "layout shift": (audits["cumulative-layout-shift"]?.numericValue ?? 0).toFixed(3),
      missed: missed.join(" "),
    });
  }
  const [best] = found.toSorted((a, b) => b.performance - a.performance);
  if (!best) throw new Error("nothing was measured");
  return best;
}
