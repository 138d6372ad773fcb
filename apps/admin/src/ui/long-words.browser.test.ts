import type { Page } from "@playwright/test";
import { useAdminApp } from "@vetsuccess/testing/admin-app";
import { chromiumPath } from "@vetsuccess/testing/browser";
import { signInAs, type SignedIn } from "@vetsuccess/testing/identity";
import { beforeAll, describe, expect, test } from "vitest";

// Names and texts without a blank, as long as their columns are: everything stays within what holds it.
describe.skipIf(!chromiumPath)("words that do not fit", () => {
  let textId = "";
  let clientId = "";
  const app = useAdminApp({
    demo: { practices: 2, clients: 40 },
    addToDemo: async ({ database: { pool } }) => {
      const { rows } = await pool.query<{ uuid: string; client: string }>(
        "select uuid, client_id as client from apps_smshistory where status = 'SENT' order by sent_at desc limit 1",
      );
      textId = rows[0]?.uuid ?? "";
      clientId = rows[0]?.client ?? "";
      for (const statement of [
        "insert into apps_outcome (text) values (repeat('Outcome', 36))",
        "update apps_practice set name = repeat('Practice', 31), scheduler = repeat('Schedule', 12)",
        `update apps_practicesettings set sms_scheduler = repeat('Schedule', 12), sms_practice_name = repeat('Practice', 12)`,
        "update apps_question set text = left(uuid::text || repeat('Question', 31), 255)",
        "update apps_answer set text = repeat('Answer', 300)",
        "update apps_smstemplate set template = repeat('Template', 60), key_words = array[repeat('keyword', 9)]",
        `update apps_client set first_name = repeat('First', 51), last_name = repeat('Last', 63),
          full_name = repeat('First', 51) || ' ' || repeat('Last', 63)`,
        `update apps_patient set name = repeat('Rover', 51), breed_description = repeat('Breed', 51),
          outcome = (select text from apps_outcome where text like 'OutcomeOutcome%'), outcome_at = now(),
          comment = repeat('Comment', 140)`,
        "update apps_reminder set description = repeat('Reminder', 31)",
        `update apps_email set address = repeat('a', 60) || '@' || repeat('b', 60) || '.example.com'`,
      ])
        await pool.query(statement);
    },
  });
  let admin: SignedIn;

  beforeAll(async () => {
    admin = await signInAs({ db: app.database.db, now: () => new Date() }, "admin");
  });

  test.each([1440, 390])("stay where they belong on every screen, %d wide", async (width) => {
    const { rows } = await app.database.pool.query<{ id: string }>(
      "select odu_id as id from apps_practice limit 1",
    );
    const practice = `/practices/${rows[0]?.id}`;
    const page = await app.open(admin, "/account", { viewport: { width, height: 900 } });
    for (const [path, word] of [
      ["/worklist", "First"],
      [`/clients/${clientId}`, "Question"],
      ["/outreach", "Practice"],
      [`/messages?text=${textId}`, "Reminder"],
      ["/practices", "Practice"],
      [practice, "Practice"],
      [`${practice}?tab=launch`, "Rover"],
      [`${practice}?tab=answers`, "Answer"],
      ["/templates", "Template"],
      ["/outcomes", "Outcome"],
      ["/questions", "Question"],
    ] as const) {
      await page.goto(app.url + path);
      await page.getByText(word.repeat(2)).and(page.locator(":visible")).first().waitFor();
      const scrollWidth = await page.evaluate(() => document.documentElement.scrollWidth);
      expect([path, scrollWidth, await spilled(page)]).toEqual([path, width, []]);
    }
    expect(app.faults).toEqual([]);
  });
});

/** Texts that are seen beyond the box they stand in. */
const spilled = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { currentNode: text } = walker;
      const parent = text.parentElement;
      if (!text.textContent?.trim() || !parent?.checkVisibility() || parent.closest("svg, option")) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      const { right } = range.getBoundingClientRect();
      for (let box: Element | null = parent; box && box !== document.body; box = box.parentElement) {
        const { display, overflowX } = getComputedStyle(box);
        if (overflowX !== "visible") break;
        if (display === "inline" || display === "contents" || right <= box.getBoundingClientRect().right + 2)
          continue;
        found.push(text.textContent);
        break;
      }
    }
    return found;
  });
