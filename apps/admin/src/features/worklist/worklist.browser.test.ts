import { readFile } from "node:fs/promises";
import type { BrowserContextOptions, Page } from "@playwright/test";
import { expectAccessible, useAdminApp, waitMs } from "@vetsuccess/testing/admin-app";
import { chromiumPath } from "@vetsuccess/testing/browser";
import { goodPassword, signInAs, type SignedIn } from "@vetsuccess/testing/identity";
import { until } from "@vetsuccess/testing/processes";
import { beforeAll, describe, expect, test } from "vitest";

/** A household of two pets and one after it in the alphabet, both with a text of their own. */
const household = `
  with place as (select server_id from apps_practice where odu_id = '1001'),
  clients as (
    insert into apps_client (odu_id, server_id, first_name, last_name, full_name)
    select id, server_id, first, 'Quartz', first || ' Quartz'
    from place, (values ('zelda', 'Zelda'), ('zoe', 'Zoe')) given (id, first)),
  patients as (
    insert into apps_patient (odu_id, server_id, name)
    select id, server_id, name from place, (values ('ada', 'Ada'), ('rex', 'Rex'), ('bo', 'Bo')) given (id, name)),
  links as (
    insert into apps_clientpatientrelationship (odu_id, client_id, patient_id)
    values ('ada', 'zelda', 'ada'), ('rex', 'zelda', 'rex'), ('bo', 'zoe', 'bo'))
  insert into apps_smshistory (client_id, practice_id, status, sent_at, event_context)
  values ('zelda', '1001', 'SENT', now() - interval '2 hours', '{}'),
    ('zoe', '1001', 'SENT', now() - interval '1 hour', '{}')`;

