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

  test("coming back from a client, the list stands as it stood, and one goes on at the client seen last", async () => {
    const page = await open("?outcomes=none");
    const keys = () => rows(page).evaluateAll((all) => all.map((row) => row.getAttribute("data-row")));
    const before = await keys();
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.waitForURL("**/clients/*");
    const second = page.url();
    await page.getByRole("button", { name: "Next client ( ] )" }).waitFor();
    await page.keyboard.press("]");
    await page.waitForURL((url) => url.href !== second);
    await app.database.pool.query(`
      insert into apps_smshistory (client_id, practice_id, status, sent_at, event_context)
      select h.client_id, h.practice_id, 'SENT', now(), '{}' from apps_smshistory h
      join apps_practice p on p.odu_id = h.practice_id and not p.is_archived
      where h.status = 'SENT' and h.client_id is not null limit 3`);
    const third = new URL(page.url()).pathname;
    await page.getByRole("button", { name: "Back to the worklist ( u )" }).waitFor();
    await page.keyboard.press("u");
    await page.waitForURL("**/worklist?outcomes=none");
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute("href"));
    await until(async () => (await focused()) === third, waitMs);
    expect(await keys()).toEqual(before);
    await page.getByRole("status").getByText("3 new clients").waitFor();
    await page.goBack();
    await page.getByRole("button", { name: "Back to the worklist ( u )" }).waitFor();
    await page.goForward();
    await until(async () => (await focused()) === third, waitMs);
    expect(app.faults).toEqual([]);
  });

  test("a row that is clicked twice leads to its client once, and back", async () => {
    const page = await open("?followed=no");
    const row = rows(page).nth(1);
    const href = await row.getByRole("link").getAttribute("href");
    await row.getByRole("cell").nth(4).dblclick();
    await page.waitForURL(`**${href}`);
    await page.getByRole("button", { name: "Back to the worklist ( u )" }).waitFor();
    await page.keyboard.press("u");
    await page.waitForURL("**/worklist?followed=no");
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
