import type { AuditChanges } from "@vetsuccess/contract/audit";

/** A line of the audit trail about a client or a text to one, with the names that a reader needs. */
export interface TracedChange {
  at: Date;
  agent: string;
  client: string;
  changes: AuditChanges;
  /** Pet by id. */
  pets: Record<string, string>;
}

/** One row of the workbook. */
export interface ChangeRow {
  at: Date;
  agent: string;
  client: string;
  pet: string | null;
  field: string;
  before: string | null;
  after: string | null;
}

/** What a practice enters in its own system; versions, times and effects of ours say nothing to it. */
const fields: Record<string, string> = {
  firstName: "First name",
  lastName: "Last name",
  "phone.appNumber": "Phone",
  "phone.number": "Phone",
  "phone.isPrimary": "Primary phone",
  "phone.isOptedOut": "No texts to this phone",
  "email.address": "E-mail",
  "email.isPrimary": "Primary e-mail",
  "patients.outcome": "Outcome",
  "patients.optOut": "Opted out",
  "patients.comment": "Comment",
  isFollowed: "Followed up",
};

/** The rows of one traced change: a row per field, in the order of the table above. */
export function rowsOf({ at, agent, client, changes, pets }: TracedChange): ChangeRow[] {
  const order = Object.keys(fields);
  return Object.entries(changes)
    .map(([path, change]) => ({ ...partsOf(path), change }))
    .filter(({ name }) => fields[name] !== undefined)
    .toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name))
    .map(({ name, id, change }) => ({
      at,
      agent: asCell(agent),
      client: asCell(client),
      pet: name.startsWith("patients.") ? asCell(pets[id] ?? id) : null,
      field: fields[name] ?? name,
      before: inWords(change.before),
      after: inWords(change.after),
    }));
}

/** "patients.p-1.optOut" → field "patients.optOut" of "p-1"; ids may hold dots themselves. */
function partsOf(path: string): { name: string; id: string } {
  const parts = path.split(".");
  if (parts.length < 3) return { name: path, id: "" };
  return { name: `${parts[0]}.${parts.at(-1)}`, id: parts.slice(1, -1).join(".") };
}

function inWords(value: unknown): string | null {
  if (value === null || value === undefined || value === "") return null;
  if (typeof value === "boolean") return value ? "yes" : "no";
  return asCell(typeof value === "string" ? value : JSON.stringify(value));
}

/** What XML 1.0 cannot hold is left out, and what a spreadsheet would take for a formula gets an apostrophe before it. */
export function asCell(text: string): string {
  const clean = text
    // oxlint-disable-next-line no-control-regex -- because these are what XML cannot hold
    .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, "")
    .replaceAll(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, "")
    .slice(0, 32_000);
  return /^[=+\-@\t\r\n]/.test(clean) ? `'${clean}` : clean;
}
