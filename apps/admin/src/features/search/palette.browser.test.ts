import type { BrowserContextOptions, Page } from "@playwright/test";
import { expectAccessible, useAdminApp } from "@vetsuccess/testing/admin-app";
import { chromiumPath } from "@vetsuccess/testing/browser";
import { signInAs, type SignedIn } from "@vetsuccess/testing/identity";
import { beforeAll, describe, expect, test } from "vitest";

describe.skipIf(!chromiumPath)("the search from anywhere", () => {
  const app = useAdminApp({
    demo: { practices: 2, clients: 300 },
    addToDemo: async ({ database }) => {
      await database.pool.query(`
        insert into apps_client (odu_id, server_id, first_name, last_name, full_name)
        select id, server_id, first, 'Quill', first || ' Quill'
        from apps_practice, (values ('quill', 'Outrena'), ('darko', 'Darko')) given (id, first) where odu_id = '1001'`);
      await database.pool.query(`
        insert into apps_savedview (name, is_shared, filter, sort, direction, created_at, updated_at)
        values ('Morning round', true, '{"outcomeState":"none"}', 'client', 'asc', now(), now())`);
      await database.pool.query("update apps_practicesettings set sms_scheduler = 'Dana Quill'");
    },
  });
  let agent: SignedIn;
  const client = { id: "", number: "", name: "" };

  beforeAll(async () => {
    agent = await signInAs({ db: app.database.db, now: () => new Date() }, "agent");
    const { rows } = await app.database.pool.query<typeof client>(`
      select c.odu_id as id, p.app_number as number, c.full_name as name from apps_phone p
      join apps_client c on c.odu_id = p.client_id
      join apps_smshistory h on h.client_id = c.odu_id and h.status = 'SENT'
      where p.is_primary and c.pims_is_deleted is not true and c.pims_is_inactive is not true
        and c.is_home_practice is not false and p.app_number is not null limit 1`);
    Object.assign(client, rows[0]);
  });

  const press = async (page: Page, ...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  /** A page with the palette open, ready to be typed in. */
  const search = async (options: BrowserContextOptions = {}, who = agent) => {
    const page = await app.open(who, "/worklist", options);
    await page.locator("tr[data-row]").first().waitFor();
    await press(page, "Control+k");
    const palette = page.getByRole("dialog");
    await palette.getByRole("option", { name: "Keyboard shortcuts" }).waitFor();
    return { page, palette };
  };

  test("a client is found by phone, without a mouse", async () => {
    const { page, palette } = await search();
    const { number, name, id } = client;
    await page.keyboard.type(`(${number.slice(0, 3)}) ${number.slice(3, 6)}-${number.slice(6)}`);
    await palette.getByRole("option", { name }).first().waitFor();
    await press(page, "Enter");
    await page.waitForURL(new RegExp(`/clients/${id}$`));
    expect(app.faults).toEqual([]);
  });

  test("a screen is found by its beginning, above clients who come later, and nothing is said to be nothing", async () => {
    const { page, palette } = await search();
    await page.keyboard.type("zzzzqqqq");
    await palette.getByText("Nothing fits “zzzzqqqq”.").waitFor();
    await press(page, "Control+a");
    await page.keyboard.type("outre");
    await palette.getByRole("option", { name: /Outrena Quill/ }).waitFor();
    expect(await palette.getByRole("option").first().innerText()).toContain("Outreach");
    await palette.locator("[role=option][data-combobox-selected]", { hasText: "Outreach" }).waitFor();
    await press(page, "Enter");
    await page.waitForURL(/\/outreach/);
    expect(app.faults).toEqual([]);
  });

  test("Enter opens what was typed, however late the answer is", async () => {
    const { page } = await search();
    await page.route(/clients\.search/, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 700));
      await route.continue();
    });
    await page.keyboard.type(client.name.slice(0, 3));
    await page.getByText("Clients", { exact: true }).waitFor();
    await press(page, "Control+a");
    await page.keyboard.type(client.number);
    await press(page, "Enter");
    await page.waitForURL(new RegExp(`/clients/${client.id}$`));
    expect(app.faults).toEqual([]);
  });

  /** Takes the one entry that is found by these words. */
  const take = async (page: Page, words: string, entry: string) => {
    await page.locator("[role=dialog][aria-label=Search] input:focus").waitFor();
    await page.keyboard.type(words);
    await page.locator("[role=option][data-combobox-selected]", { hasText: entry }).waitFor();
    await press(page, "Enter");
  };

  test("a saved view and a scheduler lead to the worklist with their filters", async () => {
    const { page, palette } = await search();
    await palette.getByRole("option", { name: "Morning round Shared by somebody who is gone" }).waitFor();
    await take(page, "morning", "Morning round");
    await page.waitForURL(/outcomes=none/);
    expect(new URL(page.url()).searchParams.get("sort")).toBe("client");
    await press(page, "Control+k");
    await palette.getByRole("option", { name: "Keyboard shortcuts" }).waitFor();
    await take(page, "scheduler dana", "Dana Quill");
    await page.waitForURL(/scheduler=Dana/);
    expect(new URL(page.url()).searchParams.get("outcomes")).toBeNull();
    expect(app.faults).toEqual([]);
  });

  test.each([
    ["my account", "My account", "/account"],
    ["change passw", "Change my password", "/account?panel=password"],
  ])("%s leads to %s", async (words, entry, path) => {
    const { page } = await search();
    await take(page, words, entry);
    await page.waitForURL(`${app.url}${path}`);
    expect(app.faults).toEqual([]);
  });

  test("the keyboard help and the themes are a few letters away", async () => {
    const { page } = await search();
    await take(page, "shortcuts", "Keyboard shortcuts");
    await page.getByRole("dialog", { name: "Keyboard" }).waitFor();
    await press(page, "Escape", "Control+k");
    await page.getByRole("option", { name: "Keyboard shortcuts" }).waitFor();
    await take(page, "dark", "Dark theme");
    await page.locator("html[data-mantine-color-scheme=dark]").waitFor();
    await press(page, "Control+k");
    await take(page, "light", "Light theme");
    await page.locator("html[data-mantine-color-scheme=light]").waitFor();
    expect(app.faults).toEqual([]);
  });

  test("the worklist is exported by those who may, with its filters", async () => {
    const manager = await signInAs({ db: app.database.db, now: () => new Date() }, "manager");
    const { page } = await search({}, manager);
    const downloading = page.waitForEvent("download");
    await take(page, "export", "Export the worklist");
    expect((await downloading).suggestedFilename()).toMatch(/^contacted-clients-/);
    const { palette } = await search();
    expect(await palette.getByRole("option", { name: /^Export/ }).count()).toBe(0);
    expect(app.faults).toEqual([]);
  });

  test("whoever signs out is out", async () => {
    const leaver = await signInAs({ db: app.database.db, now: () => new Date() }, "agent");
    const { page } = await search({}, leaver);
    await take(page, "sign out", "Sign out");
    await page.waitForURL(/\/sign-in/);
    await page.goto(`${app.url}/worklist`);
    await page.waitForURL(/\/sign-in/);
    // The stream of changes may be refused once before the page is gone.
    expect(app.faults.filter((fault) => !fault.includes("401"))).toEqual([]);
  });

  test.each(["light", "dark"] as const)("everybody can use it: %s", async (colorScheme) => {
    const { page } = await search({ colorScheme });
    await expectAccessible(page, "search");
    await page.setViewportSize({ width: 390, height: 844 });
    await page.keyboard.type("ann");
    await page.getByText("Clients", { exact: true }).waitFor();
    const right = await page
      .getByRole("option")
      .evaluateAll((rows) =>
        Math.max(
          ...rows.flatMap((row) => [row, ...row.children]).map((box) => box.getBoundingClientRect().right),
        ),
      );
    const { x, width } = (await page.getByRole("dialog").boundingBox()) ?? { x: 0, width: 0 };
    expect(right).toBeLessThanOrEqual(x + width);
    await expectAccessible(page, "search on a phone");
    await press(page, "Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(app.faults).toEqual([]);
  });
});
