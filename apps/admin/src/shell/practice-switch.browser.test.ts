import type { BrowserContextOptions, Page } from "@playwright/test";
import { expectAccessible, useAdminApp } from "@vetsuccess/testing/admin-app";
import { chromiumPath } from "@vetsuccess/testing/browser";
import { signInAs, type SignedIn } from "@vetsuccess/testing/identity";
import { beforeAll, describe, expect, test } from "vitest";

describe.skipIf(!chromiumPath)("the switch of practices and schedulers", () => {
  const app = useAdminApp({
    demo: { practices: 16, clients: 300 },
    addToDemo: async ({ database }) => {
      await database.pool.query(
        "update apps_practicesettings set sms_scheduler = 'Dana Quill' where practice_id <> '1001'",
      );
      await database.pool.query("update apps_practice set name = 'Zebra Clinic' where odu_id = '1001'");
    },
  });
  let agent: SignedIn;

  beforeAll(async () => {
    agent = await signInAs({ db: app.database.db, now: () => new Date() }, "agent");
  });

  const open = async (path: string, options?: BrowserContextOptions) => {
    const page = await app.open(agent, path, options);
    await button(page).waitFor();
    return page;
  };
  const button = (page: Page) => page.getByRole("button", { name: /^Practice or scheduler/ });
  const options = (page: Page) =>
    page.getByRole("listbox", { name: "Practices and schedulers" }).getByRole("option");
  /** Finds by typing, and takes what is found. */
  const choose = async (page: Page, words: string) => {
    await page.keyboard.press("p");
    await page.locator("input[aria-label='Look for a practice or scheduler']:focus").waitFor();
    await page.keyboard.type(words);
    await page
      .locator("[role=option][data-combobox-selected]", { hasText: new RegExp(words, "i") })
      .waitFor();
    await page.keyboard.press("Enter");
  };
  const parameter = (page: Page, name: string) => new URL(page.url()).searchParams.get(name);

  test("from a screen without practices a scheduler leads to the worklist, by keys alone", async () => {
    const page = await open("/account");
    await choose(page, "quill");
    await page.waitForURL(/\/worklist\?/);
    expect(parameter(page, "scheduler")).toBe("Dana Quill");
    await page.getByRole("button", { name: "Practices of Dana Quill" }).waitFor();
    await options(page).first().waitFor({ state: "detached" });
    await page.locator("tr[data-row]").first().waitFor();
    await page.keyboard.press("j");
    await page.locator("tr[data-cursor]").waitFor();
    expect(app.faults).toEqual([]);
  });

  test("the worklist keeps its other filters, and takes several practices", async () => {
    const page = await open("/worklist?followed=no");
    await button(page).click();
    await options(page).filter({ hasText: "Zebra Clinic" }).click();
    await page.waitForURL(/practices=1001/);
    await options(page).nth(-2).click();
    await page.waitForURL(/practices=\d+(%2C|,)\d+/);
    expect(parameter(page, "followed")).toBe("no");
    await page.getByRole("button", { name: "2 practices" }).waitFor();
    await options(page).filter({ hasText: "All practices" }).click();
    await page.waitForURL((url) => !url.search.includes("practices"));
    expect(parameter(page, "followed")).toBe("no");
    expect(app.faults).toEqual([]);
  });

  test("a screen that shows one practice stays, and the list of its own says the same", async () => {
    const page = await open("/messages?followed=no");
    await choose(page, "zebra");
    await page.waitForURL(/practice=1001/);
    expect(new URL(page.url()).pathname).toBe("/messages");
    expect(parameter(page, "followed")).toBe("no");
    await page.getByRole("button", { name: "Zebra Clinic" }).waitFor();
    expect(await page.getByRole("combobox", { name: "Practice", exact: true }).inputValue()).toBe("1001");
    await choose(page, "quill");
    await page.waitForURL(/\/worklist\?scheduler=/);
    expect(app.faults).toEqual([]);
  });

  test("Tab out of the list closes it, and leaves it closed", async () => {
    const page = await open("/worklist");
    await choose(page, "zebra");
    await page.waitForURL(/practices=1001/);
    for (let times = 0; times < 3; times += 1) await page.keyboard.press("Tab");
    await options(page).first().waitFor({ state: "detached" });
    expect(app.faults).toEqual([]);
  });

  test("Escape closes the list from anywhere, and leads back to its button", async () => {
    const page = await open("/worklist");
    await choose(page, "zebra");
    await page.waitForURL(/practices=1001/);
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    expect(await options(page).count()).toBeGreaterThan(0);
    await page.keyboard.press("Escape");
    await options(page).first().waitFor({ state: "detached" });
    expect(await button(page).evaluate((each) => each === document.activeElement)).toBe(true);
    expect(app.faults).toEqual([]);
  });

  test("the list does not come along to another screen", async () => {
    const page = await open("/account");
    await choose(page, "zebra");
    await page.waitForURL(/\/worklist\?practices=1001/);
    await options(page).first().waitFor({ state: "detached" });
    expect(await button(page).evaluate((each) => each === document.activeElement)).toBe(true);
    await page.keyboard.press("Enter");
    await options(page).first().waitFor();
    await page.goBack();
    await page.waitForURL(/\/account/);
    await options(page).first().waitFor({ state: "detached" });
    expect(app.faults).toEqual([]);
  });

  test.each([
    ["light", 1440],
    ["dark", 1440],
    ["light", 390],
  ] as const)("everybody can use it: %s, %i wide", async (colorScheme, width) => {
    const page = await open("/worklist?practices=1001", { colorScheme, viewport: { width, height: 844 } });
    await page.getByRole("button", { name: "Zebra Clinic" }).click();
    await options(page).last().waitFor();
    await expectAccessible(page, "practices");
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    await page.keyboard.type("zzqq");
    await page.getByText("Nothing fits").waitFor();
    await expectAccessible(page, "no practice");
    await page.keyboard.press("Escape");
    await options(page).first().waitFor({ state: "detached" });
    expect(await button(page).evaluate((each) => each === document.activeElement)).toBe(true);
    expect(app.faults).toEqual([]);
  });
});
