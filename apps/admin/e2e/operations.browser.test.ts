import { chromiumPath } from "@vetsuccess/testing/browser";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { until, usePrograms } from "@vetsuccess/testing/processes";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { fillDemo, seriousFindings, startProduct, type Product } from "./product.ts";

/* oxlint-disable react/rules-of-hooks -- the test runner's, not React's */
const database = useTestDatabase();
const programs = usePrograms();
/* oxlint-enable react/rules-of-hooks */

describe.skipIf(!chromiumPath)("looking after the system", () => {
  let product: Product;
  beforeAll(() => fillDemo(database));
  beforeEach(async () => {
    product = await startProduct(database, programs);
  });
  afterEach(() => product.stop());

  test(
    "a failing job is understood and put right; every screen is usable",
    { timeout: 180_000 },
    async () => {
      const { sendGrid, faults } = product;
      sendGrid.setFaults([{ kind: "server-error", status: 500 }]);
      const page = await product.open("admin", "/jobs");
      await page.getByRole("heading", { name: "Jobs" }).waitFor();

      // The provider is down: a mail does not go out, and the page says so in words.
      await page.evaluate(() =>
        fetch("/trpc/users.invite", {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ json: { email: "new@example.com", role: "agent" } }),
        }),
      );
      const row = page.getByRole("row", { name: /Mail a sign-in link/ });
      await row.getByText("Trying again").waitFor();
      await row.getByText(/because:/).waitFor();
      await row.getByRole("link").click();
      const drawer = page.getByRole("dialog");
      await drawer.getByText(/attempt \d of 5 failed, next in/).waitFor();

      // The provider is back.
      sendGrid.setFaults([]);
      await drawer.getByRole("button", { name: "Run now" }).click();
      await drawer.getByText("Done", { exact: true }).first().waitFor();
      await until(() => sendGrid.mails().length === 1, 10_000);
      const { rows } = await database.pool.query(
        "select 1 from apps_auditevent where action = 'jobs.runNow'",
      );
      expect(rows).toHaveLength(1);
      await page.keyboard.press("Escape");

      // A queue is held, and let go.
      await page.getByRole("button", { name: "Pause: Texts" }).click();
      await page.getByLabel("Reason").fill("A look at the templates first");
      await page.getByRole("button", { name: "Pause the queue" }).click();
      await page.getByText(/A look at the templates first/).waitFor();
      await page.getByRole("button", { name: "Resume: Texts" }).click();
      await page.getByRole("button", { name: "Resume the queue" }).click();
      await page.getByRole("button", { name: "Pause: Texts" }).waitFor();

      for (const path of ["/jobs", "/dashboard", "/system", "/messages"])
        for (const colorScheme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme });
          await page.goto(product.url + path);
          await page.getByRole("heading", { level: 1 }).waitFor();
          await page.waitForLoadState("networkidle", { timeout: 3_000 }).catch(() => undefined);
          expect([path, colorScheme, ...(await seriousFindings(page))]).toEqual([path, colorScheme]);
        }
      await page.setViewportSize({ width: 390, height: 844 });
      for (const path of ["/jobs", "/dashboard", "/system", "/messages"]) {
        await page.goto(product.url + path);
        await page.getByRole("heading", { level: 1 }).waitFor();
        const isWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
        expect([path, isWide]).toEqual([path, false]);
      }
      expect(faults.filter((words) => !words.includes("ERR_INCOMPLETE_CHUNKED"))).toEqual([]);
    },
  );

  test("a text of unknown fate is decided by a person, and a manager may look but not touch", async () => {
    await database.pool.query(`
      update apps_smshistory set status = 'UNKNOWN', error_code = 'TIMED_OUT', sent_at = null
      where uuid = (select uuid from apps_smshistory where status = 'SENT' order by sent_at desc limit 1)`);
    const page = await product.open("manager", "/messages?status=UNKNOWN");
    await page.getByRole("row").nth(1).getByRole("link").click();
    await page.getByLabel("It was sent").check();
    await page.getByLabel("How you know").fill("The provider's log shows it");
    await page.getByRole("button", { name: "Decide" }).click();
    await page.getByText("No text waits for a decision").waitFor();
    await page.goto(`${product.url}/jobs`);
    const pause = page.getByRole("button", { name: "Pause: Texts" });
    await pause.waitFor();
    expect(await pause.getAttribute("aria-description")).toContain("administrators");
  });
});
