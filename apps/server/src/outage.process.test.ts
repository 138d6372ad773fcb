import { mkdtempSync, rmSync } from "node:fs";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openDatabase } from "@vetsuccess/db/client";
import { deployMigrations } from "@vetsuccess/db/migrate";
import { startEmbedded } from "@vetsuccess/sandbox/postgres";
import { callCenterOf } from "@vetsuccess/testing/call-center";
import { goodPassword, signInAs } from "@vetsuccess/testing/identity";
import { until, usePrograms } from "@vetsuccess/testing/processes";
import type pg from "pg";
import { expect, test } from "vitest";

const programs = usePrograms();
/** Fewer connections than callers: one that was not given back would be missed. */
const poolSize = 4;
const outcomes = ["Booked a visit", "Left a voicemail"];
/** Each update writes all of them, and the client's first name: five tables, several rows. */
const petsOf = (clientId: string) => [`pet of ${clientId}`, `second pet of ${clientId}`];
/** An answer that takes longer than this has hung. */
const hangsAfterMs = 15_000;

interface Answer {
  asked: string;
  status: number;
  headers: Headers;
  body: string;
}

test("connections are cut and PostgreSQL restarts under load: every answer is 2xx or 503, and every update whole or not made", async () => {
  const folder = mkdtempSync(join(tmpdir(), "vetsuccess-outage-"));
  let postgres = await startEmbedded(folder);
  const { port } = postgres;
  const url = postgres.url("postgres");
  const settings = { statementTimeoutMs: 30_000, connectionRetries: 4, applicationName: "the test" };
  const database = { ...openDatabase({ url, poolSize: 3, ...settings }), url };
  let endLoad = () => Promise.resolve();
  try {
    await deployMigrations(url);
    const callCenter = callCenterOf(database);
    await callCenter.reset();
    await callCenter.addOutcomes(...outcomes);
    const writers = ["trpc-1", "trpc-2", "rest-1", "rest-2"];
    for (const name of writers) await callCenter.addClient(name, { pets: petsOf(name) });
    const { email } = await signInAs({ db: database.db, now: () => new Date() }, "agent");

    const server = programs.start("server", {
      DATABASE_URL: url,
      DATABASE_POOL_SIZE: String(poolSize),
      PORT: "0",
      SANDBOX: "true",
      LOG_LEVEL: "silent",
      REQUESTS_PER_MINUTE: "1000000",
    });
    const [ready] = (await once(server, "message")) as [{ url: string }];
    const caller = await signIn(ready.url, email);
    const load = putUnderLoad(caller, writers);
    endLoad = load.end;

    await until(() => load.answers.length > 100, 45_000);
    for (let round = 0; round < 4; round += 1) {
      await until(async () => (await cutConnections(database.pool)) > 0, 10_000);
      await sleep(400);
    }
    for (const end of ["stop", "kill"] as const) {
      void postgres[end]();
      await postgres.ended;
      await sleep(700);
      postgres = await startEmbedded(folder, { port });
      const known = load.answers.length;
      await until(() => load.answers.slice(known).some(({ status }) => status === 200), 5_000);
    }
    await load.end();

    const statuses = new Set(load.answers.map(({ status }) => status));
    expect(statuses).toEqual(new Set([200, 503]));
    for (const answer of load.answers) if (answer.status === 503) expectCleanRefusal(answer);
    await expectRecovered(caller, writers);
    for (const name of writers) await expectWhole(database.pool, name, load.recorded);
  } finally {
    await endLoad().catch(() => undefined);
    await database.close().catch(() => undefined);
    await postgres.stop();
    postgres.remove();
    rmSync(folder, { recursive: true, force: true });
  }
});

type Caller = (asked: string, method: string, path: string, body?: object) => Promise<Answer>;

/** Signs a program in at REST v1; its token counts in both APIs. */
async function signIn(url: string, email: string): Promise<Caller> {
  const call = async (asked: string, method: string, path: string, body?: object, token?: string) => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(body && { "content-type": "application/json" }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(hangsAfterMs),
    });
    return { asked, status: answer.status, headers: answer.headers, body: await answer.text() };
  };
  const { body } = await call("token", "POST", "/api/v1/auth/token/", { email, password: goodPassword });
  const { access } = JSON.parse(body) as { access: string };
  return (asked, method, path, given) => call(asked, method, path, given, access);
}

const procedure = (name: string, input: object) =>
  `/trpc/${name}?input=${encodeURIComponent(JSON.stringify({ json: input }))}`;
const readClient = (caller: Caller, clientId: string) =>
  caller("trpc read", "GET", procedure("clients.get", { clientId }));
const reads: ((caller: Caller, clientId: string) => Promise<Answer>)[] = [
  readClient,
  (caller) => caller("trpc search", "GET", procedure("clients.search", { term: "Owner" })),
  (caller) => caller("trpc list", "GET", procedure("clients.listContacted", {})),
  (caller, id) => caller("rest read", "GET", `/api/v1/call-center/clients/${id}`),
  (caller) => caller("rest list", "GET", "/api/v1/call-center/clients/contacted/"),
  (caller, id) => caller("rest search", "GET", `/api/v1/call-center/clients/?search=${id}`),
];

