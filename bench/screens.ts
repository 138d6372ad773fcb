import { fileURLToPath } from "node:url";
import { chromium, type Page, type Response } from "@playwright/test";
import { chromiumPath, launchOptions } from "@vetsuccess/testing/browser";
import { withAdminApp } from "./admin-app.ts";

/** From the click until the data show, of the median. */
const goalMs = 150;
/** The most that one answer may weigh: no list comes without bounds. */
const goalKb = 100;
const runs = 7;
/** The search waits so long for the next letter before it asks; not counted. */
const searchPauseMs = 120;
/** How long one rests on a link before following it. */
const restMs = 300;
/** A server that has just begun has every page read again what it may have missed before. */
const warmUpMs = 11_000;

interface Step {
  name: string;
  /** Where one comes from. */
  from: string;
  /** What is clicked; the address of the screen for a link of the navigation. */
  click: string;
  /** Of a drop-down: what is chosen in it instead. */
  choose?: string;
  /** There once the data show, and not before. */
  shown: string;
  /** In the address then, where the screen stays the same. */
  address?: string;
  /** The keyboard or the pointer rested on the link before, so that its screen asked early. */
  isRestedOn?: true;
}

const row = "[data-row]";
const steps: Step[] = [
  { name: "worklist", from: "/account", click: "a[href='/worklist']", shown: row },
  {
    name: "worklist, next page",
    from: "/worklist",
    click: "[aria-label='Next page']",
    shown: row,
    address: "page=2",
  },
  {
    name: "worklist by client",
    from: "/worklist",
    click: "th:nth-child(2) button",
    shown: row,
    address: "sort=client",
  },
  {
    name: "worklist, page 1,000",
    from: "/worklist?page=999",
    click: "[aria-label='Next page']",
    shown: row,
    address: "page=1000",
  },
  {
    name: "worklist, no outcome yet",
    from: "/worklist",
    click: "select[aria-label=Outcome]",
    choose: "state:none",
    shown: row,
    address: "outcomes=none",
  },
  {
    name: "worklist, all have outcomes",
    from: "/worklist",
    click: "select[aria-label=Outcome]",
    choose: "state:all",
    shown: row,
    address: "outcomes=all",
  },
  {
    // Fits nobody in these data, which have one pet in each text: all of them are looked through.
    name: "worklist, some have outcomes",
    from: "/worklist",
    click: "select[aria-label=Outcome]",
    choose: "state:some",
    shown: "main span + p",
    address: "outcomes=some",
  },
  { name: "client", from: "/worklist", click: "tr[data-row] a", shown: "[data-pet]" },
  {
    name: "client, rested on",
    from: "/worklist",
    click: "tr[data-row] a",
    shown: "[data-pet]",
    isRestedOn: true,
  },
  { name: "messages", from: "/account", click: "a[href='/messages']", shown: row },
  { name: "outreach", from: "/account", click: "a[href^='/outreach']", shown: "main section" },
  { name: "practices", from: "/account", click: "a[href='/practices']", shown: row },
  { name: "practice", from: "/practices", click: "tr[data-row] a", shown: "form" },
  { name: "templates", from: "/account", click: "a[href='/templates']", shown: "main li" },
  { name: "outcomes", from: "/account", click: "a[href='/outcomes']", shown: "main li, main tr" },
  { name: "questions", from: "/account", click: "a[href='/questions']", shown: "main li, main tr" },
  { name: "dashboard", from: "/account", click: "a[href='/dashboard']", shown: "main table" },
  { name: "jobs", from: "/account", click: "a[href='/jobs']", shown: "main table, main section" },
  { name: "system", from: "/account", click: "a[href='/system']", shown: "main dl, main section" },
  { name: "users", from: "/account", click: "a[href='/users']", shown: row },
  { name: "audit", from: "/account", click: "a[href='/audit']", shown: "main section" },
];
const searches = [
  { name: "search by name", words: "anderson" },
  { name: "search by phone", words: "(555) 010" },
  { name: "search by e-mail", words: "anderson@example.com" },
];

