import type { Page } from "@playwright/test";
import { useAdminApp } from "@vetsuccess/testing/admin-app";
import { chromiumPath } from "@vetsuccess/testing/browser";
import { goodPassword, signInAs } from "@vetsuccess/testing/identity";
import { describe, expect, test } from "vitest";

describe.skipIf(!chromiumPath)("signing in again", () => {
  const app = useAdminApp({ demo: { practices: 2, clients: 40 } });

  /** Ends the session under a page on which somebody saves, and signs in again. */
  const signInAgain = async (page: Page, userId: string, save: () => Promise<void>) => {
    await app.database.db.session.deleteMany({ where: { userId } });
    await save();
    const dialog = page.getByRole("dialog", { name: "You are signed out" });
    const password = dialog.getByLabel("Password", { exact: true });
    await password.fill(goodPassword);
    await password.press("Enter");
    await dialog.waitFor({ state: "detached" });
  };

  test("whoever was typing goes on typing at the same place, and no key of the page hears of it", async () => {
    const kim = await signInAs({ db: app.database.db, now: () => new Date() }, "agent");
    const page = await app.open(kim, "/worklist");
    await page.locator("tr[data-row]").first().waitFor();
    await page.keyboard.press("j");
    await page.locator("tr[data-cursor]").waitFor();
    await page.keyboard.press("Enter");
    const comment = page.getByRole("textbox", { name: /^Comment on/ }).first();
    await comment.fill("Call her later");
    for (let times = 0; times < "later".length; times += 1) await page.keyboard.press("ArrowLeft");
    await page.getByRole("region", { name: "Save" }).getByText("1 change").waitFor();
    await signInAgain(page, kim.id, () => page.keyboard.press("Control+s"));
    await page.keyboard.type("next week, ");
    expect(await comment.inputValue()).toBe("Call her next week, later");
    await page.keyboard.press("Control+s");
    await page.getByRole("region", { name: "Save" }).getByText("Everything is saved").waitFor();
    expect(app.faults.filter((fault) => !fault.includes("401"))).toEqual([]);
  });

  test("whoever is in the middle of a sentence ends it first: no word goes into the password", async () => {
    const lee = await signInAs({ db: app.database.db, now: () => new Date() }, "agent");
    const page = await app.open(lee, "/worklist");
    await page.locator("tr[data-row] a").first().click();
    const comment = page.getByRole("textbox", { name: /^Comment on/ }).first();
    await comment.fill("");
    const ended = page.waitForResponse((response) => response.status() === 401);
    // For the page it takes no time, however busy the machine is.
    const now = Date.now();
    await page.clock.setFixedTime(now);
    await app.database.db.session.deleteMany({ where: { userId: lee.id } });
    const sentence = "The owner wants a call after five on Friday afternoon please";
    await comment.press("T");
    await ended;
    await comment.pressSequentially(sentence.slice(1));
    expect(await comment.inputValue()).toBe(sentence);
    await page.clock.setFixedTime(now + 60_000);
    await page.getByRole("dialog", { name: "You are signed out" }).waitFor();
    expect(await comment.inputValue()).toBe(sentence);
    expect(app.faults.filter((fault) => !fault.includes("401"))).toEqual([]);
  });
});
