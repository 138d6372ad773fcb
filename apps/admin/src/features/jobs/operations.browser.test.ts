import { expectAccessible, useAdminApp } from "@vetsuccess/testing/admin-app";
import { chromiumPath } from "@vetsuccess/testing/browser";
import { signInAs, type SignedIn } from "@vetsuccess/testing/identity";
import { until } from "@vetsuccess/testing/processes";
import { beforeAll, describe, expect, test } from "vitest";

describe.skipIf(!chromiumPath)("looking after the system", () => {
  let admin: SignedIn;
  let manager: SignedIn;
  const app = useAdminApp({ demo: { practices: 4, clients: 200 } });
  beforeAll(async () => {
    const deps = { db: app.database.db, now: () => new Date() };
    admin = await signInAs(deps, "admin");
    manager = await signInAs(deps, "manager");
  });

  test("a failing job is understood and put right from its page", async () => {
    const { sendGrid } = app;
    sendGrid.setFaults([{ kind: "server-error", status: 500 }]);
    const page = await app.open(admin, "/jobs");
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
    const { rows } = await app.database.pool.query(
      "select 1 from apps_auditevent where action = 'jobs.runNow'",
    );
    expect(rows).toHaveLength(1);
    expect(app.faults).toEqual([]);
  });

  test("a queue is held with a reason, and let go", async () => {
    const page = await app.open(admin, "/jobs");
    await page.getByRole("button", { name: "Pause: Texts" }).click();
    await page.getByLabel("Reason").fill("A look at the templates first");
    await page.getByRole("button", { name: "Pause the queue" }).click();
    await page.getByText(/A look at the templates first/).waitFor();
    await page.getByRole("button", { name: "Resume: Texts" }).click();
    await page.getByRole("button", { name: "Resume the queue" }).click();
    await page.getByRole("button", { name: "Pause: Texts" }).waitFor();
    expect(app.faults).toEqual([]);
  });

  test("a text of unknown fate is decided by a person", async () => {
    await app.database.pool.query(`
      update apps_smshistory set status = 'UNKNOWN', error_code = 'TIMED_OUT', sent_at = null
      where uuid = (select uuid from apps_smshistory where status = 'SENT' order by sent_at desc limit 1)`);
    const page = await app.open(manager, "/messages?status=UNKNOWN");
    await page.getByRole("row").nth(1).getByRole("link").click();
    await page.getByLabel("It was sent").check();
    await page.getByLabel("How you know").fill("The provider's log shows it");
    await page.getByRole("button", { name: "Decide" }).click();
    await page.getByText("Noted as sent.").waitFor();
    await page.getByRole("dialog").getByText("Sent", { exact: true }).waitFor();
    await page.getByRole("dialog").getByText("Decided: it was sent").waitFor();
    const { rows } = await app.database.pool.query(
      "select 1 from apps_auditevent where action = 'texts.decide' and actor_id = $1",
      [manager.id],
    );
    expect(rows).toHaveLength(1);
    expect(app.faults).toEqual([]);
  });

  test("a manager may look at jobs but not touch them, and is told why", async () => {
    const page = await app.open(manager, "/jobs");
    const pause = page.getByRole("button", { name: "Pause: Texts" });
    await pause.waitFor();
    expect(await pause.getAttribute("aria-description")).toContain("administrators");
    expect(app.faults).toEqual([]);
  });

  test("each number of the dashboard leads to as many rows as it says", async () => {
    const page = await app.open(manager, "/dashboard");
    const practices = page.getByRole("region", { name: "Practices", exact: true });
    await practices.waitFor();
    const numbers = await page.locator("main dd a, main tbody td a").evaluateAll((links) =>
      links.map((link) => ({
        href: link.getAttribute("href") ?? "",
        number: Number(link.textContent.replaceAll(",", "")),
      })),
    );
    // The six sums, and of the busiest practice its numbers and its most frequent outcome.
    const busiest = numbers.slice(6).toSorted((a, b) => b.number - a.number)[0]?.href ?? "";
    const practice = new URL(busiest, app.url).searchParams.get("practice") ?? "";
    const ofPractice = numbers.slice(6).filter(({ href }) => href.includes(`practice=${practice}&`));
    const outcome = ofPractice.find(({ href }) => href.includes("outcome="));
    const followed = [
      ...numbers.slice(0, 6),
      ...ofPractice.filter((each) => each === outcome || !each.href.includes("outcome=")),
    ];
    expect(outcome).toBeDefined();
    expect(followed.length).toBeGreaterThan(9);
    for (const { href, number } of followed) {
      await page.goto(app.url + href);
      const rows = `${number.toLocaleString("en-US")} ${href.includes("decisions") ? "reminder" : "text"}${number === 1 ? "" : "s"}`;
      await page.locator("main").getByText(rows, { exact: true }).waitFor();
    }
    // And the first of them by its link.
    await page.goto(`${app.url}/dashboard`);
    await page.locator("main dd a").first().click();
    await page.getByRole("heading", { name: "Reminders decided" }).waitFor();
    expect(app.faults).toEqual([]);
  });

  test.each([
    ["light", 1440],
    ["dark", 1440],
    ["light", 390],
    ["dark", 390],
  ] as const)("everybody can use it: %s, %d wide", async (colorScheme, width) => {
    const page = await app.open(admin, "/jobs", { colorScheme, viewport: { width, height: 900 } });
    for (const path of ["/jobs", "/dashboard", "/dashboard/decisions", "/system", "/messages"]) {
      await page.goto(app.url + path);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.locator(".mantine-Skeleton-root").first().waitFor({ state: "detached" });
      await expectAccessible(page, path);
      const scrollWidth = await page.evaluate(() => document.documentElement.scrollWidth);
      expect([path, scrollWidth]).toEqual([path, width]);
    }
    expect(app.faults).toEqual([]);
  });
});
