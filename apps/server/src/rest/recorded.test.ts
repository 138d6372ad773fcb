import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { request as send } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { passwordHasher } from "@vetsuccess/domain/identity/commands/hash-password";
import { handleCreateSmsEvents } from "@vetsuccess/domain/outreach/handlers";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { hasFixtures } from "@vetsuccess/testing/fixtures";
import { identityForTests } from "@vetsuccess/testing/identity";
import {
  expectRecorded,
  inOneOrder,
  recordedChanges,
  type RowChanges,
} from "@vetsuccess/testing/recorded-answers";
import {
  changeRecordedRows,
  loadRestDataset,
  restRecord,
  type RestCase,
} from "@vetsuccess/testing/recorded-rest";
import { makeRecordedToken } from "@vetsuccess/testing/recorded-tokens";
import { testSender } from "@vetsuccess/testing/sending";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createLog } from "../log.ts";
import { buildServer } from "../server.ts";
import {
  deliberate,
  type Difference,
  type RecordedBody,
} from "@vetsuccess/testing/recorded-rest-differences";

type Row = Record<string, unknown>;
interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}
const database = useTestDatabase();
const identity = { ...identityForTests, accessTokenMinutes: 60, refreshTokenMinutes: 1440 };
const clock = { now: new Date(0) };
const adminDir = mkdtempSync(join(tmpdir(), "vetsuccess-admin-"));
let app: FastifyInstance;
let port = 0;
/** A token family of each user. */
const families = new Map<string, string>();
let isDirty = true;
let before = new Map<string, Row>();
let pristine: Map<string, Row> | undefined;
let writesBefore = "";

beforeAll(async () => {
  const deps = { ...testSender(database).deps, now: () => clock.now, identity, hasher: passwordHasher };
  app = await buildServer(deps, { log: createLog("silent"), adminDir, migrations: [] });
  port = Number(new URL(await app.listen({ host: "127.0.0.1", port: 0 })).port);
});
afterAll(async () => {
  await app.close();
  rmSync(adminDir, { recursive: true });
});

describe.skipIf(!hasFixtures)("recorded requests", () => {
  const { cases } = restRecord;
  test.each(cases.map((each) => [each.name, each] as const))("%s", async (name, each) => {
    await prepare(each);
    const difference = deliberate[name] ?? {};
    const like = restRecord.cases.find((other) => other.name === difference.like) ?? each;
    const answer = await ask(each);
    expect(answer).toMatchObject({ status: difference.status ?? like.expect.status });
    if (!difference.isElsewhere) expectRecorded(...bodiesOf(like, difference, answer), clock.now);
    if (!(name in deliberate)) expectHeaders(each, answer);
    await expectChanges(like, difference);
  });
});

/** The rows as the case wants them; what the cases before left untouched is used again. */
async function prepare(each: RestCase): Promise<void> {
  clock.now = new Date(each.now ?? restRecord.now);
  const { given = [], keep_state: isKept = false } = each;
  if (isKept) await changeRecordedRows(database, given);
  else if (isDirty || given.length > 0) {
    await loadRestDataset(database, given);
    await addFamilies();
  }
  if (isKept || given.length > 0) before = await snapshot();
  else if (isDirty) before = pristine ??= await snapshot();
  writesBefore = await countWrites();
  isDirty = isKept || given.length > 0 || each.method !== "GET";
}

/** The tokens of the cases belong to somebody; the refresh token has the id that their recipe gives it. */
async function addFamilies(): Promise<void> {
  families.clear();
  const at = clock.now;
  for (const { uuid } of await database.db.user.findMany({ select: { uuid: true } }))
    families.set(uuid, randomUUID());
  await database.db.tokenFamily.createMany({
    data: [...families].map(([userId, uuid]) => ({ uuid, userId, createdAt: at, expiresAt: at })),
  });
  const familyId = families.get(restRecord.userIds.get("agent@example.com") ?? "");
  if (familyId === undefined) return;
  const uuid = "00000000-0000-0000-0000-000000000001";
  await database.db.refreshToken.create({ data: { uuid, familyId, issuedAt: at, expiresAt: at } });
}

function makeToken(recipe: string, email = "agent@example.com"): Promise<string> {
  const familyOf = (userId: string) => families.get(userId) ?? randomUUID();
  return makeRecordedToken(identity, recipe, { email, familyOf, now: new Date(restRecord.now) });
}

async function withTokens(written: string): Promise<string> {
  const [found, recipe = ""] = /\{\{token:([^}]+)\}\}/.exec(written) ?? [];
  if (!found) return written;
  return written.replace(found, await makeToken(recipe, recipe.split(":")[1]));
}

async function ask(each: RestCase): Promise<Answer> {
  const { method, path, query, body, body_raw, body_raw_base64, content_type, as, auth_scheme } = each;
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(each.headers ?? {})) headers[name] = await withTokens(value);
  if (as) headers["authorization"] = `${auth_scheme} ${await makeToken("valid", as)}`;
  const json = body === undefined ? "" : await withTokens(JSON.stringify(body));
  const sent = body_raw_base64 ? Buffer.from(body_raw_base64, "base64") : Buffer.from(body_raw ?? json);
  if (content_type) headers["content-type"] = content_type;
  else if (json) headers["content-type"] = "application/json";
  if (sent.length > 0) headers["content-length"] = String(sent.length);
  return new Promise((resolve, reject) => {
    const request = send({ port, method, path: query ? `${path}?${query}` : path, headers }, (response) => {
      const { statusCode = 0, headers: given } = response;
      text(response).then((said) => resolve({ status: statusCode, headers: given, body: said }), reject);
    });
    request.on("error", reject).end(sent);
  });
}

