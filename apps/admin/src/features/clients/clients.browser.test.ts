import type { BrowserContextOptions, Page } from "@playwright/test";
import { expectAccessible, useAdminApp } from "@vetsuccess/testing/admin-app";
import { chromiumPath } from "@vetsuccess/testing/browser";
import { goodPassword, signInAs, type SignedIn } from "@vetsuccess/testing/identity";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";

/** The goal is 150 ms on a machine with nothing else to do; here several suites share two cores. */
const openLimitMs = 1_500;
const keyLimitMs = 250;

describe.skipIf(!chromiumPath)("the client page", () => {
  const app = useAdminApp({ demo: { practices: 2, clients: 40 } });
  const { database, faults } = app;
  let dana: SignedIn;
  let robin: SignedIn;

  beforeAll(async () => {
    const deps = { db: database.db, now: () => new Date() };
    dana = await signInAs(deps, "agent");
    robin = await signInAs(deps, "agent");
  });
  beforeEach(async () => {
    await addHousehold("zelda", "Zelda", ["Rex", "Ada"]);
    await addHousehold("zoe", "Zoe", ["Bo"]);
  });

  /** A client of practice 1001 with a phone, an e-mail address, pets and a text that was sent; as it was, when it is there. */
  async function addHousehold(id: string, firstName: string, pets: readonly string[]): Promise<void> {
    const { db } = database;
    const { serverId } = await db.practice.findUniqueOrThrow({ where: { oduId: "1001" } });
    const names = { firstName, lastName: "Quartz", fullName: `${firstName} Quartz`, serverId };
    await db.client.upsert({ where: { oduId: id }, create: { oduId: id, ...names }, update: names });
    const phone = { clientId: id, serverId, isPrimary: true, appNumber: "2025550110", type: "Cell" };
    await db.phone.upsert({
      where: { oduId: `ph-${id}` },
      create: { oduId: `ph-${id}`, ...phone },
      update: phone,
    });
    const history = await db.smsHistory.findFirst({ where: { clientId: id } });
    const sent = { status: "SENT", isFollowed: false, sentAt: new Date(Date.now() - 3_600_000) };
    const context = { text: `Hi, ${firstName}.`, number_to: "2025550110" };
    const { uuid } = history
      ? await db.smsHistory.update({ where: { uuid: history.uuid }, data: sent })
      : await db.smsHistory.create({
          data: { clientId: id, practiceId: "1001", eventContext: context, ...sent },
        });
    for (const name of pets) {
      const oduId = `${id}-${name}`;
      const fresh = { name, outcome: null, outcomeAt: null, optOut: null, comment: null };
      await db.patient.upsert({ where: { oduId }, create: { oduId, serverId, ...fresh }, update: fresh });
      const link = { clientId: id, patientId: oduId };
      await db.clientPatientRelationship.upsert({ where: { oduId }, create: { oduId, ...link }, update: {} });
      const dateDue = new Date(Date.now() - 50 * 86_400_000);
      await db.reminder.upsert({
        where: { oduId },
        create: { oduId, ...link, practiceId: "1001", smsHistoryId: uuid, dateDue, description: "Rabies" },
        update: {},
      });
    }
  }

  /** A page of a person who leaves it when asked. */
  async function open(who: SignedIn, path: string, options?: BrowserContextOptions): Promise<Page> {
    const page = await app.open(who, path, options);
    page.on("dialog", (dialog) => void dialog.accept());
    return page;
  }

  const pet = (page: Page, name: string) => page.getByRole("group", { name, exact: true });
  const saveBar = (page: Page) => page.getByRole("region", { name: "Save" });
  const saved = (page: Page) => saveBar(page).getByText("Everything is saved").waitFor();
  const petNow = (oduId: string) => database.db.patient.findUniqueOrThrow({ where: { oduId } });
  const type = async (page: Page, ...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };

  test("two agents at one client: the second decides field by field, and saves on the new version", async () => {
    const [hers, his] = [await open(dana, "/clients/zelda"), await open(robin, "/clients/zelda")];
    for (const [page, comment] of [
      [hers, "Call after 5"],
      [his, "Call before 9"],
    ] as const) {
      await pet(page, "Ada").getByRole("textbox").fill(comment);
      await saveBar(page).getByText("1 change").waitFor();
    }
    await his.keyboard.press("Escape");
    await his.getByRole("button", { name: /^First name/ }).click();
    await his.keyboard.type("Selda");
    await his.keyboard.press("Enter");
    await hers.keyboard.press("Control+s");
    await saved(hers);
    await his.getByText("changed this client. What you typed is kept.").waitFor();
    await his.keyboard.press("Control+s");
    const dialog = his.getByRole("dialog", { name: "Somebody else changed this client" });
    await dialog.getByText("You both changed").waitFor();
    await dialog.getByText("Changed by you alone, and kept").waitFor();
    await expectAccessible(his);
    expect(
      await dialog.getByRole("button", { name: "Go on with this" }).getAttribute("aria-description"),
    ).toMatch(/Choose theirs or mine/);
    await dialog.getByText("Mine", { exact: true }).click();
    await dialog.getByRole("button", { name: "Go on with this" }).click();
    await dialog.waitFor({ state: "detached" });
    await his.keyboard.press("Control+s");
    await saved(his);
    expect((await petNow("zelda-Ada")).comment).toBe("Call before 9");
    expect((await database.db.client.findUniqueOrThrow({ where: { oduId: "zelda" } })).fullName).toBe(
      "Selda Quartz",
    );
    await hers.getByText("has just changed this client").waitFor();
    expect(faults.filter((fault) => !fault.includes("409"))).toEqual([]);
  });

  test("a save that fails is kept and tried again by the person", async () => {
    const page = await open(dana, "/clients/zelda");
    await pet(page, "Ada").getByRole("textbox").fill("Lost and found");
    await page.route(/trpc|health/, (route) => route.abort());
    await page.keyboard.press("Control+s");
    await saveBar(page).getByText("What you typed is kept: save again.").waitFor();
    await page.getByText("Reconnecting").waitFor();
    expect((await petNow("zelda-Ada")).comment).toBeNull();
    await page.unroute(/trpc|health/);
    await page.getByText("Live", { exact: true }).waitFor();
    await saveBar(page).getByRole("button", { name: "Save again" }).click();
    await saved(page);
    expect((await petNow("zelda-Ada")).comment).toBe("Lost and found");
    expect(faults.filter((fault) => !fault.includes("net::ERR_FAILED"))).toEqual([]);
  });

  test("a session that ends while somebody types loses nothing, and neither does a closed page", async () => {
    const kim = await signInAs({ db: database.db, now: () => new Date() }, "agent");
    const page = await open(kim, "/clients/zelda");
    await pet(page, "Ada").getByRole("textbox").fill("Kept");
    await saveBar(page).getByText("1 change").waitFor();
    await database.db.session.deleteMany({ where: { userId: kim.id } });
    await page.keyboard.press("Control+s");
    const dialog = page.getByRole("dialog", { name: "You are signed out" });
    const password = dialog.getByLabel("Password", { exact: true });
    await password.fill(goodPassword);
    await password.press("Enter");
    await dialog.waitFor({ state: "detached" });
    expect(await pet(page, "Ada").getByRole("textbox").inputValue()).toBe("Kept");
    await page.reload();
    await page.getByText(/Your draft of .* is back/).waitFor();
    expect(await pet(page, "Ada").getByRole("textbox").inputValue()).toBe("Kept");
    await page.keyboard.press("Control+s");
    await saved(page);
    expect((await petNow("zelda-Ada")).comment).toBe("Kept");
    await page.reload();
    await saved(page);
    expect(faults.filter((fault) => !fault.includes("401"))).toEqual([]);
  });

  test("whoever leaves with something unsaved is asked", async () => {
    const page = await open(dana, "/clients/zoe");
    await pet(page, "Bo").waitFor();
    await page.keyboard.press("x");
    await saveBar(page).getByText("1 change").waitFor();
    await type(page, "g", "w");
    const dialog = page.getByRole("dialog", { name: "1 change not saved" });
    await dialog.getByRole("button", { name: "Stay", exact: true }).last().click();
    await page.keyboard.press("Backspace");
    await saved(page);
    await type(page, "g", "w");
    await page.getByRole("heading", { name: "Worklist" }).waitFor();
    expect(faults).toEqual([]);
  });

  test("the household gets one outcome in one stroke, and what is wrong shows while it is typed", async () => {
    const page = await open(dana, "/clients/zelda");
    await page.getByRole("group", { name: /^Frequent outcomes/ }).waitFor();
    await page.keyboard.press("Shift+Digit3");
    await saveBar(page).getByText("2 changes").waitFor();
    await page.keyboard.press("a");
    await page.getByRole("listbox", { name: "Outcomes" }).waitFor();
    await page.keyboard.type("moved");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: /^Phone/ }).click();
    await page.keyboard.type("555-01");
    await page.getByText("Must be a US number of ten digits").waitFor();
    await page.keyboard.press("Control+s");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+s");
    await saved(page);
    expect((await petNow("zelda-Ada")).outcome).toMatch(/moved/i);
    expect((await petNow("zelda-Rex")).outcome).toBe((await petNow("zelda-Ada")).outcome);
    expect(faults).toEqual([]);
  });

  test("a question without an answer is filed for the practice, a useful one is pinned", async () => {
    const page = await open(dana, "/clients/zoe");
    await page.getByRole("list", { name: "Questions" }).waitFor();
    await page.keyboard.press("q");
    await page.keyboard.type("Do you see ferrets?");
    await page.getByText("No answer yet.").waitFor();
    await page.getByRole("button", { name: "Ask", exact: true }).click();
    await page.getByText("Filed for the practice's admin.").waitFor();
    const asked = await database.db.askedQuestion.findFirstOrThrow({ where: { practiceId: "1001" } });
    expect([asked.text, asked.askedBy]).toEqual(["Do you see ferrets?", dana.email]);
    await page.getByRole("button", { name: "Clear the search" }).click();
    await page.getByRole("button", { name: /^Pin:/ }).last().click();
    await page.getByRole("button", { name: /^Unpin:/ }).waitFor();
    expect(faults).toEqual([]);
  });

  test("it opens at once after a hover, and typing does not lag with 40 pets", async () => {
    await addHousehold(
      "many",
      "Zena",
      Array.from({ length: 40 }, (_, at) => `Pet ${at + 1}`),
    );
    const page = await open(dana, "/worklist?q=Quartz");
    const link = page.locator("tr[data-row] a", { hasText: "Zoe" });
    await link.hover();
    await page.waitForLoadState("load");
    await page.locator("tr[data-row]").nth(2).waitFor();
    const opened = await page.evaluate(async () => {
      const target = [...document.querySelectorAll<HTMLElement>("tr[data-row] a")].find((each) =>
        each.textContent.includes("Zena"),
      );
      target?.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
      await new Promise((done) => {
        setTimeout(done, 600);
      });
      const startedAt = performance.now();
      target?.click();
      while (document.querySelectorAll("[data-pet]").length < 40)
        await new Promise((done) => {
          requestAnimationFrame(done);
        });
      return performance.now() - startedAt;
    });
    await page.evaluate(() => {
      const lags: number[] = [];
      Object.assign(globalThis, { lags });
      document.addEventListener(
        "keydown",
        ({ timeStamp }) =>
          requestAnimationFrame(() => setTimeout(() => lags.push(performance.now() - timeStamp))),
        true,
      );
    });
    await pet(page, "Pet 20").getByRole("textbox").click();
    await page.keyboard.type("Prefers mornings, and calls back.");
    const lags = await page.evaluate(() =>
      (globalThis as unknown as { lags: number[] }).lags.toSorted((a, b) => a - b),
    );
    const median = lags[Math.floor(lags.length / 2)] ?? Infinity;
    process.stdout.write(
      `client with 40 pets: opened in ${opened.toFixed(0)} ms, a key shows after ${median.toFixed(0)} ms (median)\n`,
    );
    expect(opened).toBeLessThan(openLimitMs);
    expect(median).toBeLessThan(keyLimitMs);
    expect(faults).toEqual([]);
  });

  test.each([
    ["light", 1440],
    ["dark", 1440],
    ["light", 390],
  ] as const)("everybody can use it: %s, %i wide", async (colorScheme, width) => {
    const page = await open(dana, "/clients/nobody", { colorScheme, viewport: { width, height: 900 } });
    await page.getByText("There is no such client").waitFor();
    let answer = () => {};
    const held = new Promise<void>((done) => {
      answer = done;
    });
    await page.route(/trpc\/.*clients\.get/, async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(`${app.url}/clients/zelda`);
    await page.getByRole("status", { name: "Loading the client" }).waitFor();
    await expectAccessible(page);
    answer();
    await page.getByRole("group", { name: /^Frequent outcomes/ }).waitFor();
    await page.unroute(/trpc\/.*clients\.get/);
    await page.keyboard.press("x");
    await page.waitForLoadState("load");
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    await expectAccessible(page);
    await page.keyboard.press("o");
    await page.getByRole("listbox", { name: "Outcomes" }).waitFor();
    await expectAccessible(page);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Backspace");
    await page.goto(`${app.url}/clients/nobody`);
    await page.getByText("There is no such client").waitFor();
    await expectAccessible(page);
    expect(faults.filter((fault) => !fault.includes("404"))).toEqual([]);
  });
});
