import type { BrowserContextOptions, Page } from "@playwright/test";
import { roles, type Role } from "@vetsuccess/contract/identity";
import { expectAccessible, useAdminApp } from "@vetsuccess/testing/admin-app";
import { chromiumPath } from "@vetsuccess/testing/browser";
import { goodPassword, signInAs, type SignedIn } from "@vetsuccess/testing/identity";
import { TOTP, URI } from "otpauth";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";

// Mails go to the sandbox's inbox and are read there.

const otherPassword = "walrus-lantern-orchid-7";
const forLeads = "Only administrators and managers may do this.";

describe.skipIf(!chromiumPath)("identity on the screen", () => {
  const people = {} as Record<Role, SignedIn>;
  const app = useAdminApp({ demo: { practices: 3, clients: 60 } });
  const person = (role: Role, email: string) =>
    signInAs({ db: app.database.db, now: () => new Date() }, role, { email });

  beforeAll(async () => {
    for (const role of roles) people[role] = await person(role, `${role}@example.com`);
  });
  beforeEach(async () => {
    await app.database.db.signInThrottle.deleteMany({});
  });

  const open = (path: string, who: SignedIn | null = null, options?: BrowserContextOptions) =>
    app.open(who, path, options);
  /** What pages complained of; that the server refuses a stranger is no fault of theirs. */
  const faults = () => app.faults.filter((fault) => !/status of 4\d\d/.test(fault));

  async function signIn(page: Page, email: string, password = goodPassword): Promise<void> {
    await page.getByLabel("E-mail address").fill(email);
    await page.getByLabel("Password", { exact: true }).fill(password);
    await page.keyboard.press("Enter");
  }

  const isIn = (page: Page) => page.getByRole("button", { name: /^You:/ }).waitFor();

  /** Opens the newest mail to the address in the sandbox's inbox and follows its link. */
  async function followMail(page: Page, to: string, subject: string): Promise<Page> {
    const mails = await page.context().newPage();
    await mails.goto(app.sendGrid.url);
    await mails.getByRole("searchbox").fill(to);
    await mails.getByRole("navigation", { name: "Mails" }).getByText(subject).first().click();
    const popup = mails.waitForEvent("popup");
    await mails.frameLocator("#body").getByRole("link").click();
    return popup;
  }

  const desk = ["Worklist", "Outreach", "Messages", "E-mail updates", "Alerts"];
  const leading = ["Dashboard", "Practices", "Templates", "Outcomes", "Questions", "Jobs", "System", "Users"];
  test.each([
    ["admin", [...desk, ...leading, "Audit"], null, "/audit", undefined],
    ["manager", [...desk, ...leading], null, "/audit", "Only administrators may do this."],
    ["agent", desk, forLeads, "/users", forLeads],
    ["viewer", desk, forLeads, "/users", forLeads],
  ] as const)(
    "the %s signs in, lands where they were going, and finds their screens and buttons alone",
    async (role, seen, planning, elsewhere, refusal) => {
      const page = await open("/outreach?days=all");
      await signIn(page, people[role].email, "not the password");
      await page.getByText("The e-mail address or the password is not right.").waitFor();
      await signIn(page, people[role].email.toUpperCase());
      await isIn(page);
      expect(page.url()).toBe(`${app.url}/outreach?days=all`);
      const entries = page.getByRole("navigation", { name: "Screens" }).getByRole("link");
      expect((await entries.allInnerTexts()).toSorted()).toEqual([...seen].toSorted());
      const plan = page.getByRole("button", { name: /^Plan now/ }).first();
      expect(await plan.getAttribute("aria-description")).toBe(planning);

      await page.goto(app.url + elsewhere);
      if (refusal !== undefined) await page.getByText(refusal).first().waitFor();
      else await page.getByRole("row", { name: `Sign-in failed ${people[role].email}` }).waitFor();

      await page.getByRole("button", { name: /^You:/ }).click();
      await page.getByRole("menuitem", { name: "Sign out" }).click();
      await page.waitForURL(`${app.url}/sign-in`);
      expect(faults()).toEqual([]);
    },
  );

  test("too many tries: how long to wait is said, and it counts down", async () => {
    const page = await open("/sign-in");
    for (let tries = 0; tries < 7; tries += 1) {
      const answered = page.waitForResponse(/auth\.signIn/);
      await signIn(page, "throttled@example.com", `wrong ${tries}`);
      await answered;
    }
    await page.getByText(/You can try again in \d+ s; the account itself is not locked/).waitFor();
    await page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
    expect(faults()).toEqual([]);
  });

  test("a second factor is set up, asked for, and replaced by a recovery code", async () => {
    const who = await person("agent", "factor@example.com");
    const page = await open("/account", who);
    await page.getByRole("link", { name: "Set up" }).click();
    await page.getByLabel("Your password").fill(goodPassword);
    await page.keyboard.press("Enter");
    await page.getByRole("img", { name: "QR code for the authenticator app" }).waitFor();
    const secret = (await page.getByLabel("Secret", { exact: true }).innerText()).replaceAll(" ", "");
    const totp = URI.parse(`otpauth://totp/x?secret=${secret}`) as TOTP;
    await page.getByLabel("The code that the app shows now").fill(totp.generate());
    await page.keyboard.press("Enter");
    const listed = page.getByRole("list", { name: "Recovery codes" }).getByRole("listitem");
    await listed.first().waitFor();
    const codes = await listed.allInnerTexts();
    expect(codes.length).toBeGreaterThanOrEqual(8);
    await expectAccessible(page);
    await page.getByRole("checkbox").check();
    await page.getByRole("button", { name: "Done" }).click();
    await page.getByText(`${codes.length} recovery codes left`).waitFor();

    const second = await open("/account");
    await signIn(second, who.email);
    const code = second.getByLabel("Code of your authenticator app");
    await code.fill("000000");
    await second.keyboard.press("Enter");
    await second.getByText("This code is not right").waitFor();
    // The code of now was spent at the set-up; the next one is good already.
    await code.fill(totp.generate({ timestamp: Date.now() + 30_000 }));
    await second.keyboard.press("Enter");
    await isIn(second);

    const third = await open("/account");
    await signIn(third, who.email);
    await third.getByRole("button", { name: "Use a recovery code" }).click();
    await third.getByLabel("Recovery code").fill(codes[0] ?? "");
    await third.keyboard.press("Enter");
    await third.getByText(`${codes.length - 1} recovery codes left`).waitFor();
    expect(faults()).toEqual([]);
  });

  test("somebody is invited by mail, and forgets the password later", async () => {
    const admin = await open("/users/invite", people.admin);
    await admin.getByLabel("E-mail address").fill("new.hire@example.com");
    await admin.getByLabel("First name").fill("Noor");
    await admin.getByRole("radio", { name: /Viewer/ }).click();
    await admin.getByRole("button", { name: "Send the invitation" }).click();
    await admin.getByText("Not accepted yet").waitFor();

    const stranger = await open("/sign-in");
    const accept = await followMail(stranger, "new.hire@example.com", "Your VetSuccess account");
    await accept.getByRole("heading", { name: "Welcome to VetSuccess, Noor" }).waitFor();
    for (const colorScheme of ["light", "dark"] as const) {
      await accept.emulateMedia({ colorScheme });
      await accept.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor();
      await expectAccessible(accept, `/accept-invitation ${colorScheme}`);
    }
    await accept.getByLabel("Password", { exact: true }).fill("password1234");
    await accept.getByRole("button", { name: "Begin" }).click();
    await accept.getByText("This password is too easy to guess").waitFor();
    await accept.getByLabel("Password", { exact: true }).fill(goodPassword);
    await accept.getByRole("button", { name: "Begin" }).click();
    await isIn(accept);

    const forgetful = await open("/sign-in");
    await forgetful.getByRole("link", { name: "Forgot the password?" }).click();
    await forgetful.getByRole("heading", { name: "Forgot your password?" }).waitFor();
    await forgetful.getByLabel("E-mail address").fill("new.hire@example.com");
    await forgetful.keyboard.press("Enter");
    await forgetful.getByText("Look into your mail").waitFor();
    const reset = await followMail(forgetful, "new.hire@example.com", "A new password for VetSuccess");
    const link = reset.url();
    await reset.getByLabel("Password", { exact: true }).fill(otherPassword);
    await reset.getByRole("button", { name: "Save and sign in" }).click();
    await isIn(reset);

    const again = await open(link.slice(app.url.length));
    await again.getByRole("link", { name: "Ask for a new link" }).waitFor();
    await expectAccessible(again);
    expect(faults()).toEqual([]);
  });

  test("a browser that is signed out elsewhere is told at its next step, and keeps what was typed", async () => {
    const who = await person("manager", "two.browsers@example.com");
    const here = await open("/account", who);
    const there = await open("/account/new-api-key");
    await signIn(there, who.email);
    await there.getByLabel("Name").fill("Monthly report");
    await there.getByRole("button", { name: "Only reading" }).click();

    await here.reload();
    await here.getByRole("button", { name: /^Sign out Chrome/ }).click();
    await here.getByRole("button", { name: /^Sign out Chrome/ }).waitFor({ state: "detached" });
    // No pointer: the page may have been told already, by what it reads again when it is looked at.
    await there.getByRole("button", { name: "Create the key" }).dispatchEvent("click");
    await there.getByText("You are signed out").waitFor();
    await expectAccessible(there);
    await there.getByLabel("Password", { exact: true }).fill(goodPassword);
    await there.keyboard.press("Enter");
    await there.getByText("You are signed out").waitFor({ state: "detached" });
    expect(await there.getByLabel("Name").inputValue()).toBe("Monthly report");
    await there.getByRole("button", { name: "Create the key" }).click();
    await there.getByText(/^vsk_/).waitFor();
    expect(faults()).toEqual([]);
  });

  test("the open tab of a user who is disabled asks to sign in within a second of its next step", async () => {
    const who = await person("agent", "leaver@example.com");
    const theirs = await open("/outreach", who);
    await isIn(theirs);
    await theirs.waitForLoadState("networkidle");
    const admin = await open(`/users/${who.id}`, people.admin);
    await admin.getByRole("button", { name: "Disable" }).click();
    await admin.getByRole("dialog").getByRole("button", { name: "Disable" }).click();
    await admin.getByText("May not sign in").waitFor();
    const tookMs = theirs.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let clickedAt: number | undefined;
          addEventListener("click", () => (clickedAt = performance.now()), { capture: true, once: true });
          // It may have noticed by itself, before any step: that is sooner still.
          const look = () => {
            if (document.body.innerText.includes("You are signed out"))
              resolve(clickedAt === undefined ? 0 : performance.now() - clickedAt);
          };
          look();
          new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
        }),
    );
    await theirs.getByRole("button", { name: "Day before" }).click({ force: true });
    await theirs.getByText("You are signed out").waitFor();
    expect(await tookMs).toBeLessThan(1_000);

    await admin.goto(`${app.url}/audit?action=users.update`);
    await admin.getByText("Changed a user").first().click();
    const row = admin.getByRole("dialog").getByRole("row", { name: /Is active/ });
    await row.waitFor();
    expect(await row.getByRole("cell").allInnerTexts()).toEqual(["Yes", "No"]);
    await admin.keyboard.press("Escape");
    const download = admin.waitForEvent("download");
    await admin.getByRole("button", { name: "Export CSV" }).click();
    expect((await download).suggestedFilename()).toMatch(/^audit-\d{4}-\d\d-\d\d\.csv$/);
    expect(faults()).toEqual([]);
  });

  test("the last administrator can be neither disabled, nor demoted, nor deleted", async () => {
    const page = await open(`/users/${people.admin.id}`, people.admin);
    const said = "This is the last administrator who can sign in.";
    for (const step of ["Disable", "Delete"]) {
      await page.getByRole("button", { name: step, exact: true }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("button", { name: step, exact: true }).click();
      await dialog.getByText(said).waitFor();
      await page.keyboard.press("Escape");
      await dialog.waitFor({ state: "detached" });
    }
    await page.getByRole("radio", { name: /^Manager/ }).click();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByRole("alert").getByText(said).waitFor();
    await expectAccessible(page);
    expect(faults()).toEqual([]);
  });

  test("every screen is for everybody: in light and dark, and on a phone", async () => {
    const stranger = await open("/sign-in");
    const admin = await open("/account", people.admin);
    const screens = [
      [stranger, ["/sign-in", "/forgot-password", `/reset-password#${"x".repeat(43)}`]],
      [
        admin,
        [
          "/account",
          "/account?panel=password",
          "/account/second-factor",
          "/account/new-api-key",
          "/users",
          "/users/invite",
          `/users/${people.agent.id}`,
          "/audit",
        ],
      ],
    ] as const;
    for (const [page, addresses] of screens)
      for (const path of addresses) {
        await page.setViewportSize({ width: 1440, height: 900 });
        await page.goto(app.url + path);
        await page.getByRole("heading", { level: 1 }).first().waitFor();
        await page.locator(".mantine-Skeleton-root").first().waitFor({ state: "detached" });
        for (const colorScheme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme });
          await page.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor();
          await expectAccessible(page, `${path} ${colorScheme}`);
        }
        await page.setViewportSize({ width: 390, height: 844 });
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        expect({ path, width }).toEqual({ path, width: 390 });
      }
    expect(faults()).toEqual([]);
  });
});
