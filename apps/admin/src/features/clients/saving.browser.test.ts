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
  pet as (
    insert into apps_patient (odu_id, server_id, name)
    select 'pip', p.server_id, 'Pip' from apps_practice p where p.odu_id = '1001')
  insert into apps_clientpatientrelationship (odu_id, client_id, patient_id) values ('pip', 'otto', 'pip')`;

describe.skipIf(!chromiumPath)("what is typed on the client page", () => {
  const app = useAdminApp({
    demo: { practices: 2, clients: 40 },
    addToDemo: async ({ database }) => void (await database.pool.query(household)),
  });
  let abel: SignedIn;

  beforeAll(async () => {
    abel = await signInAs({ db: app.database.db, now: () => new Date() }, "agent");
  });
  beforeEach(async () => {
    await app.database.db.patient.update({
      where: { oduId: "pip" },
      data: { comment: "Prefers mornings", outcome: null, optOut: null },
    });
    await app.database.db.client.update({ where: { oduId: "otto" }, data: { firstName: "Otto" } });
  });

  /** A page of a person who leaves it when asked. */
  async function open(path: string): Promise<Page> {
    const page = await app.open(abel, path);
    page.on("dialog", (dialog) => void dialog.accept());
    return page;
  }
  const comment = (page: Page) => page.getByRole("textbox", { name: "Comment on Pip" });
  const saveBar = (page: Page) => page.getByRole("region", { name: "Save" });
  const saved = (page: Page) => saveBar(page).getByText("Everything is saved").waitFor();
  const commentNow = async () =>
    (await app.database.db.patient.findUniqueOrThrow({ where: { oduId: "pip" } })).comment;

  test("blanks are kept as they are typed, and left out around what is saved", async () => {
    const page = await open("/clients/otto");
    await comment(page).waitFor();
    await page.keyboard.press("c");
    await page.keyboard.press("Control+End");
    await page.keyboard.type(" Call after five ");
    expect(await comment(page).inputValue()).toBe("Prefers mornings Call after five ");
    await page.keyboard.press("Control+s");
    await saved(page);
    expect(await commentNow()).toBe("Prefers mornings Call after five");
    await page.keyboard.type("or six");
    await page.getByRole("button", { name: "First name: Otto. Edit" }).click();
    await page.keyboard.press("End");
    await page.keyboard.type(" Karl");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Control+s");
    await saved(page);
    expect(await commentNow()).toBe("Prefers mornings Call after five or six");
    await page.getByRole("button", { name: "First name: Otto Karl. Edit" }).click();
    await page.keyboard.press("End");
    await page.keyboard.type(" ");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "First name: Otto Karl. Edit", exact: true }).waitFor();
    await comment(page).fill("");
    await page.keyboard.press("Control+s");
    await saved(page);
    await page.keyboard.type(" Call");
    expect(await comment(page).inputValue()).toBe(" Call");
    await page.keyboard.press("Control+s");
    await saved(page);
    expect(await commentNow()).toBe("Call");
    expect(app.faults).toEqual([]);
  });

  test("a save without a network fails at once, and nothing is sent after the page is left", async () => {
    const page = await open("/worklist");
    await page.getByRole("heading", { name: "Worklist" }).waitFor();
    await page.goto(`${app.url}/clients/otto`);
    await comment(page).waitFor();
    await page.getByText("Live", { exact: true }).waitFor();
    await page.keyboard.press("g");
    await page.keyboard.press("w");
    await page.getByRole("heading", { name: "Worklist" }).waitFor();
    await page.goBack();
    await comment(page).fill("Call after five");
    await page.context().setOffline(true);
    await page.keyboard.press("Control+s");
    await saveBar(page)
      .getByText("You are offline. What you typed is kept: save again when the connection is back.")
      .waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("g");
    await page.keyboard.press("w");
    await page.getByRole("button", { name: "Leave, keep the draft" }).click();
    await page.getByRole("heading", { name: "Worklist" }).waitFor();
    await page.context().setOffline(false);
    await page.getByText("Live", { exact: true }).waitFor();
    await page.goto(`${app.url}/clients/otto`);
    await page.getByText(/Your draft of .* is back/).waitFor();
    expect(await commentNow()).toBe("Prefers mornings");
    await page.keyboard.press("Control+s");
    await saved(page);
    expect(await commentNow()).toBe("Call after five");
    expect(app.faults.filter((fault) => !fault.includes("ERR_INTERNET_DISCONNECTED"))).toEqual([]);
  });

  test("a save that succeeds after the page was left takes its draft along", async () => {
    const page = await open("/clients/otto");
    await comment(page).fill("Call after five");
    let letGo = () => {};
    const held = new Promise<void>((done) => {
      letGo = done;
    });
    await page.route(/trpc\/.*clients\.update/, async (route) => {
      await held;
      await route.continue();
    });
    await page.keyboard.press("Control+s");
    await page.keyboard.press("Escape");
    await page.keyboard.press("g");
    await page.keyboard.press("w");
    await page.getByRole("button", { name: "Leave, keep the draft" }).click();
    await page.getByRole("heading", { name: "Worklist" }).waitFor();
    const drafts = () =>
      page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("vetsuccess-draft")));
    expect(await drafts()).toHaveLength(1);
    letGo();
    await until(async () => (await drafts()).length === 0, waitMs);
    expect(await commentNow()).toBe("Call after five");
    expect(app.faults).toEqual([]);
  });

  test("a draft of what was saved meanwhile, by oneself, is nothing to decide about", async () => {
    const page = await open("/clients/otto");
    await comment(page).fill("Call after five");
    await page.route(/trpc\/.*clients\.update/, async (route) => {
      await route.fetch();
      await route.abort();
    });
    await page.keyboard.press("Control+s");
    await saved(page);
    expect(await commentNow()).toBe("Call after five");
    await page.reload();
    await comment(page).waitFor();
    await saved(page);
    await page.getByText("changed this client").waitFor({ state: "detached" });
    expect(app.faults.filter((fault) => !fault.includes("net::ERR_FAILED"))).toEqual([]);
  });

  test("whoever starts while somebody else works is told so, and that is no error", async () => {
    const robin = await signInAs({ db: app.database.db, now: () => new Date() }, "agent");
    const hers = await open("/clients/otto");
    await comment(hers).fill("Call after five");
    await hers.getByText("You are working on this client").waitFor();
    const his = await app.open(robin, "/clients/otto");
    await his.getByText("is working on this client since").waitFor();
    const taken = his.waitForResponse(/trpc\/.*presence\.take/);
    await comment(his).fill("Call before nine");
    expect((await taken).status()).toBe(200);
    await his.getByText("is working on this client since").waitFor();
    expect(app.faults).toEqual([]);
  });

  test("what was discarded comes back with an undo, and can be saved then", async () => {
    const page = await open("/clients/otto");
    await comment(page).fill("Call after five");
    await page.keyboard.press("Escape");
    await page.keyboard.press("x");
    await saveBar(page).getByText("2 changes").waitFor();
    const pip = page.getByRole("group", { name: "Pip", exact: true });
    const isPipFocused = () => pip.evaluate((element) => element === document.activeElement);
    await saveBar(page).getByRole("button", { name: "Discard" }).click();
    await saved(page);
    expect(await comment(page).inputValue()).toBe("Prefers mornings");
    expect(await isPipFocused()).toBe(true);
    const toast = page.getByRole("alert").filter({ hasText: "Changes discarded" });
    await toast.getByRole("button", { name: "Undo" }).click();
    await saveBar(page).getByText("2 changes").waitFor();
    expect(await isPipFocused()).toBe(true);
    await page.reload();
    await page.getByText(/Your draft of .* is back/).waitFor();
    await page.getByRole("button", { name: "Discard it" }).click();
    await page.getByText(/Your draft of .* is back/).waitFor({ state: "detached" });
    await toast.getByRole("button", { name: "Undo" }).click();
    await page.getByText(/Your draft of .* is back/).waitFor();
    expect(await comment(page).inputValue()).toBe("Call after five");
    await page.keyboard.press("Control+s");
    await saved(page);
    expect(await commentNow()).toBe("Call after five");
    expect(app.faults).toEqual([]);
  });
});
