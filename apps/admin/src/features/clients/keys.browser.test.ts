import type { Page } from "@playwright/test";
import { useAdminApp, waitMs } from "@vetsuccess/testing/admin-app";
import { chromiumPath } from "@vetsuccess/testing/browser";
import { signInAs, type SignedIn } from "@vetsuccess/testing/identity";
import { until } from "@vetsuccess/testing/processes";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";

const household = `
  with client as (
    insert into apps_client (odu_id, server_id, first_name, last_name, full_name)
    select 'otto', p.server_id, 'Otto', 'Quartz', 'Otto Quartz' from apps_practice p where p.odu_id = '1001'),
  phone as (
    insert into apps_phone (odu_id, client_id, number, app_number, is_primary)
    values ('otto-phone', 'otto', '2025550110', '2025550110', true)),
  pet as (
    insert into apps_patient (odu_id, server_id, name)
    select pet, p.server_id, pet from apps_practice p, unnest(array['Kip', 'Pip']) pet where p.odu_id = '1001'),
  due as (
    insert into apps_reminder (odu_id, patient_id, client_id, practice_id, date_due, description)
    values ('kip-due', 'Kip', 'otto', '1001', current_date - 60, 'Rabies'))
  insert into apps_clientpatientrelationship (odu_id, client_id, patient_id)
  select 'r-' || pet, 'otto', pet from unnest(array['Kip', 'Pip']) pet`;

// Who works without a mouse types where the caret is, and nothing else hears of it.
describe.skipIf(!chromiumPath)("the client page by keyboard", () => {
  const app = useAdminApp({
    demo: { practices: 2, clients: 40 },
    addToDemo: async ({ database }) => {
      await database.pool.query(household);
      await database.pool.query("insert into apps_outcome (text, is_final) values ('Gone for good', true)");
    },
  });
  let abel: SignedIn;
  beforeAll(async () => {
    abel = await signInAs({ db: app.database.db, now: () => new Date() }, "agent");
  });
  beforeEach(async () => {
    await app.database.db.patient.updateMany({
      where: { oduId: { in: ["Kip", "Pip"] } },
      data: { comment: "Prefers mornings", outcome: null, outcomeAt: null },
    });
  });

  const open = async (): Promise<Page> => {
    const page = await app.open(abel, "/clients/otto");
    page.on("dialog", (dialog) => void dialog.accept());
    await comment(page).waitFor();
    return page;
  };
  const comment = (page: Page) => page.getByRole("textbox", { name: "Comment on Kip" });
  const saveBar = (page: Page) => page.getByRole("region", { name: "Save" });

  test("contact data is typed from field to field, and no key of the page hears of it", async () => {
    const page = await open();
    await page.keyboard.press("e");
    await page.keyboard.type("Bianca");
    await page.keyboard.press("Tab");
    await page.keyboard.type("Ax");
    for (
      let times = 0;
      times < 4 && !(await page.getByLabel("Phone", { exact: true }).isVisible());
      times += 1
    )
      await page.keyboard.press("Tab");
    await page.keyboard.type("2025550188");
    await page.keyboard.press("Enter");
    await saveBar(page).getByText("First name · Last name · Phone").waitFor();
    await saveBar(page).getByText("3 changes").waitFor();
    // The ways to reach the client are those that stand on the screen.
    await page.getByRole("link", { name: "Call (202) 555-0188", exact: true }).waitFor();
    expect(await page.locator("a[href*='2025550110']").count()).toBe(0);
    expect(app.faults).toEqual([]);
  });

  test("what is wrong is led to by the keys that save, and said", async () => {
    const page = await open();
    await page.getByRole("button", { name: /^Phone:.*Edit$/ }).click();
    await page.keyboard.type("12");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Control+s");
    expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe("Phone");
    await saveBar(page).getByText("Put right first: Phone.").waitFor();
    await saveBar(page).getByRole("button", { name: "Discard" }).click();
    await page.getByRole("button", { name: "Phone: (202) 555-0110. Edit" }).waitFor();
    expect(app.faults).toEqual([]);
  });

  test("c goes on where the comment ends, and nothing moves under what is typed", async () => {
    const page = await open();
    const top = () => comment(page).evaluate((area) => area.getBoundingClientRect().top);
    const before = await top();
    await page.keyboard.press("c");
    await page.keyboard.type(", never evenings");
    expect(await comment(page).inputValue()).toBe("Prefers mornings, never evenings");
    await page.getByText("You are working on this client").waitFor();
    expect(await top()).toBe(before);
    expect(app.faults).toEqual([]);
  });

  test("a pet whose outcome ended its texts is not due, and an outcome for all leaves it alone", async () => {
    await app.database.db.patient.update({ where: { oduId: "Kip" }, data: { outcome: "Gone for good" } });
    const page = await open();
    const kip = page.getByRole("group", { name: "Kip", exact: true });
    await kip.getByText("not due any more").waitFor();
    expect(await kip.getByText("overdue").count()).toBe(0);
    await page.keyboard.press("Shift+Digit1");
    await saveBar(page).getByText("1 change").waitFor();
    await saveBar(page).getByText("Pip: Outcome").waitFor();
    expect(app.faults).toEqual([]);
  });

  test("a tab that is closed takes no draft along that another one wrote", async () => {
    const page = await open();
    const other = await page.context().newPage();
    await other.goto(`${app.url}/clients/otto`);
    await comment(other).waitFor();
    await comment(page).fill("Call after five");
    const drafts = () =>
      page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("vetsuccess-draft")));
    await until(async () => (await drafts()).length === 1, waitMs);
    await other.goto(`${app.url}/account`);
    await other.close();
    expect(await drafts()).toHaveLength(1);
    expect(app.faults).toEqual([]);
  });

  test("a client that one may not see any more is not seen any more", async () => {
    const page = await open();
    await app.database.pool.query(
      "update apps_client set extractor_removed_at = now() where odu_id = 'otto'",
    );
    await until(async () => {
      await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));
      return page.getByText("There is no such client").isVisible();
    }, waitMs);
    expect(await page.getByText("(202) 555-0110").count()).toBe(0);
    await app.database.pool.query("update apps_client set extractor_removed_at = null where odu_id = 'otto'");
    expect(app.faults.filter((fault) => !fault.includes("404"))).toEqual([]);
  });
});
