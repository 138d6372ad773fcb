import { useAdminApp } from "@vetsuccess/testing/admin-app";
import { chromiumPath } from "@vetsuccess/testing/browser";
import { signInAs, type SignedIn } from "@vetsuccess/testing/identity";
import { beforeAll, describe, expect, test } from "vitest";

const calls = /\/trpc\/|\/health\//;

describe.skipIf(!chromiumPath)("until the first page can be shown", () => {
  const app = useAdminApp({ demo: { practices: 2, clients: 40 } });
  let agent: SignedIn;
  beforeAll(async () => {
    agent = await signInAs({ db: app.database.db, now: () => new Date() }, "agent");
  });

  test("a server that answers slowly is waited for, and that is said", async () => {
    const page = await app.open(agent, "/account");
    let letGo = () => {};
    const held = new Promise<void>((done) => {
      letGo = done;
    });
    await page.route(calls, async (route) => {
      await held;
      await route.continue();
    });
    await page.goto(`${app.url}/worklist`);
    await page.getByRole("status").getByText("VetSuccess is starting…").waitFor();
    letGo();
    await page.locator("[data-row]").first().waitFor();
    expect(app.faults).toEqual([]);
  });

  test("a server that is not reached is asked again until it answers, without a hand", async () => {
    const page = await app.open(agent, "/account");
    await page.route(calls, (route) => route.abort());
    await page.goto(`${app.url}/worklist`);
    await page.getByText("The server does not answer.").waitFor();
    await page.unroute(calls);
    await page.locator("[data-row]").first().waitFor();
    expect(app.faults.filter((fault) => !/ERR_FAILED|Failed to fetch/.test(fault))).toEqual([]);
  });

  test("a part of the page that is gone, as after an update, is said, and the page can be loaded anew", async () => {
    const page = await app.open(agent, "/worklist");
    await page.locator("[data-row]").first().waitFor();
    await page.route("**/assets/**", (route) => route.fulfill({ status: 404 }));
    await page.getByRole("link", { name: "Messages" }).click();
    await page.getByText("A part of the page could not be loaded").waitFor();
    await page.unroute("**/assets/**");
    await page.getByRole("button", { name: "Load the page anew" }).click();
    await page.getByRole("heading", { name: "Messages" }).waitFor();
    expect(app.faults.filter((fault) => !/404|dynamically imported|preload/.test(fault))).toEqual([]);
  });

  test("an address that leads nowhere says so, and leads to where one works", async () => {
    const page = await app.open(agent, "/nowhere");
    await page.getByText("There is nothing at this address").waitFor();
    await page.getByRole("link", { name: "Go to the first page" }).click();
    await page.getByRole("heading", { name: "Worklist" }).waitFor();
    expect(app.faults).toEqual([]);
  });
});
