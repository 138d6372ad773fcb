import { insertRecordedRows, type RecordedRows } from "./recorded-rows.ts";
import type { TestDatabase } from "./database.ts";
import { hasFixtures, readFixture } from "./fixtures.ts";
import { testSender } from "./sending.ts";
import type pg from "pg";

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
  /** Bytes that are sent as they are, in place of `body`. */
  body_raw?: string;
  body_raw_base64?: string;
  content_type?: string | null;
  headers?: Record<string, string>;
  /** E-mail address of the user whose fresh token is sent, after this word. */
  as?: string | null;
  auth_scheme?: string;
  /** Changes of rows before the request. */
  given?: Given[];
  /** Other than the dataset's. */
  now?: string;
  keep_state?: boolean;
  expect: { status: number; body?: unknown; body_text?: string; headers?: Record<string, string> };
  after?: Record<string, Changes>;
}

/** How a token of the cases is made; times are like "now+3600". */
export interface TokenRecipe {
  header: { alg: string; typ: string };
  claims: Record<string, unknown>;
  signed_with: string;
}

interface Recorded {
  dataset: { now: string; tables: RecordedRows };
  cases: RestCase[];
  token_recipes: Record<string, TokenRecipe>;
}

const recorded: Recorded = hasFixtures
  ? {
      dataset: readFixture<Recorded["dataset"]>("rest/dataset.json"),
      ...readFixture<Pick<Recorded, "cases" | "token_recipes">>("rest/cases.json"),
    }
  : { dataset: { now: "", tables: {} }, cases: [], token_recipes: {} };

/** All cases in the order they were recorded in, and what they need: their clock, users and tokens. */
export const restRecord = {
  cases: recorded.cases,
  now: recorded.dataset.now,
  tables: Object.keys(recorded.dataset.tables),
  tokenRecipes: recorded.token_recipes,
  userIds: new Map(
    (recorded.dataset.tables["apps_user"] ?? []).map(({ email, uuid }) => [String(email), String(uuid)]),
  ),
};

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

/** The statements that bring a database back to the recorded rows, from copies that it keeps. */
const restoring = new WeakMap<pg.Pool, string>();

/** Loads the recorded rows in place of whatever migrations brought along, and copies them aside. */
async function keepRestDataset(pool: pg.Pool): Promise<string> {
  await pool.query(`truncate ${restRecord.tables.join(", ")} cascade`);
  await insertRecordedRows(pool, recorded.dataset.tables);
  const { rows } = await pool.query<{ name: string }>(
    "select table_name as name from information_schema.tables where table_schema = 'public' and table_name like 'apps\\_%'",
  );
  const names = rows.map(({ name }) => name);
  await pool.query(
    `create schema kept; ${names.map((name) => `create table kept.${name} as table ${name}`).join("; ")}`,
  );
  return [
    // Neither foreign keys nor append-only triggers stand in the way.
    "set local session_replication_role = replica",
    "delete from graphile_worker._private_jobs",
    ...names.flatMap((name) => [`delete from ${name}`, `insert into ${name} table kept.${name}`]),
  ].join("; ");
}

/** Brings the database to the recorded rows, and makes the changes that the case wants before its request. */
export async function loadRestDataset(database: TestDatabase, given: readonly Given[] = []): Promise<void> {
  const { pool } = database;
  const restore = restoring.get(pool);
  if (restore === undefined) restoring.set(pool, await keepRestDataset(pool));
  else await pool.query(restore);
  await changeRecordedRows(database, given);
}

/** Makes the changes that a case wants before its request. */
export async function changeRecordedRows({ pool }: TestDatabase, given: readonly Given[]): Promise<void> {
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
