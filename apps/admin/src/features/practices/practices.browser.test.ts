import type { Page } from "@playwright/test";
import { expectAccessible, useAdminApp, waitMs } from "@vetsuccess/testing/admin-app";
import { chromiumPath } from "@vetsuccess/testing/browser";
import { signInAs, type SignedIn } from "@vetsuccess/testing/identity";
import { until } from "@vetsuccess/testing/processes";
import { beforeAll, describe, expect, test } from "vitest";

/** A practice of the demo whose mailing is off. */
const practiceId = "1005";

describe.skipIf(!chromiumPath)("administration", () => {
  let admin: SignedIn;
  let other: SignedIn;
  const app = useAdminApp({
    demo: { practices: 8, clients: 800 },
    addToDemo: async ({ database: { pool } }) => {
      await pool.query("update apps_practice set latest_extractor_updated = now()");
      await pool.query("delete from apps_practicesettings where practice_id = $1", [practiceId]);
    },
  });
  beforeAll(async () => {
    const deps = { db: app.database.db, now: () => new Date() };
    admin = await signInAs(deps, "admin", { email: "ann@clinic.example" });
    other = await signInAs(deps, "admin", { email: "bob@clinic.example" });
  });

  const save = (page: Page) => page.getByRole("button", { name: "Save the settings" }).click();

  test("a practice goes from nothing to its first launch; the texts sent are the preview, row by row", async () => {
    const page = await app.open(admin, "/practices");
    await page.getByLabel("Search by name, id, place, zip code or phone").fill(practiceId);
    await page.waitForURL(/q=1005/);
    await page.locator(`tr[data-row="${practiceId}"]`).getByRole("link").click();
    const ready = page.getByRole("region", { name: "Ready for texts" });
    await ready.getByText("No number to send from.").waitFor();

    const settings = page.getByRole("form", { name: "Settings" });
    await settings.getByLabel("Sender's phone").fill("(202) 555-0100");
    await settings.getByLabel("Scheduler", { exact: true }).fill("Robin");
    await settings.getByLabel("Practice's name").fill("Willow Vets");
    await settings.getByLabel("Practice's phone").fill("(202) 555-0111");
    await settings.getByLabel("Link").fill("https://book.example.com/willow");
    await settings.getByLabel("Launch day").fill(new Date().toISOString().slice(0, 10));
    await settings.getByRole("switch", { name: "Batches wait for approval" }).check();
    await save(page);
    await page.getByText("The settings are saved.").waitFor();
    await ready.getByText("Ready", { exact: true }).waitFor();
    await settings.getByRole("switch", { name: "SMS mailing" }).check();
    await save(page);
    await page.getByText("SMS on").first().waitFor();

    await page.getByRole("tab", { name: "Next batch" }).click();
    await page.getByLabel("Day", { exact: true }).fill(new Date().toISOString().slice(0, 10));
    await page.getByLabel("Day", { exact: true }).press("Enter");
    await page.getByText("This batch waits for approval.").waitFor();
    const approve = page.getByRole("button", { name: /^Approve [\d,]+ texts?$/ });
    const announced = Number(/[\d,]+/.exec(await approve.innerText())?.[0].replace(",", ""));
    expect(announced).toBeGreaterThan(3);
    const preview = await readRows(page, announced);
    await approve.click();
    await page.getByText("The batch is approved.").waitFor();
    await until(async () => (await waiting()) === announced, waitMs);
    await app.database.pool.query(
      "update apps_smsevent set ignores_hours = true, send_at = now() - interval '1 minute'",
    );
    await app.database.pool.query("select graphile_worker.add_job('texts.send-due', '{}')");
    await until(() => app.dialpad.ledger().length >= announced, waitMs);
    const sent = app.dialpad.ledger().map(({ to, text }) => `${to.slice(2)} ${text}`);
    expect(sent.toSorted()).toEqual(preview.toSorted());

    await page.getByRole("tab", { name: "History" }).click();
    await page.getByText("Willow Vets", { exact: true }).first().waitFor();
    expect(app.faults).toEqual([]);
  });

  async function waiting(): Promise<number> {
    const { rows } = await app.database.pool.query<{ texts: number }>(
      "select count(*)::int as texts from apps_smsevent where context ->> 'practice_id' = $1",
      [practiceId],
    );
    return rows[0]?.texts ?? 0;
  }

  /** Number and words of every text of the preview, over its pages. */
  async function readRows(page: Page, count: number): Promise<string[]> {
    const panel = page.getByRole("region", { name: "Row by row" });
    const seen: string[] = [];
    for (;;) {
      await panel.locator("[data-row]").first().waitFor();
      const lines = await panel.locator("[data-row]").evaluateAll((rows) =>
        rows.map((row) => {
          const [, client, text] = [...row.children].map((child) => (child as HTMLElement).innerText);
          return `${client?.split("\n")[1]?.replaceAll(/\D/g, "")} ${text}`;
        }),
      );
      seen.push(...lines);
      if (seen.length >= count) return seen;
      const first = lines[0];
      await panel.getByRole("button", { name: "Next rows" }).click();
      await until(async () => !(await panel.innerText()).includes(first?.slice(11) ?? ""), waitMs);
    }
  }

  test.each([
    ["SMS mailing without a link", { Link: "" }, "SMS mailing needs the link"],
    ["e-mail updates without an address", { "E-mail address": "" }, "E-mail updates need an address"],
    ["a launch whose end has no start", { "Due through": "2026-01-01" }, "An end needs a start"],
  ])("the form refuses %s, and says so at the field", async (_, change, fault) => {
    const page = await app.open(admin, "/practices/1003");
    for (const [label, value] of Object.entries(change)) {
      await page.getByLabel(label, { exact: true }).fill(value);
      await page.getByLabel(label, { exact: true }).press("Tab");
    }
    await save(page);
    await page.getByText(fault).waitFor();
    const { rows } = await app.database.pool.query(
      "select 1 from apps_auditevent where entity = 'PracticeSettings' and entity_id = '1003'",
    );
    expect(rows).toEqual([]);
    page.once("dialog", (dialog) => void dialog.accept());
    expect(app.faults).toEqual([]);
  });

  test("of two admins who edit one template the second is told, and can save on purpose", async () => {
    const { rows } = await app.database.pool.query<{ uuid: string }>(
      "select uuid::text from apps_smstemplate order by position limit 1",
    );
    const path = `/templates/${rows[0]?.uuid}`;
    const [first, second] = [await app.open(admin, path), await app.open(other, path)];
    const text = (page: Page) => page.getByLabel("Text", { exact: true });
    const put = async (page: Page, words: string) => {
      await text(page).fill(words);
      await page.getByRole("button", { name: "Save the template" }).click();
    };
    await text(second).waitFor();
    await put(first, "Ann: {your_pets} {be_verb} due. {link} Reply STOP to opt out.");
    await first.getByText("The template is saved").waitFor();
    await put(second, "Bob: {nobody} Reply STOP");
    await second.getByText("{nobody} is not a variable of a template").first().waitFor();
    await put(second, "Bob: {your_pets}");
    await second.getByText(/must say how to opt out/).waitFor();
    await put(second, "Bob: {your_pets} {be_verb} due. {link} Reply STOP to opt out.");
    await second.getByText("ann@clinic.example changed this template in the meantime.").waitFor();
    await second.getByRole("button", { name: "Keep mine, and save over it" }).click();
    await second.getByRole("button", { name: "Save the template" }).click();
    await second.getByText("The template is saved").waitFor();
    expect(app.faults.filter((fault) => !fault.includes("409"))).toEqual([]);
  });

  const sql = async <Row extends object>(text: string, values: unknown[] = []) =>
    (await app.database.pool.query<Row>(text, values)).rows;
  /** What the administrator changed by an action. */
  const trail = async (action: string) =>
    (
      await sql<{ changes: unknown }>(
        "select changes from apps_auditevent where action = $1 and actor_id = $2 order by id",
        [action, admin.id],
      )
    ).map(({ changes }) => changes);

  test("templates are put into another order by keyboard, and are matched in it", async () => {
    const order = async () =>
      (await sql<{ uuid: string }>("select uuid::text from apps_smstemplate order by position, uuid")).map(
        ({ uuid }) => uuid,
      );
    const [first = "", second = "", ...others] = await order();
    const page = await app.open(admin, "/templates");
    const items = page.getByRole("list", { name: "Templates" }).getByRole("listitem");
    const before = await items.nth(0).innerText();
    await items.nth(0).getByRole("button").focus();
    await page.keyboard.press("Space");
    await page.getByText(/at place 1 of/).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.getByText(/is at place 2 of/).waitFor();
    await page.keyboard.press("Space");
    await page.getByText("The new order is saved.").waitFor();
    await page.reload();
    expect(await items.nth(1).innerText()).toContain(before.split("\n")[1]);
    expect(await order()).toEqual([second, first, ...others]);
    expect(await trail("templates.reorder")).toEqual([
      { uuids: { before: [first, second, ...others], after: [second, first, ...others] } },
    ]);
    expect(app.faults).toEqual([]);
  });

  test("two outcomes become one, with their pets; a used one is archived, not deleted", async () => {
    const used = await sql<{ uuid: string; text: string; pets: number }>(`
      select o.uuid::text, o.text, count(*)::int as pets from apps_outcome o join apps_patient p on p.outcome = o.text
      where not o.is_archived and not o.is_final group by o.uuid order by pets desc, o.text limit 3`);
    const [kept, gone, old] = used;
    if (!kept || !gone || !old) throw new Error("the demo has too few outcomes");
    const page = await app.open(admin, "/outcomes");
    await page.getByRole("button", { name: `Merge: ${gone.text}`, exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Into").selectOption({ label: kept.text });
    await dialog.getByRole("button", { name: "Merge", exact: true }).click();
    await page.getByText("The outcomes are merged.").waitFor();
    await page
      .getByRole("button", { name: `Merge: ${gone.text}`, exact: true })
      .waitFor({ state: "detached" });
    const petsWith = (text: string) =>
      sql<{ pets: number }>("select count(*)::int as pets from apps_patient where outcome = $1", [text]);
    expect(await petsWith(gone.text)).toEqual([{ pets: 0 }]);
    expect(await petsWith(kept.text)).toEqual([{ pets: kept.pets + gone.pets }]);
    expect(await trail("outcomes.merge")).toEqual([
      { text: { before: gone.text, after: kept.text }, pets: { before: null, after: gone.pets } },
    ]);

    const remove = page.getByRole("button", { name: `Delete: ${old.text}`, exact: true });
    expect(await remove.getAttribute("aria-description")).toContain("archive it instead");
    await page.getByRole("button", { name: `Archive: ${old.text}`, exact: true }).click();
    await page.getByRole("button", { name: `Restore: ${old.text}`, exact: true }).waitFor();
    expect(await sql("select is_archived from apps_outcome where uuid = $1", [old.uuid])).toEqual([
      { is_archived: true },
    ]);
    expect(await petsWith(old.text)).toEqual([{ pets: old.pets }]);
    expect(await trail("outcomes.archive")).toEqual([{ isArchived: { before: false, after: true } }]);
    expect(app.faults).toEqual([]);
  });

  test("two questions become one, with the answers of all practices", async () => {
    const answered = await sql<{ uuid: string; text: string }>(`
      select q.uuid::text, q.text from apps_question q join apps_answer a on a.question_id = q.uuid
      group by q.uuid order by count(*) desc, q.text limit 2`);
    const [kept, gone] = answered;
    if (!kept || !gone) throw new Error("the demo has too few answers");
    const practicesOf = (uuids: string[]) =>
      sql("select distinct practice_id from apps_answer where question_id = any($1::uuid[]) order by 1", [
        uuids,
      ]);
    const practices = await practicesOf([kept.uuid, gone.uuid]);
    const page = await app.open(admin, "/questions");
    await page.getByRole("button", { name: `Merge: ${gone.text}`, exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Into").selectOption({ label: kept.text });
    await dialog.getByRole("button", { name: "Merge", exact: true }).click();
    await page.getByText("The questions are merged.").waitFor();
    expect(await practicesOf([kept.uuid])).toEqual(practices);
    expect(await sql("select text from apps_question where uuid = $1", [gone.uuid])).toEqual([]);
    expect(await trail("questions.merge")).toHaveLength(1);
    expect(app.faults).toEqual([]);
  });

  test("on a phone each cell of a card says which column it is", async () => {
    const page = await app.open(admin, "/outcomes", { viewport: { width: 390, height: 900 } });
    const cells = page.getByRole("table", { name: "Outcomes" }).locator("tbody tr").first().locator("td");
    await cells.first().waitFor();
    const names = await cells.evaluateAll((all) =>
      all.map((cell) => getComputedStyle(cell, "::before").content.replaceAll('"', "").trim()),
    );
    expect(names.map((name) => name.replace("none", ""))).toEqual([
      "",
      "Ends texts:",
      "Pets:",
      "Recorded:",
      "",
    ]);
    expect(app.faults).toEqual([]);
  });

  test.each([
    ["outcome", "Outcome"],
    ["question", "Question"],
  ])(
    "the %s form: added once, refused at its field the second time, reworded, deleted",
    async (noun, label) => {
      const page = await app.open(admin, `/${noun}s`);
      const dialog = page.getByRole("dialog");
      const fill = async (opener: string, words: string, confirm: string) => {
        await page.getByRole("button", { name: opener, exact: true }).click();
        await dialog.getByRole("textbox", { name: label }).fill(words);
        await dialog.getByRole("button", { name: confirm, exact: true }).click();
      };
      await fill(`New ${noun}`, "Do you treat rabbits?", "Add");
      await page.getByText(`The ${noun} is added.`).waitFor();
      await fill(`New ${noun}`, "DO YOU TREAT RABBITS?", "Add");
      await dialog.locator('input[aria-invalid="true"]').waitFor();
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "hidden" });
      await fill("Edit: Do you treat rabbits?", "Do you treat hares?", "Save");
      await page.getByText(`The ${noun} is saved.`).waitFor();
      await page.getByRole("button", { name: "Delete: Do you treat hares?" }).click();
      await dialog.getByRole("button", { name: "Delete", exact: true }).click();
      await page.getByText(`The ${noun} is deleted.`).waitFor();
      expect(app.faults.filter((fault) => !fault.includes("400"))).toEqual([]);
      app.faults.length = 0;
    },
  );

  test("an address of no practice leads to those that there are", async () => {
    const page = await app.open(admin, "/practices/nowhere");
    await page.getByText("There is no such practice").waitFor();
    await page.getByRole("link", { name: "All practices" }).click();
    await page.getByRole("heading", { name: "Practices", level: 1 }).waitFor();
    expect(app.faults.filter((fault) => !fault.includes("404"))).toEqual([]);
    app.faults.length = 0;
  });

  const screens = [
    "/practices",
    "/practices/1003",
    "/practices/1003?tab=launch",
    "/practices/1003?tab=answers",
    "/practices/1003?tab=history",
    "/templates",
    "/templates/new",
    "/templates/WITH_LINK",
    "/outcomes",
    "/outcomes?panel=new",
    "/questions",
  ];
  test.each(["light", "dark"] as const)("everybody can use it, on a phone too: %s", async (colorScheme) => {
    const page = await app.open(admin, "/practices", { colorScheme });
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      for (const screen of screens) {
        await page.goto(app.url + screen);
        await page.getByRole("heading", { level: 1 }).waitFor();
        await until(async () => (await page.locator(".mantine-Skeleton-root").count()) === 0, waitMs);
        await expectAccessible(page, `${screen} ${width}`);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      }
    }
    expect(app.faults).toEqual([]);
  });
});