/** Reads and changes clients over both APIs until it is told to end; each writer has a client of its own. */
function putUnderLoad(caller: Caller, writers: readonly string[]) {
  const answers: Answer[] = [];
  /** Comments of updates that were answered with success. */
  const recorded = new Set<string>();
  const ending = new AbortController();

  async function repeat(work: (turn: number) => Promise<void>): Promise<void> {
    for (let turn = 0; !ending.signal.aborted; turn += 1) await work(turn);
  }
  async function write(clientId: string, turn: number): Promise<void> {
    const comment = `${clientId} ${turn}`;
    const outcome = outcomes[turn % outcomes.length];
    const answer = clientId.startsWith("rest")
      ? await caller("rest write", "PATCH", `/api/v1/call-center/clients/${clientId}`, {
          first_name: comment,
          patients: petsOf(clientId).map((pet) => ({ odu_id: pet, outcome, comment })),
        })
      : await writeByProcedure(clientId, {
          firstName: comment,
          patients: petsOf(clientId).map((pet) => ({ oduId: pet, outcome, comment })),
        });
    answers.push(answer);
    // Updating commits, then the client is read again: 503 may be said of the reading alone.
    if (answer.status === 200) recorded.add(comment);
  }
  async function writeByProcedure(clientId: string, changes: object): Promise<Answer> {
    const read = await readClient(caller, clientId);
    if (read.status !== 200) return read;
    const { version } = (JSON.parse(read.body) as { result: { data: { json: { version: number } } } }).result
      .data.json;
    return caller("trpc write", "POST", "/trpc/clients.update", {
      json: { clientId, version, ...changes },
    });
  }

  const running = Promise.all([
    ...writers.map((clientId) => repeat((turn) => write(clientId, turn))),
    ...reads.map((read) => repeat(async () => void answers.push(await read(caller, writers[0] ?? "")))),
  ]);
  return {
    answers,
    recorded,
    end: async () => {
      ending.abort();
      await running;
    },
  };
}

/** @returns how many there were */
async function cutConnections(pool: pg.Pool): Promise<number> {
  const { rowCount } = await pool.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'vetsuccess-server%'",
  );
  return rowCount ?? 0;
}

/** 503 with an id to quote and a time to come back; no word of what happened inside. */
function expectCleanRefusal({ asked, headers, body }: Answer): void {
  const id = headers.get("x-request-id") ?? "";
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  expect({ asked, retryAfter: headers.get("retry-after") }).toEqual({ asked, retryAfter: "1" });
  expect(body).not.toMatch(/prisma|postgres|terminat|ECONN|57P|P1\d{3}|\.[jt]s:\d/i);
  const isRest = asked.startsWith("rest");
  const said = JSON.parse(body) as { error?: { json: { data: object } } };
  expect(isRest ? said : said.error?.json.data).toMatchObject(
    isRest
      ? { detail: "The service is not available at this moment. Try again." }
      : { code: "UNAVAILABLE", retryAfterSeconds: 1, requestId: id },
  );
}

/** More callers at once than there are connections, and none is refused or kept waiting. */
async function expectRecovered(caller: Caller, writers: readonly string[]): Promise<void> {
  const callers = Array.from({ length: 4 * poolSize }, (_, at) => reads[at % reads.length] ?? readClient);
  const since = performance.now();
  const answers = await Promise.all(callers.map((read) => read(caller, writers[0] ?? "")));
  expect(answers.map(({ status }) => status)).toEqual(callers.map(() => 200));
  expect(performance.now() - since).toBeLessThan(5_000);
}

/**
 * Rows of the client and of its pets, history of outcomes and audit trail tell the same story, and none of what was confirmed is
 * missing: an update that was cut off in the middle would have left its name, or one of its pets, behind.
 */
async function expectWhole(pool: pg.Pool, clientId: string, recorded: ReadonlySet<string>): Promise<void> {
  const { rows: now } = await pool.query<{ name: string; version: number }>(
    "select first_name as name, version from apps_client where odu_id = $1",
    [clientId],
  );
  for (const pet of petsOf(clientId)) {
    const { rows: trail } = await pool.query<{ name: string; comment: string; at: Date }>(
      `select changes->'firstName'->>'after' as name, changes->$2->>'after' as comment,
         (changes->$3->>'after')::timestamptz as at
       from apps_auditevent where action = 'clients.update' and entity_id = $1 order by id`,
      [clientId, `patients.${pet}.comment`, `patients.${pet}.outcomeAt`],
    );
    const { rows: history } = await pool.query<{ at: Date }>(
      "select at from apps_outcomehistory where patient_id = $1 order by id",
      [pet],
    );
    const { rows: pets } = await pool.query<{ comment: string; at: Date }>(
      "select comment, outcome_at as at from apps_patient where odu_id = $1",
      [pet],
    );
    expect(trail.length).toBeGreaterThan(1);
    expect(history).toEqual(trail.map(({ at }) => ({ at })));
    const last = trail.at(-1);
    expect({ now, pets }).toEqual({
      now: [{ name: last?.comment, version: trail.length }],
      pets: [{ comment: last?.comment, at: last?.at }],
    });
    expect(trail.filter(({ name, comment }) => name !== comment)).toEqual([]);
    const known = new Set(trail.map(({ comment }) => comment));
    expect(known.size).toBe(trail.length);
    const ofClient = [...recorded].filter((comment) => comment.startsWith(`${clientId} `));
    expect(ofClient.filter((comment) => !known.has(comment))).toEqual([]);
  }
}
