import { startAzurite, type Azurite } from "@vetsuccess/sandbox/azurite";
import { expectAccessible, useAdminApp } from "@vetsuccess/testing/admin-app";
import { chromiumPath } from "@vetsuccess/testing/browser";
import { signInAs, type SignedIn } from "@vetsuccess/testing/identity";
import { until } from "@vetsuccess/testing/processes";
import { insertUpdatePractices, newestMailingDay, reportMail } from "@vetsuccess/testing/updates";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const { day, filesOf } = newestMailingDay();
const today = new Date().toISOString().slice(0, 10);
/** Beside those of the demo. */
const servers = 900;
const workbook = Buffer.from("PK\u0003\u0004 a workbook");
const pathOf = (practice: number, name: string) =>
  `daily_updates/${filesOf.replaceAll("-", "/")}/${servers + practice}/${name}.xlsx`;

// One day from its preview to its proof: practice 1 has two files, 2 a broken one, 3 none, 4 one.
describe.skipIf(!chromiumPath)("daily e-mails", () => {
  let azurite: Azurite;
  let admin: SignedIn;
  let manager: SignedIn;
  let viewer: SignedIn;
  // Known when the app is started.
  const env: Record<string, string> = {};
  const app = useAdminApp({
    demo: { practices: 2, clients: 20 },
    env,
    addToDemo: async ({ database, sendGrid }) => {
      azurite = await startAzurite({ container: "updates" });
      env["AZURE_STORAGE_CONNECTION_STRING"] = azurite.connectionString;
      env["SENDGRID_WEBHOOK_PUBLIC_KEY"] = sendGrid.publicKey;
      for (const name of ["LAUNCH_UPDATES", "CHECK_UPDATE_FILES", "CHECK_UPDATE_ARRIVALS", "MAKE_WORKBOOKS"])
        env[`CRON_${name}`] = "0 0 1 1 *";
      await database.pool.query("update apps_practicesettings set is_email_updates_enabled = false");
      await insertUpdatePractices(database, 4, servers);
      await database.pool.query(`
        insert into apps_client (odu_id, server_id, full_name) values ('c-ann', ${servers + 1}, 'Ann Smith');
        insert into apps_patient (odu_id, server_id, name) values ('pet-rex', ${servers + 1}, 'Rex');
        insert into apps_clientpatientrelationship (odu_id, server_id, client_id, patient_id)
          values ('r-rex', ${servers + 1}, 'c-ann', 'pet-rex');
        insert into apps_auditevent (at, actor_id, actor_label, action, entity, entity_id, changes) values (
          now(), 'robin', 'robin@clinic.example', 'clients.update', 'Client', 'c-ann',
          '{"patients.pet-rex.outcome": {"before": null, "after": "Left voicemail"}}')`);
      for (const [path, content] of [
        [pathOf(1, "a"), workbook],
        [pathOf(1, "b"), workbook],
        [pathOf(2, "a"), Buffer.from("cut")],
        [pathOf(4, "a"), workbook],
      ] as const)
        await azurite.put(path, content);
    },
  });
  beforeAll(async () => {
    const deps = { db: app.database.db, now: () => new Date() };
    admin = await signInAs(deps, "admin");
    manager = await signInAs(deps, "manager");
    viewer = await signInAs(deps, "viewer");
  });
  afterAll(() => azurite?.stop());

  const audited = async (action: string, who: SignedIn) => {
    const { rows } = await app.database.pool.query(
      "select 1 from apps_auditevent where action = $1 and actor_id = $2",
      [action, who.id],
    );
    return rows.length;
  };

  test("a day is looked at, run, understood and put right", async () => {
    const page = await app.open(manager, `/email-updates?day=${day}`);
    const row = (practice: number) => page.getByRole("row", { name: new RegExp(`Practice ${practice}`) });
    await page.getByText("Nothing was mailed on this day").waitFor();

    // What would go, before anything goes.
    await page.getByRole("button", { name: "What would go out" }).click();
    await row(1).getByText("2 files").click();
    await row(1).getByText(pathOf(1, "b")).waitFor();
    await row(1).getByText("cc rdo@example.com").waitFor();
    await row(3).getByText("No files").waitFor();
    await page.getByText(/3 of 4 practices would get a mail/).waitFor();
    await page.getByRole("button", { name: "Back to the mails" }).click();
    expect(app.sendGrid.mails()).toEqual([]);

    // The day is run.
    await page.getByRole("button", { name: "Run the day" }).click();
    await page
      .getByRole("dialog")
      .getByText(/Only what is missing goes out/)
      .waitFor();
    await page.getByRole("button", { name: "Send what is missing" }).click();
    await page.getByText("The mails of 4 practices are tried now.").waitFor();
    await row(1).getByText("Sent", { exact: true }).waitFor();
    await row(4).getByText("Sent", { exact: true }).waitFor();
    await row(3).getByText("No files").waitFor();
    await row(2)
      .getByText(/is broken: it is not an Excel file/)
      .waitFor();

    // One mail with its files.
    await row(1).getByRole("link").click();
    const drawer = page.getByRole("dialog");
    await drawer.getByText("Accepted by the mail provider").waitFor();
    const download = page.waitForEvent("download");
    await drawer.getByRole("link", { name: /Remote_Scheduling_\d{8}\.xlsx/ }).click();
    expect((await download).suggestedFilename()).toMatch(/^Remote_Scheduling_\d{8}\.xlsx$/);
    await until(async () => (await audited("emailUpdates.downloadFile", manager)) === 1, 5_000);
    const again = drawer.getByRole("button", { name: "Send again" });
    expect(await again.getAttribute("aria-description")).toContain("one e-mail a day");
    await drawer.getByRole("button", { name: "Close" }).click();

    // It comes back, and another one arrives.
    await reportMail(app.database, "p-1", "bounce");
    await reportMail(app.database, "p-4", "delivered");
    await row(1).getByText("Came back").waitFor();
    await row(4).getByText("Delivered", { exact: true }).waitFor();
    expect(app.faults).toEqual([]);
  });

  test("a mail is sent again with a reason, and running the day again sends nothing twice", async () => {
    const page = await app.open(manager, `/email-updates?day=${day}`);
    const row = (practice: number) => page.getByRole("row", { name: new RegExp(`Practice ${practice}`) });
    await row(1).getByRole("link").click();
    await page
      .getByRole("dialog")
      .getByText(/550 there is no such mailbox/)
      .waitFor();
    await page.getByRole("button", { name: "Send again" }).click();
    const asked = page.getByRole("dialog", { name: "Send this mail again?" });
    await asked.getByLabel("Why is it sent again?").fill("The address is right now");
    await asked.getByRole("button", { name: "Send again" }).click();
    await page.getByText("The mail is tried again now.").waitFor();
    await until(() => app.sendGrid.mails().length === 3, 10_000);
    expect(await audited("emailUpdates.sendAgain", manager)).toBe(1);
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();

    // The broken file is put right: the day lacks this one alone.
    await azurite.put(pathOf(2, "a"), workbook);
    await page.getByRole("button", { name: "Run the day" }).click();
    await page.getByText(/2 mails that were accepted, or may have been, stay as they are/).waitFor();
    await page.getByRole("button", { name: "Send what is missing" }).click();
    await row(2).getByText("Sent", { exact: true }).waitFor();
    expect(app.sendGrid.mails().map(({ to }) => to[0])).toEqual(
      expect.arrayContaining(["p-1@example.com", "p-2@example.com", "p-4@example.com"]),
    );
    expect(app.sendGrid.mails()).toHaveLength(4);
    expect(app.faults).toEqual([]);
  });

  test("what agents changed for a practice is seen, saved, and switched on to go along", async () => {
    const page = await app.open(admin, `/practices/p-1?tab=changes&day=${today}`);
    // The page's clock stands still: no answer grows old, it is read again since something changed.
    await page.clock.setFixedTime(new Date());
    const row = page.getByRole("table", { name: "Changes" }).getByRole("row").nth(1);
    for (const words of ["robin@clinic.example", "Ann Smith", "Rex", "Left voicemail"])
      await row.getByText(words).waitFor();
    const download = page.waitForEvent("download");
    await page.getByRole("link", { name: "Download" }).click();
    expect((await download).suggestedFilename()).toBe(`Changes ${today}.xlsx`);
    await until(async () => (await audited("emailUpdates.downloadWorkbook", admin)) === 1, 5_000);

    await page.getByRole("link", { name: "Switch it on" }).click();
    await page.getByRole("switch", { name: "Workbook of changes" }).check();
    await page.getByRole("button", { name: "Save the settings" }).click();
    await page.getByText("The settings are saved.").waitFor();
    await page.getByRole("tab", { name: "Changes" }).click();
    await page.getByText(/This workbook goes along/).waitFor();
    expect(app.faults).toEqual([]);
  });

  test("a viewer may look, and is told why no more", async () => {
    const page = await app.open(viewer, `/email-updates?day=${day}`);
    await page
      .getByRole("row", { name: /Practice 4/ })
      .getByRole("link")
      .click();
    const drawer = page.getByRole("dialog");
    await drawer.getByText(/Remote_Scheduling_/).waitFor();
    expect(await drawer.getByRole("link", { name: /Remote_Scheduling_/ }).count()).toBe(0);
    const description = (name: string) =>
      page.getByRole("button", { name, includeHidden: true }).getAttribute("aria-description");
    expect(await description("Send again")).toMatch(/role|may/);
    expect(await description("Run the day")).toMatch(/role|may/);
    expect(app.faults).toEqual([]);
  });

  test.each([
    ["light", 1440],
    ["dark", 1440],
    ["light", 390],
    ["dark", 390],
  ] as const)("everybody can use it: %s, %d wide", async (colorScheme, width) => {
    const page = await app.open(manager, "/alerts", { colorScheme, viewport: { width, height: 900 } });
    const { rows } = await app.database.pool.query<{ uuid: string }>(
      "select uuid::text from apps_updatesemailevent where practice_id = 'p-1'",
    );
    for (const path of [
      `/email-updates?day=${day}`,
      `/email-updates?day=${day}&view=preview`,
      `/email-updates?day=${day}&mail=${rows[0]?.uuid}`,
      `/practices/p-1?tab=changes&day=${today}`,
      "/alerts",
    ]) {
      await page.goto(app.url + path);
      await page.getByRole("heading", { level: 1, includeHidden: true }).waitFor({ state: "attached" });
      await page.locator(".mantine-Skeleton-root").first().waitFor({ state: "detached" });
      await expectAccessible(page, path);
      const scrollWidth = await page.evaluate(() => document.documentElement.scrollWidth);
      expect([path, scrollWidth]).toEqual([path, width]);
      const shots = process.env["SHOTS"];
      if (shots)
        await page.screenshot({
          path: `${shots}/${colorScheme}-${width}-${path.replaceAll(/\W+/g, "_").slice(0, 60)}.png`,
        });
    }
    expect(app.faults).toEqual([]);
  });
});
