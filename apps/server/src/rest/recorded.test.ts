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

type Row = Record<string, unknown>;
interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}
interface RecordedBody {
  patients: Row[];
  results: Row[];
}
/** What ours does otherwise; what is not given is as recorded. */
interface Difference {
  /** The answer and the changes are those of this other case. */
  like?: string;
  status?: number;
  body?: unknown;
  /** Changes the body that was recorded. */
  edit?: (body: RecordedBody) => unknown;
  /** The address belongs to the admin app, or to nobody: its answer is no part of REST v1. */
  isElsewhere?: true;
  changes?: RowChanges;
}

/** When the cases happen. */
const noon = "2026-06-10T14:00:00Z";

/** Adds a pet to those of a client, or changes the one with its id. */
const withPet = (pet: Row) => (body: RecordedBody) => {
  const other = body.patients.filter(({ odu_id }) => odu_id !== pet["odu_id"]);
  return {
    ...body,
    patients: [...other, { ...body.patients.find(({ odu_id }) => odu_id === pet["odu_id"]), ...pet }],
  };
};

function petOf(caseName: string, id: string): Row {
  const body = restRecord.cases.find(({ name }) => name === caseName)?.expect.body as
    | RecordedBody
    | undefined;
  return body?.patients.find(({ odu_id }) => odu_id === id) ?? {};
}

/** The case gives two pets a reminder of a text, and records an outcome for one of them. */
function withReminderOfText(pet: Row): Row {
  const reminders = [
    { date_due: "2026-04-01", description: null, sms_status: null },
    ...(pet["reminders"] as Row[]),
  ];
  if (pet["odu_id"] === "pt-ka-g") return { ...pet, reminders, outcome: "Booked a visit", outcome_at: noon };
  return pet["odu_id"] === "pt-ka-c" ? { ...pet, reminders } : pet;
}

const ofOneRow = (row: Row) => (body: RecordedBody) => ({
  ...body,
  results: [{ ...body.results[0], ...row }],
});

