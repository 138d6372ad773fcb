import { smsStatuses, type PlanResult } from "@vetsuccess/contract/outreach";
import { diffSchema } from "@vetsuccess/db/migrate";
import { planPractice } from "@vetsuccess/domain/outreach/commands";
import { templateProblem } from "@vetsuccess/contract/templates";
import { useTestDatabase, type TestDatabase } from "@vetsuccess/testing/database";
import { beforeAll, describe, expect, test } from "vitest";
import { makeDemo } from "./make-demo.ts";
import { tables } from "./tables.ts";

const asOf = "2026-11-24";
const size = { practices: 8, clients: 2000, seed: 1, asOf };

const rowsOf = async <T extends object>(database: TestDatabase, sql: string) =>
  (await database.pool.query<T>(sql)).rows;
const valueOf = async (database: TestDatabase, sql: string) =>
  Object.values((await rowsOf(database, sql))[0] ?? {})[0] as unknown;

/** One line per table: a hash of all its rows, the times of writing left out. */
async function digest(database: TestDatabase): Promise<string[]> {
  const lines = [];
  for (const table of tables) {
    const hash = await valueOf(
      database,
      `select md5(coalesce(string_agg(line, ' ' order by line), '')) from (
         select (to_jsonb(t) - '{created_at,updated_at}'::text[])::text as line from ${table} t) lines`,
    );
    lines.push(`${table} ${String(hash)}`);
  }
  return lines;
}

/** Every constraint and index of the database, as SQL. */
const structure = (database: TestDatabase) =>
  rowsOf(
    database,
    `select conrelid::regclass::text || conname || pg_get_constraintdef(oid) as is from pg_constraint
       where conrelid <> 0 and connamespace = 'public'::regnamespace
     union all select indexdef from pg_indexes where schemaname = 'public' order by 1`,
  );

