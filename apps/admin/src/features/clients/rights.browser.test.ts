import type { Locator, Page } from "@playwright/test";
import { expectAccessible, useAdminApp } from "@vetsuccess/testing/admin-app";
import { chromiumPath } from "@vetsuccess/testing/browser";
import { signInAs, type SignedIn } from "@vetsuccess/testing/identity";
import { beforeAll, describe, expect, test } from "vitest";

/** Two clients with one number. A text waits for each of them, and both will wait for days. */
const household = `
  with client as (
    insert into apps_client (odu_id, server_id, first_name, last_name, full_name)
    select each.id, p.server_id, each.name, 'Quartz', each.name || ' Quartz'
    from (values ('otto', 'Otto'), ('olga', 'Olga')) each (id, name), apps_practice p where p.odu_id = '1001'),
  phone as (
    insert into apps_phone (odu_id, server_id, client_id, is_primary, app_number, type)
    select 'ph-' || each.id, p.server_id, each.id, true, '2025550144', 'Cell'
    from (values ('otto'), ('olga')) each (id), apps_practice p where p.odu_id = '1001'),
  pet as (
    insert into apps_patient (odu_id, server_id, name)
    select 'pip', p.server_id, 'Pip' from apps_practice p where p.odu_id = '1001'),
  relation as (
    insert into apps_clientpatientrelationship (odu_id, client_id, patient_id) values ('pip', 'otto', 'pip')),
  text as (
    insert into apps_smshistory (client_id, practice_id, status, event_context)
    select each.id, '1001', 'PENDING', jsonb_build_object('text', 'Pip is due.', 'number_to', '2025550144')
    from (values ('otto'), ('olga')) each (id) returning uuid, event_context),
  reminder as (
    insert into apps_reminder (odu_id, client_id, patient_id, practice_id, sms_history_id, date_due, description)
    select 'pip', 'otto', 'pip', '1001', uuid, current_date - 50, 'Rabies' from text limit 1),
  sent as (
    insert into apps_smshistory (client_id, practice_id, status, sent_at, event_context)
    values ('otto', '1001', 'SENT', now() - interval '2 days', '{"text": "Pip was due."}'))
  insert into apps_smsevent (sms_history_id, status, send_at, context)
  select uuid, 'PENDING', now() + interval '9 days',
    event_context || jsonb_build_object('sms_history_id', uuid, 'practice_id', '1001', 'number_from', '2025550100')
  from text`;

describe.skipIf(!chromiumPath)("rights on the client page", () => {
  const app = useAdminApp({
    demo: { practices: 2, clients: 40 },
    addToDemo: async ({ database }) => void (await database.pool.query(household)),
  });
  let dana: SignedIn;
  let vera: SignedIn;

  beforeAll(async () => {
    const deps = { db: app.database.db, now: () => new Date() };
    dana = await signInAs(deps, "agent");
    vera = await signInAs(deps, "viewer");
  });

  const phone = (page: Page) => page.getByRole("button", { name: /: texts to \(202\) 555-0144/ });

  /** What a screen reader says of it beside its name. */
  const description = (control: Locator) =>
    control.evaluate((element) =>
      (element.getAttribute("aria-describedby") ?? "")
        .split(" ")
        .map((id) => document.querySelector(`#${CSS.escape(id)}`)?.textContent ?? "")
        .join(" "),
    );

  test("who may only look is told why a client cannot be taken over from whoever works on it", async () => {
    const hers = await app.open(dana, "/clients/olga");
    await hers.getByRole("button", { name: "First name: Olga. Edit" }).click();
    await hers.keyboard.type("Helga");
    await hers.getByText("You are working on this client").waitFor();
    const page = await app.open(vera, "/clients/olga");
    const takeOver = page.getByRole("button", { name: "Take over" });
    expect(await takeOver.getAttribute("aria-description")).toMatch(/agents may do this/);
    expect(app.faults).toEqual([]);
  });

  test("the ways to reach a client stand beside the name, however much there is to say of them", async () => {
    const page = await app.open(dana, "/clients/otto");
    const top = async (name: string) => (await page.getByRole("button", { name }).boundingBox())?.y ?? 0;
    await phone(page).waitFor();
    expect(
      Math.abs((await top("Phone: (202) 555-0144. Edit")) - (await top("First name: Otto. Edit"))),
    ).toBeLessThan(20);
    await phone(page).click();
    await page.getByRole("button", { name: /^No texts: texts to/, pressed: true }).waitFor();
    expect(app.faults).toEqual([]);
  });

  test("who may only look finds each control disabled, with the reason", async () => {
    const page = await app.open(vera, "/clients/otto");
    const pip = page.getByRole("group", { name: "Pip", exact: true });
    const controls = [
      phone(page),
      pip.getByRole("button", { name: /^Opt out of texts/ }),
      pip.getByRole("button", { name: /^Outcome of Pip/ }),
      pip.getByRole("textbox", { name: "Comment on Pip" }),
      page.getByRole("switch", { name: "Followed" }),
    ];
    const reason = /^Only .*agents may do this\.$/;
    for (const control of controls) {
      await control.waitFor();
      expect(await control.isEnabled()).toBe(false);
      expect(await control.getAttribute("data-hint")).toMatch(reason);
      expect(await description(control)).toContain(await control.getAttribute("data-hint"));
      await control.focus();
      await page.getByRole("tooltip").getByText(reason).waitFor();
      await control.dispatchEvent("click");
    }
    expect(await page.getByRole("switch", { name: "Followed" }).isChecked()).toBe(false);
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await pip.getByRole("button", { name: /^Opt out of texts/, pressed: false }).waitFor();
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor();
      await expectAccessible(page, `client as a viewer, ${colorScheme}`);
    }
    expect(app.faults).toEqual([]);
  });

  test("an opt-out of a phone says what it will stop, and stops that", async () => {
    const page = await app.open(dana, "/clients/otto");
    const stops =
      /^Stops the text from .+ that waits for .+, and 1 text to other clients or from other practices\.$/;
    await page.getByText(stops).waitFor();
    expect(await description(phone(page))).toMatch(stops);
    await phone(page).click();
    await page.getByRole("status").getByText(stops).waitFor();
    await expectAccessible(page);
    await page.keyboard.press("Control+s");
    await page.getByRole("region", { name: "Save" }).getByText("Everything is saved").waitFor();
    await page.getByText(stops).waitFor({ state: "detached" });
    const waiting = await app.database.db.smsHistory.count({
      where: { status: "PENDING", clientId: { in: ["otto", "olga"] } },
    });
    expect(waiting).toBe(0);
    expect(app.faults).toEqual([]);
  });
});
