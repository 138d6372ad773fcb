import type { Page } from "@playwright/test";
import { useAdminApp, waitMs } from "@vetsuccess/testing/admin-app";
import { chromiumPath } from "@vetsuccess/testing/browser";
import { signInAs, type SignedIn } from "@vetsuccess/testing/identity";
import { until } from "@vetsuccess/testing/processes";
import { beforeAll, describe, expect, test } from "vitest";

// Where one is on the worklist when rows go away under one's hands.
describe.skipIf(!chromiumPath)("places on the worklist", () => {
  const app = useAdminApp({ demo: { practices: 2, clients: 300 } });
  let agent: SignedIn;
  beforeAll(async () => {
    agent = await signInAs({ db: app.database.db, now: () => new Date() }, "agent");
  });
  const rows = (page: Page) => page.locator("tr[data-row]");
  const open = async (search: string) => {
    const page = await app.open(agent, `/worklist${search}`);
    await rows(page).first().waitFor();
    return page;
  };

  test("a page past the end leads to the last one", async () => {
    const page = await open("?page=999");
    const last = Number(new URL(page.url()).searchParams.get("page"));
    expect(last).toBeGreaterThan(1);
    expect(last).toBeLessThan(999);
    await page.getByText(new RegExp(`${last} / ${last}`)).waitFor();
    expect(app.faults).toEqual([]);
  });

  test("the focus goes to the row after one that is followed up, and Enter opens it", async () => {
    const page = await open("?followed=no");
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    const third = rows(page).nth(2);
    const id = await third.getAttribute("data-row");
    const client = await third.getByRole("link").getAttribute("href");
    await page.keyboard.press("f");
    const focused = () =>
      page.evaluate(() => document.activeElement?.closest("[data-row]")?.getAttribute("data-row"));
    await until(async () => (await focused()) === id, waitMs);
    await page.keyboard.press("Enter");
    await page.waitForURL(`**${client}`);
    expect(app.faults).toEqual([]);
  });

  test("without filters there is no practice left that the worklist opens with", async () => {
    const page = await open("");
    const switched = async () => {
      await page.evaluate(() => localStorage.setItem("vetsuccess-scope", '{"practices":"nowhere"}'));
      await page.goto(`${app.url}/worklist`);
      await page.getByText("No client matches").waitFor();
    };
    await switched();
    await page.getByRole("button", { name: "Clear the filters" }).click();
    await rows(page).first().waitFor();
    await switched();
    await page.getByRole("link", { name: "All", exact: true }).click();
    await rows(page).first().waitFor();
    expect(app.faults).toEqual([]);
  });

  test("what filters is marked, and a name too short to be searched does not count", async () => {
    const page = await open("?followed=no");
    const colour = (name: string) =>
      page.getByRole("combobox", { name }).evaluate((select) => getComputedStyle(select).backgroundColor);
    expect(await colour("Followed")).not.toBe(await colour("Outcome"));
    await page.getByRole("button", { name: "Save view" }).waitFor();
    await page.goto(`${app.url}/worklist?q=Ng`);
    await rows(page).first().waitFor();
    expect(await page.getByRole("button", { name: "Save view" }).count()).toBe(0);
    expect(app.faults).toEqual([]);
  });
});