describe("a demo of the ordinary size", () => {
  const demo = useTestDatabase();
  const again = useTestDatabase();
  const plans: PlanResult[] = [];
  let before: object[] = [];
  let digests: string[][] = [];

  beforeAll(async () => {
    before = await structure(demo);
    await makeDemo({ url: demo.url, ...size });
    await makeDemo({ url: again.url, ...size });
    const silent = () => undefined;
    const deps = {
      db: again.db,
      now: () => new Date(`${asOf}T02:00:00Z`),
      log: { debug: silent, info: silent, warn: silent, error: silent },
      settings: { smsLimitPerMinute: 100, isSmsSendingEnabled: false, isSandbox: true },
    };
    digests = [await digest(demo), await digest(again)];
    const practices = await rowsOf<{ id: string }>(
      again,
      `select practice_id as id from apps_practicesettings join apps_practice on odu_id = practice_id
       where is_sms_mailing_enabled and not is_archived order by 1`,
    );
    for (const { id } of practices) plans.push(await planPractice(deps, { practiceId: id, day: asOf }));
  });

  test("is the same when it is made again", () => {
    expect(digests[1]).toEqual(digests[0]);
  });

  test("gives about 250 texts to plan on its day", () => {
    const texts = plans.reduce((sum, plan) => sum + plan.texts, 0);
    expect(texts).toBeGreaterThan(200);
    expect(texts).toBeLessThan(300);
  });

  // Nobody is left out before a person trims a batch.
  test.each(smsStatuses.filter((status) => status !== "LEFT_OUT"))(
    "shows %s in several practices on its day",
    (status) => {
      expect(plans.filter((plan) => plan.decisions[status] > 0).length).toBeGreaterThanOrEqual(3);
    },
  );

  test("has a practice launched on its day, one that is off, one that is archived, and seven time zones", async () => {
    const sql = `select count(*) filter (where launch_date = '${asOf}')::int as launching,
      count(*) filter (where not is_sms_mailing_enabled and not is_archived)::int as off,
      count(*) filter (where is_archived)::int as archived,
      count(distinct time_zone)::int as zones,
      bool_or(time_zone = 'Pacific/Honolulu') and bool_or(time_zone = 'America/Phoenix') as far
      from apps_practicesettings join apps_practice p on p.odu_id = practice_id join apps_server s on s.odu_id = server_id`;
    expect((await rowsOf(demo, sql))[0]).toEqual({ launching: 1, off: 1, archived: 1, zones: 7, far: true });
  });

  test("reaches nobody: every number is kept free for fiction, every address is of example.com", async () => {
    const numbers =
      "select count(*)::int from apps_phone where app_number !~ '^([2-9][0-9]{2}55501[0-9]{2}|0000000000)$'";
    expect(await valueOf(demo, numbers)).toBe(0);
    expect(
      await valueOf(demo, "select count(*)::int from apps_email where address not like '%@example.com'"),
    ).toBe(0);
  });

  test("gives each client a primary number of its own", async () => {
    const sql = `select count(*)::int from (select from apps_phone
      where is_primary and app_number <> '0000000000' group by app_number having count(*) > 1) twice`;
    expect(await valueOf(demo, sql)).toBe(0);
  });

  test("has work for the call center: texts to follow up, and recorded outcomes, final ones too", async () => {
    const sql = `select count(*) filter (where not is_followed)::int > 50 as open, count(*) filter (where is_followed)::int > 300
      as done from apps_smshistory where status = 'SENT' and sent_at < '${asOf}'`;
    expect((await rowsOf(demo, sql))[0]).toEqual({ open: true, done: true });
    const unknown = `select count(*)::int from apps_patient p
      where outcome is not null and not exists (select from apps_outcome o where o.text = p.outcome)`;
    expect(await valueOf(demo, unknown)).toBe(0);
    expect(
      await valueOf(
        demo,
        "select count(*)::int from apps_patient join apps_outcome on text = outcome where is_final",
      ),
    ).toBeGreaterThan(20);
  });

  test("has templates that planning can fill in", async () => {
    const templates = await rowsOf<{ template: string }>(demo, "select template from apps_smstemplate");
    expect(templates.map(({ template }) => templateProblem(template))).toEqual(templates.map(() => null));
  });

  test("leaves keys and indexes as the migrations made them", async () => {
    expect(await structure(demo)).toEqual(before);
    expect(await diffSchema(demo.url, "database")).toMatch(/^\s*(-- This is an empty migration\.\s*)?$/);
  });

  test("is not made twice, and the one that is there stays", async () => {
    const was = await digest(demo);
    await expect(makeDemo({ url: demo.url, ...size, seed: 2 })).rejects.toThrow("holds a demo already");
    expect(await digest(demo)).toEqual(was);
  });
});

describe("a demo elsewhere", () => {
  const foreign = useTestDatabase();
  const other = useTestDatabase();
  const small = { practices: 1, clients: 3, asOf };

  test("refuses a database with rows it did not make, and changes nothing", async () => {
    await foreign.db.outcome.create({ data: { text: "Ours" } });
    await expect(makeDemo({ url: foreign.url, ...size })).rejects.toThrow(
      "holds rows that the demo did not make (apps_outcome)",
    );
    expect(await valueOf(foreign, "select count(*)::int from apps_server")).toBe(0);
  });

  test("keeps nothing of one that breaks off", async () => {
    const onProgress = () => {
      throw new Error("Ctrl-C");
    };
    await expect(makeDemo({ url: other.url, ...small, seed: 1, onProgress })).rejects.toThrow("Ctrl-C");
    expect(await valueOf(other, "select count(*)::int from apps_server")).toBe(0);
  });

  test("can be as small as one practice with three clients, and tells of its steps", async () => {
    const steps: string[] = [];
    const counts = await makeDemo({
      url: other.url,
      ...small,
      seed: 7,
      onProgress: ({ label, done, total }) => steps.push(`${label} ${Math.round(done / total)}`),
    });
    expect(counts).toMatchObject({ apps_practice: 1, apps_server: 1, apps_client: 3 });
    expect(steps.at(0)).toBe("clients 0");
    expect(steps.at(-1)).toBe("indexes and keys 1");
  });
});