/** What was answered and what was to be, comparable: pages are alike, lists stand in one order. */
function bodiesOf(each: RestCase, difference: Difference, { body }: Answer): [unknown, unknown] {
  const recorded = "body" in difference ? difference.body : each.expect.body;
  const theirs = difference.edit ? difference.edit(recorded as RecordedBody) : recorded;
  if (theirs === null || theirs === undefined) return [body.startsWith("<") ? "" : body, ""];
  const wanted = parse(JSON.stringify(theirs).replaceAll("{{base}}", `http://localhost:${port}`));
  const isOrdered = each.path === "/api/v1/call-center/practices/";
  return isOrdered ? [parse(body), wanted] : [inOneOrder(parse(body)), inOneOrder(withoutArchived(wanted))];
}

/** Of an error in JSON the beginning alone is comparable: the rest names the parser's own troubles. */
const parse = (json: string) =>
  JSON.parse(json.replace(/JSON parse error - [^"]+/, "JSON parse error")) as unknown;

/** Practices that are archived are not among those of a client. */
function withoutArchived(answer: unknown): unknown {
  const { practices } = (answer ?? {}) as { practices?: { odu_id: string }[] };
  if (!practices) return answer;
  const open = practices.filter(({ odu_id }) => !["p-101-3", "p-104-1"].includes(odu_id));
  return { ...(answer as object), practices: open };
}

function expectHeaders(each: RestCase, { headers }: Answer): void {
  const wanted: Record<string, string> = {
    ...each.expect.headers,
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "cross-origin-opener-policy": "same-origin",
  };
  // The form that is documented stands beside the GET.
  if (/^\/api\/(sms-event-creation\/|daily-email-updates)/.test(each.path) && each.expect.headers?.["allow"])
    wanted["allow"] = "GET, POST, HEAD, OPTIONS";
  const given = Object.fromEntries(Object.keys(wanted).map((name) => [name, headers[name]]));
  expect(given).toEqual(wanted);
}

async function expectChanges(each: RestCase, difference: Difference): Promise<void> {
  await runQueuedPlans();
  const isUnchanged = (await countWrites()) === writesBefore;
  isDirty = !isUnchanged || Boolean(each.given) || Boolean(each.keep_state) || each.path.includes("/auth/");
  const after = isUnchanged ? before : await snapshot();
  const wanted = difference.changes ?? recordedChanges(each);
  const changes: RowChanges = {};
  for (const [key, row] of after) {
    const was = before.get(key);
    const [table = "", id = ""] = key.split(" ");
    const fields = Object.entries(row).filter(
      ([name, value]) => name !== "version" && (!was || !isSame(was[name], value)),
    );
    if (fields.length === 0) continue;
    const rows = (changes[table] ??= {});
    rows[was ? id : `new ${Object.keys(rows).filter((name) => name.startsWith("new")).length + 1}`] =
      Object.fromEntries(fields);
  }
  expectRecorded(comparable(changes), comparable(wanted), clock.now);
  expect([...before.keys()].filter((key) => !after.has(key))).toEqual([]);
}

const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** What is ours to fill: versions, outreach days, hashes of passwords and when they were renewed. */
const ownColumns: Record<string, string[]> = {
  apps_client: ["version"],
  apps_user: ["password", "updated_at"],
  apps_smsevent: ["ignores_hours", "sms_history_id"],
  apps_smshistory: ["planned_on", "error_code"],
  apps_reminder: ["sms_decided_on"],
};

/** Without nulls and what is ours, with instants in one notation. */
function comparable(changes: RowChanges): unknown {
  const theirs = Object.entries(changes).map(([table, rows]) => {
    const own = ownColumns[table] ?? [];
    const kept = Object.entries(rows).map(([id, row]) => [
      id,
      Object.fromEntries(Object.entries(row).filter(([name]) => !own.includes(name))),
    ]);
    return [table, Object.fromEntries(kept) as object];
  });
  const written = JSON.stringify(Object.fromEntries(theirs), (_name, value: unknown) => {
    if (value === null) return undefined;
    return typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value)
      ? new Date(value).toISOString()
      : value;
  });
  return JSON.parse(written) as unknown;
}

/** Differs whenever a row of the recorded tables was written: much cheaper than to compare all of them. */
async function countWrites(): Promise<string> {
  const each = restRecord.tables.map((table) => `select count(*), max(xmin::text::bigint) from ${table}`);
  const { rows } = await database.pool.query(each.join(" union all "));
  return JSON.stringify(rows);
}

/** The recorded tables, each row by its table and key. */
async function snapshot(): Promise<Map<string, Row>> {
  const each = restRecord.tables.map(
    (table) => `select '${table}' as name, to_jsonb(t) as row from ${table} t`,
  );
  const { rows } = await database.pool.query<{ name: string; row: Row }>(each.join(" union all "));
  return new Map(rows.map(({ name, row }) => [`${name} ${String(row["uuid"] ?? row["odu_id"])}`, row]));
}

/** The recorded service planned inside the request; ours puts it into the queue. */
async function runQueuedPlans(): Promise<void> {
  const { rows } = await database.pool.query<{ id: string; payload: { practiceId: string; day: string } }>(`
    delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
    where t.id = j.task_id and t.identifier = 'outreach.create-sms-events' returning j.id, j.payload`);
  for (const { payload } of rows)
    await handleCreateSmsEvents({ ...testSender(database).deps, now: () => clock.now }, payload);
}
