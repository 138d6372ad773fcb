import { expect, test } from "vitest";
import { parseUpdatePath } from "./files.ts";
import { recipientsOf, writeUpdateMail } from "./mail.ts";

const mailOf = (paths: string[], practiceName = "Willow <Vets>") =>
  writeUpdateMail({
    eventId: "e",
    attemptId: "a",
    practiceName,
    recipients: { to: "desk@example.com", cc: [] },
    files: paths.flatMap((path) => {
      const file = parseUpdatePath("u", path);
      return file ? [{ ...file, content: Buffer.from(path) }] : [];
    }),
  });

test("one file: its day in words, its name, and no HTML from a practice's name", () => {
  const mail = mailOf(["u/2026/06/09/101/a.xlsx"]);
  expect(mail.subject).toBe("Remote scheduling: changes of Tuesday, June 9, 2026");
  expect(mail.text).toContain(
    "The attached Excel file lists what our remote schedulers changed for Willow <Vets>",
  );
  expect(mail.html).not.toContain("<Vets>");
  expect(mail.attachments).toMatchObject([{ fileName: "Remote_Scheduling_06092026.xlsx" }]);
});

test("several files: first and last day, and every name", () => {
  const mail = mailOf(["u/2026/06/05/101/a.xlsx", "u/2026/06/07/101/b.xlsx", "u/2026/06/07/101/c.xlsx"], "");
  expect(mail.subject).toContain("Friday, June 5, 2026 to Sunday, June 7, 2026");
  expect(mail.text).toContain("The 3 attached Excel files");
  expect(mail.text).toContain("for your practice");
  for (const { fileName } of mail.attachments ?? []) {
    expect(mail.text).toContain(fileName);
    expect(mail.html).toContain(fileName);
  }
});

test.each<[string, string, string, string[]]>([
  ["both in copy", "rdo@example.com", "sched@example.com", ["rdo@example.com", "sched@example.com"]],
  ["one of them", "", "sched@example.com", ["sched@example.com"]],
  ["none", "", " ", []],
  ["the same person twice", "x@example.com", "X@example.com", ["x@example.com"]],
  ["the practice itself", "Desk@example.com", "", []],
])("in copy: %s", (_name, rdoEmail, schedulerEmail, cc) => {
  expect(recipientsOf({ email: "desk@example.com ", rdoEmail, schedulerEmail })).toEqual({
    to: "desk@example.com",
    cc,
  });
});
