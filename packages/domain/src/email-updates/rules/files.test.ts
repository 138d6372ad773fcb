import { expect, test } from "vitest";
import {
  attachmentNames,
  belongsTo,
  isWorkbook,
  parseUpdatePath,
  serverFolder,
  workbookPath,
} from "./files.ts";

const parse = (path: string) => parseUpdatePath("daily_updates", path);
const file = (path: string) => parse(path) ?? expect.fail(path);

test.each<[string, string, string]>([
  ["daily_updates/2026/06/09/101/changes.xlsx", "2026-06-09", "101"],
  ["daily_updates/2026/06/09/101/sp ace ü.xlsx", "2026-06-09", "101"],
  ["daily_updates/2026/06/09/101/UPPER.XLSX", "2026-06-09", "101"],
  ["daily_updates/2026/06/09/101/.xlsx", "2026-06-09", "101"],
])("%s is a file of %s and server %s", (path, day, serverId) => {
  expect(parse(path)).toMatchObject({ path, day, serverId });
});

test.each([
  "daily_updates/2026/06/09-copy/101/changes.xlsx",
  "daily_updates/2026/06/091/103/changes.xlsx",
  "daily_updates/2026/6/9/101/changes.xlsx",
  "daily_updates/2026/06/09/0101/changes.xlsx",
  "daily_updates/2026/06/09/abc/changes.xlsx",
  "daily_updates/2026/06/09/101/deep/er.xlsx",
  "daily_updates/2026/06/09/101/old.xls",
  "daily_updates/2026/06/09/rootfile.xlsx",
  "daily_updates2/2026/06/09/101/x.xlsx",
  "other/2026/06/09/101/other.xlsx",
])("%s is no file of an update", (path) => expect(parse(path)).toBeNull());

test("a folder ends with its slash, so that 09-copy is another one", () => {
  expect(serverFolder("u", "2026-06-09", "101")).toBe("u/2026/06/09/101/");
});

test("attachments of one day are numbered, those of several days are not", () => {
  const files = ["09/101/a", "09/101/b", "10/101/a", "09/101/c"].map((path) =>
    file(`daily_updates/2026/06/${path}.xlsx`),
  );
  expect(attachmentNames(files)).toEqual([
    "Remote_Scheduling_06092026.xlsx",
    "Remote_Scheduling_06092026_2.xlsx",
    "Remote_Scheduling_06102026.xlsx",
    "Remote_Scheduling_06092026_3.xlsx",
  ]);
});

test("a workbook of ours goes to its own practice alone, whatever the practice's id", () => {
  for (const id of ["p-1", "a/b", "50% off"]) {
    const own = file(workbookPath("daily_updates", "2026-06-09", "101", id));
    expect(belongsTo(own, id)).toBe(true);
    expect(belongsTo(own, "other")).toBe(false);
  }
  expect(belongsTo(file("daily_updates/2026/06/09/101/changes.xlsx"), "p-1")).toBe(true);
});

test.each<[string, boolean]>([
  ["PK\u0003\u0004rest", true],
  ["PK", false],
  ["", false],
  ["<html>", false],
])("%j is a workbook: %s", (content, is) => expect(isWorkbook(Buffer.from(content))).toBe(is));
