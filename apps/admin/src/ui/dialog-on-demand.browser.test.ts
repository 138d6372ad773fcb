import type { Page } from "@playwright/test";
import { useAdminApp, waitMs } from "@vetsuccess/testing/admin-app";
import { chromiumPath } from "@vetsuccess/testing/browser";
import { signInAs, type SignedIn } from "@vetsuccess/testing/identity";
import { until } from "@vetsuccess/testing/processes";
import { beforeAll, describe, expect, test } from "vitest";

describe.skipIf(!chromiumPath)("keys that come before a dialog does", () => {
  const app = useAdminApp({
    demo: { practices: 2, clients: 100 },
    addToDemo: async ({ database }) => {
      await database.pool.query(`
        with place as (select server_id from apps_practice where odu_id = '1001'),
        clients as (
          insert into apps_client (odu_id, server_id, first_name, last_name, full_name)
          select 'quill', server_id, 'Outrena', 'Quill', 'Outrena Quill' from place),
        patients as (
          insert into apps_patient (odu_id, server_id, name) select 'ada', server_id, 'Ada' from place)
        insert into apps_clientpatientrelationship (odu_id, client_id, patient_id) values ('ada', 'quill', 'ada')`);
      await database.pool.query(
        "insert into apps_outcome (uuid, text, is_final) values (gen_random_uuid(), 'Letter came back', false)",
      );
    },
  });
  let agent: SignedIn;

  beforeAll(async () => {
    agent = await signInAs({ db: app.database.db, now: () => new Date() }, "agent");
  });

  /** Its code is on its way for as long as it takes to type. */
  const holdScript = async (page: Page, name: string) => {
    let answer = () => {};
    const held = new Promise<void>((done) => {
      answer = done;
    });
    await page.route(new RegExp(`assets/${name}-.*\\.js`), (route) => held.then(() => route.continue()));
    return () => answer();
  };
  const press = async (page: Page, ...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const open = async (path: string, script: string) => {
    const page = await app.open(agent, "/account");
    const answer = await holdScript(page, script);
    await page.goto(app.url + path);
    return { page, answer };
  };

  test("go to the search, and not to the row of the worklist below", async () => {
    const { page, answer } = await open("/worklist", "palette");
    await page.locator("tr[data-row]").first().waitFor();
    const followed = await app.database.db.smsHistory.count({ where: { isFollowed: true } });
    await press(page, "j", "Control+k");
    await page.keyboard.type("f Outrenna");
    await press(page, "Backspace", "Backspace", "a");
    answer();
    const field = page.getByRole("dialog").getByRole("combobox");
    await field.waitFor();
    await until(async () => (await field.inputValue()) === "f Outrena", waitMs);
    await press(page, "Control+a");
    await page.keyboard.type("Outrena");
    await press(page, "Enter");
    await page.waitForURL(/\/clients\/quill$/);
    expect(await app.database.db.smsHistory.count({ where: { isFollowed: true } })).toBe(followed);
    expect(app.faults).toEqual([]);
  });

  test("choose the outcome that was meant", async () => {
    const { page, answer } = await open("/clients/quill", "outcome-picker");
    await page.locator("[data-pet]").waitFor();
    await press(page, "o");
    await page.keyboard.type("lettr");
    await press(page, "Backspace", "e", "r", "Enter");
    answer();
    await page.locator("[data-pet]").getByText("Letter came back").waitFor();
    expect(await page.getByRole("dialog").count()).toBe(0);
    expect(app.faults).toEqual([]);
  });

  test("do nothing to the page while the help is on its way, nor while it is there", async () => {
    const { page, answer } = await open("/clients/quill", "keyboard-help");
    await page.locator("[data-pet]").waitFor();
    await press(page, "?", "x");
    answer();
    await page.getByRole("dialog").getByRole("heading", { name: "Pets" }).waitFor();
    await press(page, "x", "Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.getByText("Everything is saved").waitFor();
    expect(await page.locator("[data-edited]").count()).toBe(0);
    expect(app.faults).toEqual([]);
  });
});
