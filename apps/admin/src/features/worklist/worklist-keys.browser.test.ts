import type { Page, Request } from "@playwright/test";
import { expectAccessible, useAdminApp, waitMs } from "@vetsuccess/testing/admin-app";
import { chromiumPath } from "@vetsuccess/testing/browser";
import { signInAs, type SignedIn } from "@vetsuccess/testing/identity";
import { until } from "@vetsuccess/testing/processes";
import { beforeAll, describe, expect, test } from "vitest";

describe.skipIf(!chromiumPath)("the keyboard on the worklist", () => {
  const app = useAdminApp({ demo: { practices: 2, clients: 300 } });
  let agent: SignedIn;

  beforeAll(async () => {
    agent = await signInAs({ db: app.database.db, now: () => new Date() }, "agent");
  });

  const rows = (page: Page) => page.locator("tr[data-row]");
  const total = async (page: Page) =>
    Number(/[\d,]+/.exec(await page.getByText(/^[\d,]+ texts?$/).innerText())?.[0].replace(",", ""));
  const open = async () => {
    const page = await app.open(agent, "/worklist");
    await rows(page).first().waitFor();
    return page;
  };
  /** The row under the cursor, from 0; -1: none. */
  const cursor = (page: Page) =>
    rows(page).evaluateAll((all) => all.findIndex((row) => row.hasAttribute("data-cursor")));
  const followed = (page: Page) => page.getByRole("combobox", { name: "Followed" });

  test("a row that the cursor rests on has its client fetched, as a hover does", async () => {
    const page = await open();
    let asked = "";
    page.on("request", (request: Request) => {
      if (request.url().includes("clients.get")) asked += decodeURIComponent(request.url());
    });
    const links = rows(page).getByRole("link");
    const ids = await links.evaluateAll((all) =>
      all.map((link) => decodeURIComponent((link.getAttribute("href") ?? "").replace("/clients/", ""))),
    );
    const isAsked = (id: string | undefined) => asked.includes(`"clientId":"${id}"`);
    await page.keyboard.press("j");
    await until(async () => isAsked(ids[0]), waitMs);
    // Rows that the cursor only passes are left alone.
    const last = ids.findIndex((id, at) => at > 2 && id !== ids[0] && id !== ids[1]);
    const passed = ids.slice(1, last).filter((id) => id !== ids[0] && id !== ids[last]);
    await links.evaluateAll((all, end) => {
      for (const link of all.slice(1, end + 1)) (link as HTMLElement).focus();
    }, last);
    await until(async () => isAsked(ids[last]), waitMs);
    expect(passed.filter(isAsked)).toEqual([]);
    expect(new URL(page.url()).pathname).toBe("/worklist");
    expect(app.faults).toEqual([]);
  });

  test("Escape leaves a drop-down, and the page has its keys back", async () => {
    const page = await open();
    await followed(page).focus();
    await page.keyboard.press("ArrowDown");
    await page.waitForURL(/followed=no/);
    await page.keyboard.press("j");
    expect(await cursor(page)).toBe(-1);
    await page.keyboard.press("Escape");
    await page.keyboard.press("j");
    await until(async () => (await cursor(page)) === 0, waitMs);
    expect(app.faults).toEqual([]);
  });

  test("a drop-down that was chosen from with the mouse leaves the keys to the page", async () => {
    const page = await open();
    await followed(page).click();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(/followed=no/);
    await page.keyboard.press("j");
    await until(async () => (await cursor(page)) === 0, waitMs);
    expect(new URL(page.url()).searchParams.get("followed")).toBe("no");
    expect(app.faults).toEqual([]);
  });

  test("a box that was ticked with the mouse leaves the keys to the page", async () => {
    const page = await open();
    await rows(page).nth(1).getByRole("checkbox").click();
    await page.getByText("1 selected").waitFor();
    await page.keyboard.press("j");
    await until(async () => (await cursor(page)) === 0, waitMs);
    expect(app.faults).toEqual([]);
  });

  test("keys pressed in an open panel do not reach the page below", async () => {
    const page = await open();
    await page.getByRole("button", { name: "Columns" }).click();
    await page.getByRole("checkbox", { name: "Phone" }).focus();
    await page.keyboard.press("j");
    expect(await cursor(page)).toBe(-1);
    await page.keyboard.press("Escape");
    await page.getByRole("checkbox", { name: "Phone" }).waitFor({ state: "detached" });
    await page.keyboard.press("j");
    await until(async () => (await cursor(page)) === 0, waitMs);
    expect(app.faults).toEqual([]);
  });

  test("new rows announce themselves without moving a row, and come in when called for", async () => {
    const page = await open();
    const [before, firstRow] = [await total(page), await rows(page).first().getAttribute("data-row")];
    const place = await rows(page).first().boundingBox();
    await app.database.pool.query(`
      insert into apps_smshistory (client_id, practice_id, status, sent_at, event_context)
      select h.client_id, h.practice_id, 'SENT', now(), '{}' from apps_smshistory h
      join apps_practice p on p.odu_id = h.practice_id and not p.is_archived
      where h.status = 'SENT' and h.client_id is not null limit 3`);
    await page.getByRole("status").getByText("3 new clients").waitFor();
    expect(await rows(page).first().getAttribute("data-row")).toBe(firstRow);
    expect(await rows(page).first().boundingBox()).toEqual(place);
    expect(await total(page)).toBe(before);
    await expectAccessible(page, "new rows");
    await page.keyboard.press(".");
    await until(async () => (await total(page)) === before + 3, waitMs);
    expect(await rows(page).first().getAttribute("data-row")).not.toBe(firstRow);
    await page.getByText("3 new clients").waitFor({ state: "detached" });
    expect(app.faults).toEqual([]);
  });
});