/** Requests that are answered otherwise on purpose; docs/rest-v1.md gives the reasons. */
const deliberate: Record<string, Difference> = {
  "health check with an expired token": { like: "health check format=json" },
  "unknown route outside the api": { isElsewhere: true },
  root: { isElsewhere: true },
  "admin: no trailing slash": { isElsewhere: true, status: 404 },
  "long URL (over 4094 bytes) is refused by the HTTP server": {
    body: { detail: "The address is too long." },
  },
  "token: mixed case e-mail, lower": { like: "token: mixed case e-mail, exact" },
  "token: spaces around a right password": { like: "token: wrong password" },
  "refresh: of an inactive user": { like: "refresh: garbage" },
  "refresh: of a user that does not exist": { like: "refresh: garbage" },
  "auth: token user_id_not_uuid": { like: "auth: token unknown_user" },
  "outcomes: cached for an hour after a change in the table": {
    body: [
      "Asked to stop messages",
      "Client declined - pet died",
      "Deceased per client",
      "Left a voicemail",
      "Moved to another town",
      "Number not in service",
      "Will call back later",
    ],
  },
  "faq: invalid UTF-8 in the path": { status: 404, isElsewhere: true },
  "client: shared patients, first owner": {
    edit: withPet(petOf("client: shared patients, second owner", "pt-co-2")),
  },
  "client: shared patients, second owner": {
    edit: withPet(petOf("client: shared patients, first owner", "pt-co-1")),
  },
  "client: null byte": { like: "client: unknown" },
  "client: HEAD": { status: 200 },
  "patch: first name null": {
    edit: (body) => ({ ...body, full_name: "Abbott" }),
    changes: { apps_client: { "c-1001": { first_name: null, full_name: "Abbott", updated_at: noon } } },
  },
  "patch: last name only on a null first name": {
    edit: (body) => ({ ...body, full_name: "New" }),
    changes: { apps_client: { "c-nofirst": { last_name: "New", full_name: "New", updated_at: noon } } },
  },
  "patch: e-mail same address": { changes: {} },
  "patch: e-mail created without address": {
    status: 400,
    body: { email: { address: ["This field is required."] } },
  },
  "patch: phone created without number": {
    status: 400,
    body: { phone: { app_number: ["This field is required."] } },
  },
  "patch: phone odu_id only, raw number differs": { changes: {} },
  "patch: phone without odu_id when one exists": {
    status: 400,
    body: { phone: { odu_id: ["This field is required."] } },
  },
  "patch: phone arabic digits": {
    status: 400,
    body: { phone: { app_number: ["Ensure this value consists of digits."] } },
    changes: {},
  },
  "patch: patients odu_id only": { changes: {} },
  "patch: patients read-only fields": { changes: {} },
  "patch: patients follow-up: outcome null": { changes: {} },
  "patch: patients follow-up: unchanged outcome": {
    edit: withPet({ odu_id: "pt-ka-c", outcome_at: noon }),
    changes: { apps_patient: { "pt-ka-c": { outcome_at: noon, updated_at: noon } } },
  },
  "patch: patients follow-up: SENT SMS without a time": {
    like: "client: outcomes and follow-up patients",
    edit: (body) => ({ ...body, patients: body.patients.map(withReminderOfText) }),
    changes: {
      apps_patient: { "pt-ka-g": { outcome: "Booked a visit", outcome_at: noon, updated_at: noon } },
    },
  },
  "contacted: SENT with a reminder without patient": {
    like: "contacted: two reminders of one patient list it twice",
    edit: ofOneRow({ sms_history_id: "1564615f-1eb3-5cc3-aa6c-352d39ddd1de", patients: [] }),
  },
  "contacted: two reminders of one patient list it twice": {
    edit: ofOneRow({ patients: [{ odu_id: "pt-av-1", name: "Biscuit" }] }),
  },
  "switch: OPTIONS": {
    status: 200,
    body: {
      name: "SMS Follow-up Switch",
      description: "",
      renders: ["application/json"],
      parses: ["application/json", "application/x-www-form-urlencoded", "multipart/form-data"],
    },
  },
  "sms-event-creation: superuser who is not staff": { like: "sms-event-creation: staff" },
  "sms-event-creation: an appointment without a date of a due patient": {
    like: "sms-event-creation: staff",
  },
  "sms-event-creation: archived practice with mailing enabled": {
    like: "sms-event-creation: unknown practice",
  },
};

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
  const cases = restRecord.cases.filter(({ path }) => path !== "/api/daily-email-updates");
  test.each(cases.map((each) => [each.name, each] as const))("%s", async (name, each) => {
    await prepare(each);
    const difference = deliberate[name] ?? {};
    const like = restRecord.cases.find((other) => other.name === difference.like) ?? each;
    const answer = await ask(each);
    expect(answer, answer.body).toMatchObject({ status: difference.status ?? like.expect.status });
    if (!difference.isElsewhere) expectBody(like, difference, answer);
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

function expectBody(each: RestCase, difference: Difference, { body }: Answer): void {
  const recorded = "body" in difference ? difference.body : each.expect.body;
  const theirs = difference.edit ? difference.edit(recorded as RecordedBody) : recorded;
  if (theirs === null || theirs === undefined) return expect(body === "" || body.startsWith("<")).toBe(true);
  const written = JSON.stringify(theirs).replaceAll("{{base}}", `http://localhost:${port}`);
  let wanted = JSON.parse(written) as unknown;
  let given = JSON.parse(body) as unknown;
  if (each.path !== "/api/v1/call-center/practices/") {
    wanted = inOneOrder(withoutArchived(wanted));
    given = inOneOrder(given);
  }
  const said = (wanted as { detail?: unknown } | null)?.detail;
  if (typeof said === "string" && said.startsWith("JSON parse error"))
    return expect(given).toEqual({ detail: expect.stringMatching(/^JSON parse error - ./) as string });
  expectRecorded(given, wanted, clock.now);
}

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
    rows[was ? id : `new ${Object.keys(rows).filter((each) => each.startsWith("new")).length + 1}`] =
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
