import type { Page, Request } from "@playwright/test";
import { useAdminApp, waitMs } from "@vetsuccess/testing/admin-app";
import { chromiumPath } from "@vetsuccess/testing/browser";
import { signInAs, type SignedIn } from "@vetsuccess/testing/identity";
import { until } from "@vetsuccess/testing/processes";
import { beforeAll, describe, expect, test } from "vitest";

describe.skipIf(!chromiumPath)("the keyboard on the worklist", () => {
  const app = useAdminApp({ demo: { practices: 2, clients: 300 } });
  let agent: SignedIn;

  beforeAll(async () => {
    agent = await signInAs({ db: app.database.db, now: () => new Date() }, "agent");
  });

  const rows = (page: Page) => page.locator("tr[data-row]");
  const open = async () => {
    const page = await app.open(agent, "/worklist");
    await rows(page).first().waitFor();
    return page;
  };

  test("a row that the cursor rests on has its client fetched, as a hover does", async () => {
    const page = await open();
    const asked: string[] = [];
    page.on("request", (request: Request) => {
      if (request.url().includes("clients.get")) asked.push(decodeURIComponent(request.url()));
    });
    const idOf = async (at: number) =>
      decodeURIComponent(
        /\/clients\/(.+)$/.exec(
          (await rows(page).nth(at).getByRole("link").first().getAttribute("href")) ?? "",
        )?.[1] ?? "",
      );
    await page.keyboard.press("j");
    await until(async () => asked.join("").includes(await idOf(0)), waitMs);
    // Rows that the cursor only passes are left alone.
    const [passed, last] = [await idOf(2), await idOf(4)];
    await rows(page)
      .getByRole("link")
      .evaluateAll((links) => {
        for (const link of links.slice(2, 5)) (link as HTMLElement).focus();
      });
    await until(async () => asked.join("").includes(last), waitMs);
    expect(asked.join("")).not.toContain(passed);
    expect(new URL(page.url()).pathname).toBe("/worklist");
    expect(app.faults).toEqual([]);
  });
});