describe.skipIf(!chromiumPath)("the worklist", () => {
  const app = useAdminApp({
    demo: { practices: 6, clients: 900 },
    addToDemo: async ({ database }) => void (await database.pool.query(household)),
  });
  let manager: SignedIn;
  let agent: SignedIn;
  let dana: SignedIn;

  beforeAll(async () => {
    const deps = { db: app.database.db, now: () => new Date() };
    manager = await signInAs(deps, "manager", { email: "mona@example.com" });
    agent = await signInAs(deps, "agent", { email: "abel@example.com" });
    dana = await signInAs(deps, "agent", { email: "dana@example.com" });
  });

  const rows = (page: Page) => page.locator("tr[data-row]");
  const open = async (user: SignedIn, path = "/worklist", options: BrowserContextOptions = {}) => {
    const page = await app.open(user, path, options);
    await rows(page).first().waitFor();
    return page;
  };
  const total = async (page: Page) =>
    Number(/[\d,]+/.exec(await page.getByText(/^[\d,]+ texts?$/).innerText())?.[0].replace(",", ""));
  const press = async (page: Page, ...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const saveBar = (page: Page) => page.getByRole("region", { name: "Save" });
  const one = async <T>(sql: string, values: unknown[] = []): Promise<T> => {
    const found = await app.database.pool.query(sql, values);
    return found.rows[0] as T;
  };
  const openTexts = async () =>
    (
      await one<{ count: number }>(`select count(*)::int as count from apps_smshistory h
        join apps_practice p on p.odu_id = h.practice_id and not p.is_archived
        where h.status = 'SENT' and not h.is_followed`)
    ).count;

  test("an agent's whole round without a mouse, from signing in to the next client", async () => {
    const page = await app.open(null, "/");
    await page.getByLabel("E-mail address").focus();
    await page.keyboard.type(dana.email);
    await press(page, "Tab");
    await page.keyboard.type(goodPassword);
    await press(page, "Enter");
    await page.getByRole("button", { name: /^You:/ }).waitFor();
    await press(page, "g", "w");
    await rows(page).first().waitFor();
    await press(page, "/");
    await page.keyboard.type("Quartz");
    await until(async () => (await rows(page).count()) === 2, waitMs);
    await press(page, "Enter");
    await page.getByRole("combobox", { name: "Followed" }).focus();
    await press(page, "ArrowDown");
    await page.waitForURL(/followed=no/);
    await page.getByRole("button", { name: "Client", exact: true }).focus();
    await press(page, "Enter");
    await page.waitForURL(/sort=client/);
    await until(async () => (await rows(page).first().innerText()).includes("Zelda"), waitMs);
    await press(page, "j", "Enter");

    await page.getByRole("heading", { level: 1, name: "Zelda" }).waitFor();
    const frequent = page.getByRole("group", { name: /^Frequent outcomes/ }).getByRole("button");
    await frequent.first().waitFor();
    const [first, second] = (await frequent.allInnerTexts()).map((text) => text.replace(/^\d\s*/, ""));
    await press(page, "1", "j", "2", "x");
    await page.getByText("None will be planned any more").waitFor();
    await press(page, "c");
    await page.keyboard.type("Prefers mornings");
    await press(page, "Escape", "f");
    await page.getByText("Marked as followed.").waitFor();
    await saveBar(page).getByText("4 changes").waitFor();
    await press(page, "Control+Enter");
    await page.getByRole("heading", { level: 1, name: "Zoe" }).waitFor();

    const { pets } = await one<{ pets: unknown }>(
      `select json_agg(json_build_array(name, outcome, opt_out, comment) order by name) as pets
       from apps_patient where odu_id in ('ada', 'rex')`,
    );
    expect(pets).toEqual([
      ["Ada", first, null, null],
      ["Rex", second, true, "Prefers mornings"],
    ]);
    expect(
      await one("select is_followed as followed from apps_smshistory where client_id = 'zelda'"),
    ).toEqual({ followed: true });
    expect(app.faults).toEqual([]);
  });

  test("rows are marked as followed in bulk by keys alone, with a way back", async () => {
    const page = await open(agent);
    await page.getByRole("combobox", { name: "Followed" }).selectOption("no");
    await page.waitForURL(/followed=no/);
    const before = await openTexts();
    await until(async () => (await total(page)) === before, waitMs);
    await press(page, "j", "x", "j", "x", "j", "x");
    await page.getByText("3 selected").waitFor();
    await press(page, "f");
    await page.getByText("3 texts followed").waitFor();
    await until(async () => (await openTexts()) === before - 3, waitMs);
    await until(async () => (await total(page)) === before - 3, waitMs);
    await page.getByRole("button", { name: "Undo" }).click();
    await until(async () => (await openTexts()) === before, waitMs);
    await until(async () => (await total(page)) === before, waitMs);
    expect(app.faults).toEqual([]);
  });

  test("a view is saved, found again, changed, shared, deleted and restored", async () => {
    const page = await open(manager);
    const views = page.getByRole("navigation", { name: "Views" });
    const link = views.getByRole("link", { name: /To call/ });
    await page.getByRole("combobox", { name: "Outcome" }).selectOption("state:none");
    await page.getByRole("combobox", { name: "Followed" }).selectOption("no");
    await page.waitForURL(/followed=no/);
    await until(
      async () => (await views.getByRole("link", { name: "All" }).getAttribute("data-active")) === null,
      waitMs,
    );
    await page.getByRole("button", { name: "Save view" }).click();
    await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("To call");
    await press(page, "Enter");
    await link.waitFor();
    await until(async () => (await link.innerText()).endsWith((await total(page)).toLocaleString()), waitMs);

    await page.goto(`${app.url}/worklist`);
    await link.click();
    await page.waitForURL(/outcomes=none/);
    expect(new URL(page.url()).searchParams.get("followed")).toBe("no");
    await page.getByRole("combobox", { name: "Sent" }).selectOption("30");
    await views.getByRole("img", { name: "changed" }).waitFor();
    await page.getByRole("button", { name: "Save the changes of To call" }).click();
    await views.getByRole("img", { name: "changed" }).waitFor({ state: "detached" });

    await page.getByRole("button", { name: "More for To call" }).click();
    await page.getByRole("menuitem", { name: "Share with everybody" }).click();
    await views.getByLabel("Shared").waitFor();
    const colleague = await open(agent);
    await colleague
      .getByRole("navigation", { name: "Views" })
      .getByRole("link", { name: /To call/ })
      .click();
    await colleague.waitForURL(/within=30/);
    await colleague.getByRole("button", { name: "More for To call" }).click();
    expect(await colleague.getByRole("menuitem", { name: "Delete" }).isDisabled()).toBe(true);

    await page.getByRole("button", { name: "More for To call" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await link.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Undo" }).click();
    await link.waitFor();
    expect(app.faults).toEqual([]);
  });

  test("those who may take it away as a file: no cell is a formula, and the trail says who did", async () => {
    await app.database.pool.query(
      "update apps_client set full_name = '=1+1', last_name = '=1+1' where odu_id = 'zoe'",
    );
    const page = await open(manager, "/worklist?sort=client&direction=asc");
    const shown = await total(page);
    const downloading = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export" }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(/^contacted-clients-\d{4}-\d\d-\d\d\.csv$/);
    const lines = (await readFile(await download.path(), "utf8")).split("\r\n");
    expect(lines).toHaveLength(shown + 2);
    expect(lines[0]).toContain("Client ID,Client,Phones");
    expect(lines.find((line) => line.startsWith("zoe,"))).toContain("zoe,'=1+1,");
    expect(lines.filter((line) => /(^|,)"?[=+@\t-]/.test(line))).toEqual([]);
    expect(
      await one(`select actor_label as who, changes -> 'texts' ->> 'after' as texts from apps_auditevent
        where action = 'clients.export' order by id desc limit 1`),
    ).toEqual({ who: manager.email, texts: String(shown) });
    const colleague = await open(agent);
    const button = colleague.getByRole("button", { name: "Export" });
    expect(await button.getAttribute("aria-description")).toMatch(/administrators and managers/);
    expect(app.faults).toEqual([]);
  });

  test("two agents see each other at a client, and who works on it", async () => {
    const [hers, his] = [await app.open(dana, "/clients/zelda"), await app.open(agent, "/clients/zelda")];
    await his.getByRole("status").getByText("dana is here").waitFor();
    await hers.getByRole("status").getByText("abel is here").waitFor();
    await hers.getByRole("group", { name: "Ada", exact: true }).getByRole("textbox").fill("Calling now");
    await his.getByText(/^dana is working on this client since/).waitFor();
    const list = await open(manager, "/worklist?q=Zelda");
    const mark = list.getByRole("img", { name: /^dana is working on it/ });
    await mark.waitFor();
    await hers.getByRole("button", { name: "Discard" }).click();
    await hers.getByRole("button", { name: "Done", exact: true }).click();
    await his.getByText("dana is here").waitFor();
    await hers.goto(`${app.url}/worklist`);
    await his.getByText("dana is here").waitFor({ state: "detached" });
    await mark.waitFor({ state: "detached" });
    expect(app.faults).toEqual([]);
  });

  test("a lost connection is said, and the list catches up when it is back", async () => {
    const page = await open(agent, "/worklist?q=Zelda");
    await page.getByText("Live", { exact: true }).waitFor();
    await page.context().setOffline(true);
    await page.getByText("Reconnecting", { exact: true }).waitFor();
    expect(await rows(page).count()).toBe(1);
    await app.database.pool.query(
      "update apps_smshistory set is_followed = not is_followed where client_id = 'zelda'",
    );
    const { followed } = await one<{ followed: boolean }>(
      "select is_followed as followed from apps_smshistory where client_id = 'zelda'",
    );
    await page.context().setOffline(false);
    await page.getByText("Live", { exact: true }).waitFor();
    await rows(page)
      .getByText(followed ? "Followed" : "Open", { exact: true })
      .waitFor();
    expect(app.faults.filter((fault) => !fault.includes("ERR_INTERNET_DISCONNECTED"))).toEqual([]);
  });

  test("the practices that were chosen stay chosen on the device", async () => {
    const page = await open(agent);
    await page.getByRole("button", { name: "All practices" }).click();
    await page.getByRole("listbox").getByRole("option").last().click();
    await page.waitForURL(/practices=\d+/);
    const { search } = new URL(page.url());
    await page.goto(`${app.url}/outreach`);
    await page.goto(`${app.url}/worklist`);
    await page.waitForURL((now) => now.search === search);
    await page.getByRole("button", { name: "Clear", exact: true }).click();
    await page.goto(`${app.url}/worklist`);
    await rows(page).first().waitFor();
    expect(new URL(page.url()).search).toBe("");
    expect(app.faults).toEqual([]);
  });

  test("columns, order and pages are as one leaves them", async () => {
    const page = await open(agent, "/worklist?size=50");
    await page.getByRole("button", { name: "Columns" }).click();
    await page.getByRole("checkbox", { name: "Phone" }).check();
    await press(page, "Escape");
    await page.getByRole("button", { name: "Client", exact: true }).click();
    await page.waitForURL(/sort=client/);
    await press(page, "]");
    await page.waitForURL(/page=2/);
    await page.reload();
    await page.getByRole("columnheader", { name: "Phone" }).waitFor();
    expect(await page.getByRole("columnheader", { name: "Client" }).getAttribute("aria-sort")).not.toBeNull();
    expect(app.faults).toEqual([]);
  });

  test.each(["light", "dark"] as const)("everybody can use it, on a phone too: %s", async (colorScheme) => {
    const page = await open(manager, "/worklist", { colorScheme });
    await press(page, "j", "x");
    await page.getByText("1 selected").waitFor();
    await expectAccessible(page, "selection");
    await page.getByRole("button", { name: "All practices" }).click();
    await page.getByRole("option", { name: "All practices" }).waitFor();
    await expectAccessible(page, "practices");
    await press(page, "Escape");
    await page.setViewportSize({ width: 390, height: 844 });
    await rows(page).getByText("· no outcome").first().waitFor();
    await expectAccessible(page, "phone");
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await page.goto(`${app.url}/worklist?q=zzzzqqqq`);
    await page.getByText("No client matches").waitFor();
    await expectAccessible(page, "nothing found");
    expect(app.faults).toEqual([]);
  });

  test("rows are there, and the next ones too, before anybody has counted them", async () => {
    const page = await app.open(agent, "/account");
    let count = () => {};
    const held = new Promise<void>((resolve) => {
      count = resolve;
    });
    await page.route(/clients\.countContacted/, (route) => held.then(() => route.continue()));
    await page.goto(`${app.url}/worklist`);
    await page.getByText("1–25 of …").waitFor();
    await page.getByRole("button", { name: "Next page" }).click();
    await page.getByText("26–50 of …").waitFor();
    count();
    await page.getByText(/^26–50 of \d+$/).waitFor();
    expect(app.faults).toEqual([]);
  });
});
