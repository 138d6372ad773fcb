import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { inTransaction } from "@vetsuccess/db/client";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { insertUpdatePractices, resetUpdates, testUpdates } from "@vetsuccess/testing/updates";
import { parse } from "csv-parse/sync";
import ExcelJS from "exceljs";
import { beforeEach, describe, expect, test } from "vitest";
import { recordAudit } from "../audit/commands.ts";
import { utcDay } from "../calendar/rules.ts";
import { systemActor } from "../deps.ts";
import { downloadWorkbook } from "./commands/make-workbook.ts";
import { handleLaunchWorkbooks, handleMakeWorkbook } from "./handlers.ts";
import { listChanges } from "./queries/list-changes.ts";
import { previewWorkbook } from "./queries/preview-workbook.ts";
import { workbookPath } from "./rules/files.ts";
import { asCell, rowsOf, type ChangeRow } from "./rules/workbook.ts";

const database = useTestDatabase();
const robin = { ...systemActor("u-1"), label: "robin@clinic.example" };
/** The trail's clock is the database's own. */
const day = utcDay(new Date(performance.timeOrigin + performance.now()));
const path = workbookPath("daily_updates", day, "101", "p-1");

beforeEach(async () => {
  await resetUpdates(database);
  await database.pool.query("truncate apps_client, apps_patient, apps_smshistory cascade");
  await insertUpdatePractices(database, 2);
  await database.pool.query(`
    update apps_practicesettings set is_changes_workbook_enabled = practice_id = 'p-1';
    insert into apps_client (odu_id, server_id, full_name)
      values ('c-1', 101, 'Ann =Smith'), ('c-2', 102, 'Bo Else');
    insert into apps_patient (odu_id, server_id, name) values ('pet.1', 101, 'Rex');
    insert into apps_clientpatientrelationship (odu_id, server_id, client_id, patient_id) values ('r', 101, 'c-1', 'pet.1');
    insert into apps_smshistory (uuid, practice_id, client_id, event_context, status)
      values ('1585b2c9-8241-5ffa-9981-b04f1d85b796', 'p-1', 'c-1', '{}', 'SENT')`);
});

const trace = (deed: Partial<Parameters<typeof recordAudit>[2]>) =>
  inTransaction(database.db, (tx) =>
    recordAudit(tx, robin, { action: "clients.update", entity: "Client", entityId: "c-1", ...deed }),
  );
async function traceAll() {
  await trace({
    before: {
      version: 1,
      "patients.pet.1.outcome": null,
      "patients.pet.1.comment": "",
      "phone.x.appNumber": "2025550100",
    },
    after: {
      version: 2,
      "patients.pet.1.outcome": "Left voicemail",
      "patients.pet.1.comment": '=HYPERLINK("x")\u0001, said "no"\n+1',
      "phone.x.appNumber": "2025550101",
    },
  });
  await trace({ before: { "patients.pet.1.optOut": false }, after: { "patients.pet.1.optOut": true } });
  await trace({
    action: "clients.setFollowed",
    entity: "SmsHistory",
    entityId: "1585b2c9-8241-5ffa-9981-b04f1d85b796",
    before: { isFollowed: false },
    after: { isFollowed: true },
  });
  // Of another server, and of no interest.
  await trace({ entityId: "c-2", before: { firstName: "B" }, after: { firstName: "Bo" } });
  await trace({
    action: "users.update",
    entity: "User",
    before: { role: "agent" },
    after: { role: "admin" },
  });
}

async function audited(): Promise<ChangeRow[]> {
  const found = [];
  for await (const row of listChanges(database.db, "101", day)) found.push(row);
  return found;
}
const withoutTime = (found: ChangeRow[]) =>
  found.map(({ at: _at, ...rest }) => Object.values(rest).map(String).join(" | "));

test("rows say who changed what of whom, before and after, and nothing of our own book-keeping", async () => {
  await traceAll();
  expect(withoutTime(await audited())).toEqual([
    "robin@clinic.example | Ann =Smith | null | Phone | 2025550100 | 2025550101",
    "robin@clinic.example | Ann =Smith | Rex | Outcome | null | Left voicemail",
    `robin@clinic.example | Ann =Smith | Rex | Comment | null | '=HYPERLINK("x"), said "no"\n+1`,
    "robin@clinic.example | Ann =Smith | Rex | Opted out | no | yes",
    "robin@clinic.example | Ann =Smith | null | Followed up | no | yes",
  ]);
});

test.each([
  ["=1+1", "'=1+1"],
  ["+1", "'+1"],
  ["-1", "'-1"],
  ["@x", "'@x"],
  ["\tx", "'\tx"],
  ["a\u0000b\u001Fc\uFFFF", "abc"],
  ["\uD800a\uDC00", "a"],
  ["Zoë 🐈", "Zoë 🐈"],
])("the cell %j becomes %j", (text, cell) => expect(asCell(text)).toBe(cell));

test("an unknown field makes no row", () => {
  const line = {
    at: new Date(0),
    agent: "a",
    client: "c",
    pets: {},
    changes: { version: { before: 1, after: 2 } },
  };
  expect(rowsOf(line)).toEqual([]);
});

