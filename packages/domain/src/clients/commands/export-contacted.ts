import type { ExportContactedInput } from "@vetsuccess/contract/contacted";
import { DomainError } from "@vetsuccess/contract/errors";
import { inTransaction } from "@vetsuccess/db/client";
import { stringify } from "csv-stringify/sync";
import { Temporal } from "temporal-polyfill";
import { recordAudit } from "../../audit/commands.ts";
import type { Actor, Deps } from "../../deps.ts";
import { countContacted } from "../queries/count-contacted.ts";
import { readContactedPart, type ContactedJson } from "../queries/list-contacted.ts";

/** Rows of a file; a spreadsheet program takes some twenty times as many. */
const maxRows = 50_000;
const rowsPerPiece = 1_000;

/**
 * Records the export, then hands out the contacted list as CSV (RFC 4180, UTF-8 with its mark), read in pieces: memory stays
 * the same for any length. A cell that a spreadsheet would take for a formula gets an apostrophe before it.
 *
 * @throws DomainError INVALID_INPUT when the filters leave more than 50,000 texts
 */
export async function exportContacted(
  deps: Pick<Deps, "db" | "now">,
  actor: Actor,
  input: ExportContactedInput,
): Promise<AsyncIterable<string>> {
  const question = { ...input, sentUntil: deps.now() };
  const texts = await countContacted(deps, actor, question);
  if (texts > maxRows)
    throw new DomainError(
      "INVALID_INPUT",
      `A file holds at most ${maxRows} texts, these are ${texts}: narrow the filters.`,
    );
  // A client's name is in the filters at times, and stays out of the trail.
  const { name, ...filters } = input;
  await inTransaction(deps.db, (tx) =>
    recordAudit(tx, actor, {
      action: "clients.export",
      entity: "SmsHistory",
      entityId: null,
      after: { ...filters, hasName: name !== undefined, texts },
    }),
  );
  return contactedCsv(deps, actor, question);
}

async function* contactedCsv(
  deps: Pick<Deps, "db" | "now">,
  actor: Actor,
  question: ExportContactedInput & { sentUntil: Date },
): AsyncGenerator<string> {
  const { timeZone } = question;
  yield stringify([headings(timeZone)], { bom: true, record_delimiter: "windows" });
  let cursor: string | null | undefined;
  while (cursor !== null) {
    const slice = {
      ...question,
      offset: 0,
      limit: rowsPerPiece,
      ...(cursor === undefined ? {} : { cursor }),
    };
    const { rows, nextCursor } = await readContactedPart(deps, actor, slice);
    if (rows.length > 0)
      yield stringify(
        rows.map((row) => cells(row, timeZone)),
        { escape_formulas: true, record_delimiter: "windows" },
      );
    cursor = nextCursor;
  }
}

const headings = (timeZone: string): string[] => [
  "Client ID",
  "Client",
  "Phones",
  "E-mails",
  "Pets",
  "Outcomes",
  "Practice",
  `Sent at (${timeZone})`,
  "Followed",
];

function cells(row: ContactedJson, timeZone: string): string[] {
  const recorded = row.patients.filter(({ outcomeAt }) => outcomeAt !== null);
  return [
    row.clientId ?? "",
    row.fullName ?? "",
    listOf(row.phones.map(({ number }) => number)),
    listOf(row.emails.map(({ address }) => address)),
    listOf(row.patients.map(({ name }) => name)),
    listOf(recorded.map(({ name, outcome }) => `${name ?? "?"}: ${outcome ?? ""}`)),
    row.practiceName ?? row.practiceId,
    row.sentAt === null ? "" : localTime(row.sentAt, timeZone),
    row.isFollowed ? "yes" : "no",
  ];
}

const listOf = (values: readonly (string | null)[]): string =>
  values.filter((value) => value !== null && value !== "").join("; ");

/** "2026-06-01 11:00" by the clocks of the zone. */
function localTime(iso: string, timeZone: string): string {
  const { year, month, day, hour, minute } = Temporal.Instant.from(iso).toZonedDateTimeISO(timeZone);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}`;
}
