import { insertRecordedRows, type RecordedRows } from "./recorded-rows.ts";
import type { TestDatabase } from "./database.ts";
import { hasFixtures, readFixture } from "./fixtures.ts";
import { testSender } from "./sending.ts";

interface Given {
  op: "insert" | "update" | "delete";
  table: string;
  row?: Record<string, unknown>;
  set?: Record<string, unknown>;
  where?: Record<string, unknown>;
}

interface Changes {
  created?: Record<string, unknown>[];
  updated?: { pk: string; changed: Record<string, { new: unknown }> }[];
}

/** A request with its answer and the rows it changed. */
export interface RestCase {
  name: string;
  method: string;
  path: string;
  /** As it was sent, without "?". */
  query?: string;
  body?: Record<string, unknown>;
  /** Changes of rows before the request. */
  given?: Given[];
  /** Other than the dataset's. */
  now?: string;
  keep_state?: boolean;
  expect: { status: number; body?: unknown };
  after?: Record<string, Changes>;
}

const recorded = hasFixtures
  ? {
      dataset: readFixture<{ now: string; tables: RecordedRows }>("rest/dataset.json"),
      cases: readFixture<{ cases: RestCase[] }>("rest/cases.json").cases,
    }
  : { dataset: { now: "", tables: {} }, cases: [] };

/** The names of all cases; none when there are no recorded ones. */
export const restCaseNames = new Set(recorded.cases.map(({ name }) => name));

/** Cases that stand for themselves, named `prefix` or "prefix: …", as rows of a test table: name and case. */
export function restCasesOf(prefix: string, method: string, status = 200): [string, RestCase][] {
  return recorded.cases
    .filter(
      ({ name, keep_state }) => (name === prefix || name.startsWith(`${prefix}: `)) && keep_state !== true,
    )
    .filter((each) => each.method === method && each.expect.status === status)
    .map((each) => [each.name, each]);
}

/** The last part of the path, decoded. */
export function idOf({ path }: Pick<RestCase, "path">): string {
  return decodeURIComponent(path.split("/").at(-1) ?? "");
}

/** Deps whose clock stands at the case's time. */
export function depsOf(database: TestDatabase, { now = recorded.dataset.now }: Pick<RestCase, "now">) {
  return testSender(database, undefined, { now: new Date(now) }).deps;
}

/** Loads the recorded rows, users aside, and makes the changes that the case wants before its request. */
export async function loadRestDataset({ pool }: TestDatabase, given: readonly Given[] = []): Promise<void> {
  const tables = Object.entries(recorded.dataset.tables).filter(([table]) => table !== "apps_user");
  await pool.query(
    `truncate ${tables.map(([table]) => table).join(", ")}, apps_outcomehistory, apps_optout cascade`,
  );
  await insertRecordedRows(pool, Object.fromEntries(tables));
  for (const { op, table, row = {}, set = {}, where = {} } of given) {
    const setters = Object.keys(set).map((column, at) => `${column} = $${at + 1}`);
    const filters = Object.keys(where).map((column, at) => `${column} = $${setters.length + at + 1}`);
    const rest = filters.length === 0 ? "" : ` where ${filters.join(" and ")}`;
    const values = [...Object.values(set), ...Object.values(where)];
    if (op === "insert") await insertRecordedRows(pool, { [table]: [row] });
    else if (op === "update") await pool.query(`update ${table} set ${setters.join(", ")}${rest}`, values);
    else await pool.query(`delete from ${table}${rest}`, values);
  }
}
