import { PassThrough, type Readable } from "node:stream";
import { DomainError } from "@vetsuccess/contract/errors";
import type { PreviewWorkbookInput } from "@vetsuccess/contract/email-updates";
import { inTransaction } from "@vetsuccess/db/client";
import { recordAudit } from "../../audit/commands.ts";
import { addDays, utcDay } from "../../calendar/rules.ts";
import type { Actor, Deps } from "../../deps.ts";
import { enqueue } from "../../jobs/commands.ts";
import { makeWorkbook as makeWorkbookJob } from "../jobs.ts";
import type { FilesDeps } from "../ports.ts";
import { listChanges } from "../queries/list-changes.ts";
import { getVisiblePractice } from "../queries/preview-workbook.ts";
import { findUpdatePractice, listUpdatePractices } from "../queries/update-practice.ts";
import { workbookPath } from "../rules/files.ts";
import type { ChangeRow } from "../rules/workbook.ts";

const columns = [
  { key: "at", header: "When (UTC)", width: 20, style: { numFmt: "yyyy-mm-dd hh:mm:ss" } },
  { key: "agent", header: "Who", width: 28 },
  { key: "client", header: "Client", width: 28 },
  { key: "pet", header: "Pet", width: 20 },
  { key: "field", header: "What", width: 22 },
  { key: "before", header: "Before", width: 36 },
  { key: "after", header: "After", width: 36 },
] satisfies { key: keyof ChangeRow; header: string; width: number; style?: object }[];

/** Adds the workbook of yesterday (UTC) for each practice that wants one. */
export async function requestWorkbooks(deps: Deps): Promise<void> {
  const day = addDays(utcDay(deps.now()), -1);
  await inTransaction(deps.db, async (tx) => {
    const practices = await listUpdatePractices(tx);
    for (const { practiceId, isChangesWorkbookEnabled } of practices)
      if (isChangesWorkbookEnabled) await enqueue(tx, makeWorkbookJob, { practiceId, day });
  });
}

/**
 * Writes the workbook of a practice and day beside the practice's other files, or writes it anew; a day without changes has
 * none.
 *
 * @throws Error when it could not be written: the job is tried again
 */
export async function storeWorkbook(deps: FilesDeps, practiceId: string, day: string): Promise<void> {
  const practice = await findUpdatePractice(deps.db, practiceId);
  if (!practice?.isChangesWorkbookEnabled || practice.isArchived || practice.serverId === null) return;
  const changes = listChanges(deps.db, practice.serverId, day);
  const first = await changes.next();
  if (first.done) return;
  const path = workbookPath(deps.emailUpdates.filesPrefix, day, practice.serverId, practiceId);
  const written = await deps.files.write(path, writeWorkbook(day, following(first.value, changes)));
  if (written.result === "FAILED") throw new Error("the workbook could not be written");
  deps.log.info({ practiceId, day }, "workbook written");
}

async function* following(first: ChangeRow, rest: AsyncIterable<ChangeRow>): AsyncGenerator<ChangeRow> {
  yield first;
  yield* rest;
}

/**
 * The workbook of a practice and day for somebody who saves it, in pieces; audited.
 *
 * @throws DomainError NOT_FOUND when there is no such practice, or none that the actor may see
 */
export async function downloadWorkbook(
  deps: Deps,
  actor: Actor,
  { practiceId, day }: PreviewWorkbookInput,
): Promise<Readable> {
  const { serverId } = await getVisiblePractice(deps, actor, practiceId);
  if (serverId === null)
    throw new DomainError("NOT_FOUND", "the practice belongs to no server", { field: "practiceId" });
  await inTransaction(deps.db, (tx) =>
    recordAudit(tx, actor, {
      action: "emailUpdates.downloadWorkbook",
      entity: "Practice",
      entityId: practiceId,
      after: { day },
    }),
  );
  return writeWorkbook(day, listChanges(deps.db, serverId, day));
}

/** An Excel file row by row: memory stays the same for any length. The stream fails when the rows do. */
function writeWorkbook(day: string, rows: AsyncIterable<ChangeRow>): Readable {
  const stream = new PassThrough();
  fill(stream, day, rows).catch((error: unknown) =>
    stream.destroy(error instanceof Error ? error : new Error("the workbook could not be made")),
  );
  return stream;
}

async function fill(stream: PassThrough, day: string, rows: AsyncIterable<ChangeRow>): Promise<void> {
  // Large, and wanted seldom: a program that writes no workbook never loads it.
  const { default: ExcelJS } = await import("exceljs");
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({
    stream,
    useStyles: true,
    useSharedStrings: false,
  });
  const sheet = workbook.addWorksheet(`Changes ${day}`, { views: [{ state: "frozen", ySplit: 1 }] });
  sheet.columns = columns;
  sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: columns.length } };
  const header = sheet.getRow(1);
  header.font = { bold: true };
  header.commit();
  for await (const row of rows) {
    sheet.addRow(row).commit();
    if (stream.writableNeedDrain) await new Promise((done) => stream.once("drain", done));
  }
  sheet.commit();
  await workbook.commit();
}