/** Makes the workbook as the job does. */
async function made(): Promise<Buffer> {
  await traceAll();
  const { deps, files } = testUpdates(database);
  await handleMakeWorkbook(deps, { practiceId: "p-1", day });
  return files.contents.get(path) ?? Buffer.alloc(0);
}
const cells = (rows: ChangeRow[]) =>
  rows.map(({ at, agent, client, pet, field, before, after }) => [
    at,
    agent,
    client,
    pet,
    field,
    before,
    after,
  ]);

describe("the workbook", () => {
  test("has the rows of the trail in typed cells, a frozen header and filters", async () => {
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load((await made()) as unknown as ArrayBuffer);
    const [sheet] = workbook.worksheets;
    const values = (at: number) => ((sheet?.getRow(at).values ?? []) as unknown[]).slice(1);
    expect(values(1)).toEqual(["When (UTC)", "Who", "Client", "Pet", "What", "Before", "After"]);
    const rows = await audited();
    const got = rows.map((_row, at) => Array.from({ length: 7 }, (_, cell) => values(at + 2)[cell] ?? null));
    const seconds = (value: unknown) => (value instanceof Date ? Math.round(value.getTime() / 1000) : value);
    expect(got.map((row) => row.map(seconds))).toEqual(cells(rows).map((row) => row.map(seconds)));
    expect(sheet?.views[0]).toMatchObject({ state: "frozen", ySplit: 1 });
    expect(sheet?.autoFilter).toBe("A1:G1");
    expect(sheet?.rowCount).toBe(rows.length + 1);
  });

  const hasOffice = spawnSync("which", ["soffice"]).status === 0;
  test.skipIf(!hasOffice)("opens in LibreOffice, with the same cells", { timeout: 120_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "workbook-"));
    writeFileSync(join(folder, "changes.xlsx"), await made());
    const options = ["--headless", `-env:UserInstallation=file://${folder}/profile`, "--convert-to"];
    await promisify(execFile)("soffice", [
      ...options,
      "csv:Text - txt - csv (StarCalc):44,34,76,1",
      "--outdir",
      folder,
      join(folder, "changes.xlsx"),
    ]);
    const [, ...rows]: string[][] = parse(readFileSync(join(folder, "changes.csv")), {
      relax_column_count: true,
    });
    rmSync(folder, { recursive: true });
    const texts = cells(await audited()).map(([, ...rest]) => rest.map((cell) => cell ?? ""));
    expect(rows.map(([, ...rest]) => rest)).toEqual(texts);
    for (const [at] of rows) expect(at).toMatch(new RegExp(`^${day} \\d\\d:\\d\\d:\\d\\d$`));
  });
});

describe("making them", () => {
  test("one job for each practice that wants one; no changes, no file; again, the same file", async () => {
    const { deps, files, clock } = testUpdates(database);
    clock.now = new Date(Date.parse(`${day}T00:10:00Z`) + 86_400_000);
    await handleLaunchWorkbooks(deps);
    const { rows } = await database.pool.query("select key from graphile_worker.jobs");
    expect(rows).toEqual([{ key: `email-updates.make-workbook:p-1:${day}` }]);
    await handleMakeWorkbook(deps, { practiceId: "p-1", day });
    expect([...files.contents.keys()]).toEqual([]);
    await traceAll();
    await handleMakeWorkbook(deps, { practiceId: "p-1", day });
    await handleMakeWorkbook(deps, { practiceId: "p-2", day });
    await handleMakeWorkbook(deps, { practiceId: "p-1", day });
    expect([...files.contents.keys()]).toEqual([path]);
    files.failure = "no";
    await expect(handleMakeWorkbook(deps, { practiceId: "p-1", day })).rejects.toThrow(
      "could not be written",
    );
  });

  test("preview and download are for those who may see the practice; downloads leave a trace", async () => {
    await traceAll();
    const { deps } = testUpdates(database);
    expect(await previewWorkbook(deps, robin, { practiceId: "p-1", day })).toMatchObject({
      isEnabled: true,
      hasMore: false,
      rows: [
        { field: "Phone" },
        { field: "Outcome" },
        { field: "Comment" },
        { field: "Opted out" },
        { field: "Followed up" },
      ],
    });
    const stranger = { ...robin, practiceIds: ["p-2"] };
    for (const call of [previewWorkbook, downloadWorkbook])
      await expect(call(deps, stranger, { practiceId: "p-1", day })).rejects.toThrow("no practice");
    const pieces = [];
    for await (const piece of await downloadWorkbook(deps, robin, { practiceId: "p-1", day }))
      pieces.push(piece as Buffer);
    expect(Buffer.concat(pieces).subarray(0, 2).toString()).toBe("PK");
    const { rows } = await database.pool.query(
      "select entity_id from apps_auditevent where action = 'emailUpdates.downloadWorkbook'",
    );
    expect(rows).toEqual([{ entity_id: "p-1" }]);
  });
});
