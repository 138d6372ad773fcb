import type { Page } from "@playwright/test";
import { useAdminApp } from "@vetsuccess/testing/admin-app";
import { chromiumPath } from "@vetsuccess/testing/browser";
import { signInAs, type SignedIn } from "@vetsuccess/testing/identity";
import { beforeAll, describe, expect, test } from "vitest";

describe.skipIf(!chromiumPath)("toasts", () => {
  const app = useAdminApp({ demo: { practices: 2, clients: 40 } });
  let agent: SignedIn;

  beforeAll(async () => {
    agent = await signInAs({ db: app.database.db, now: () => new Date() }, "agent");
  });

  const sizes = [
    { width: 1280, height: 800 },
    { width: 390, height: 844 },
  ];
  /** The worklist, with its first row under the cursor. */
  const open = async (viewport: { width: number; height: number }) => {
    const page = await app.open(agent, "/worklist", { viewport });
    await page.locator("tr[data-row]").first().waitFor();
    await page.keyboard.press("j");
    await page.locator("tr[data-cursor]").waitFor();
    return page;
  };
  const toast = (page: Page) => page.locator(".mantine-Notification-root");
  /** The buttons of the bar that something else lies on, at their corners and in the middle. */
  const covered = (page: Page, bar: string) =>
    page.locator(bar).evaluate((root) =>
      [...root.querySelectorAll("button")]
        .filter((button) => {
          const { left, right, top, bottom } = button.getBoundingClientRect();
          const points = [left + 4, (left + right) / 2, right - 4].flatMap((x) =>
            [top + 4, (top + bottom) / 2, bottom - 4].map((y) => [x, y] as const),
          );
          return points.some(([x, y]) => !button.contains(document.elementFromPoint(x, y)));
        })
        .map((button) => button.textContent),
    );
  /** A toast has come, and stands where it stays. */
  const settled = async (page: Page) => {
    await toast(page).last().waitFor();
    await toast(page).first().hover();
  };

  test.each(sizes)("no toast lies on the save bar, $width wide", async (viewport) => {
    const page = await open(viewport);
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/clients\//);
    const bar = "section[aria-label='Save']";
    await page.locator(bar).getByText("Next client").waitFor();
    await page.keyboard.press("f");
    await settled(page);
    expect(await covered(page, bar)).toEqual([]);
    // With something typed the bar has more buttons, and on a phone more rows.
    await page
      .getByRole("textbox", { name: /^Comment on/ })
      .first()
      .fill("Call later");
    await page.locator(bar).getByText("1 change").waitFor();
    await toast(page).first().hover();
    expect(await covered(page, bar)).toEqual([]);
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    await toast(page).first().hover();
    expect(await covered(page, bar)).toEqual([]);
    expect(app.faults).toEqual([]);
  });

  test.each(sizes)("no toast lies on what is done with chosen rows, $width wide", async (viewport) => {
    const page = await open(viewport);
    const bar = "[role=toolbar]";
    await page.keyboard.press("f");
    await settled(page);
    await page.keyboard.press("x");
    await page.locator(bar).getByText("1 selected").waitFor();
    await toast(page).first().hover();
    expect(await covered(page, bar)).toEqual([]);
    expect(app.faults).toEqual([]);
  });
});