/**
 * `pnpm bench screens`: how long each screen takes to show its data after a click, in Chromium over 200,000 clients, on a page
 * that was just loaded, so that nothing was fetched before but what a link asks for while one rests on it. Fails when a goal
 * is missed.
 */
export async function benchScreens(): Promise<void> {
  if (!chromiumPath) throw new Error("there is no Chromium: set CHROMIUM_PATH");
  await withAdminApp(async ({ url, admin }) => {
    const browser = await chromium.launch(launchOptions);
    try {
      const context = await browser.newContext({
        reducedMotion: "reduce",
        viewport: { width: 1440, height: 900 },
      });
      await context.addCookies([{ ...admin.cookie, url }]);
      const page = await context.newPage();
      await page.addInitScript({ path: fileURLToPath(new URL("in-page.mjs", import.meta.url)) });
      await page.waitForTimeout(warmUpMs);
      const weights = weigh(page);
      const table: ReturnType<typeof lineOf>[] = [];
      const add = (line: ReturnType<typeof lineOf>) => {
        table.push(line);
        console.log(`${line.name}: ${line["median ms"]} ms`);
      };
      for (const step of steps) {
        const times = [];
        weights.reset();
        for (let run = 0; run <= runs; run += 1) {
          await page.goto(url + step.from);
          await page.locator(step.click).first().waitFor();
          await page.waitForLoadState("load");
          if (step.isRestedOn) {
            await page.locator(step.click).first().focus();
            await page.waitForTimeout(restMs);
          }
          times.push(await clickUntilShown(page, step));
        }
        add(lineOf(step.name, times, await weights.most()));
      }
      for (const { name, words } of searches) {
        const times = [];
        weights.reset();
        for (let run = 0; run <= runs; run += 1) {
          await page.goto(`${url}/account`);
          await page.getByRole("heading", { level: 1 }).waitFor();
          await page.keyboard.press("Control+k");
          await page.getByRole("dialog").getByRole("combobox").waitFor();
          times.push(await searchUntilFound(page, words));
        }
        add(lineOf(name, times, await weights.most()));
      }
      console.table(table);
      console.log(`goals: the median ${goalMs} ms, ${goalKb} kB for an answer`);
      if (table.some(({ goal }) => goal === "missed")) process.exitCode = 1;
    } finally {
      await browser.close();
    }
  });
}

/** The first run warms the server up. */
function lineOf(name: string, [, ...times]: number[], mostKb: number) {
  const sorted = times.toSorted((a, b) => a - b);
  const median = Math.round(sorted[Math.floor(sorted.length / 2)] ?? Infinity);
  return {
    name,
    "median ms": median,
    "best ms": Math.round(sorted[0] ?? Infinity),
    "worst ms": Math.round(sorted.at(-1) ?? Infinity),
    "largest answer kB": mostKb,
    goal: median <= goalMs && mostKb <= goalKb ? "met" : "missed",
  };
}

async function clickUntilShown(page: Page, { click, choose, shown, address }: Step): Promise<number> {
  return page.evaluate<number>(`clickUntilShown(${JSON.stringify({ click, choose, shown, address })})`);
}

async function searchUntilFound(page: Page, words: string): Promise<number> {
  await page.keyboard.type(words.slice(0, -1));
  await page.evaluate(`found = nextKeyUntilFound(${searchPauseMs}); null`);
  await page.keyboard.type(words.slice(-1));
  return page.evaluate<number>("found");
}

/** The largest answer of the API since the last reset, in kB as it is before compression. */
function weigh(page: Page) {
  let bodies: Promise<number>[] = [];
  page.on("response", (response: Response) => {
    if (!response.url().includes("/trpc/") || response.url().includes("live.changes")) return;
    bodies.push(
      response.body().then(
        (body) => body.byteLength,
        () => 0,
      ),
    );
  });
  return {
    reset: () => {
      bodies = [];
    },
    most: async () => Math.round(Math.max(0, ...(await Promise.all(bodies))) / 1024),
  };
}
