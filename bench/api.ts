import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import autocannon from "autocannon";
import { openDatabase, type Database } from "@vetsuccess/db/client";
import { deployMigrations } from "@vetsuccess/db/migrate";
import { getClient } from "@vetsuccess/domain/clients/queries/get-client";
import { listContacted } from "@vetsuccess/domain/clients/queries/list-contacted";
import { searchClients } from "@vetsuccess/domain/clients/queries/search-clients";
import { systemActor, type Deps } from "@vetsuccess/domain/deps";
import { passwordHasher } from "@vetsuccess/domain/identity/commands/hash-password";
import { listOutcomes } from "@vetsuccess/domain/outcomes/queries";
import { listPractices } from "@vetsuccess/domain/practices/queries/list-practices";
import { listAnswers } from "@vetsuccess/domain/questions/queries";
import { makeDemo } from "@vetsuccess/sandbox/demo/make-demo";
import { startEmbedded } from "@vetsuccess/sandbox/postgres";
import type { BareRead } from "./bare.ts";
import { makeBenchData } from "./data.ts";

/** One read: its REST path, its procedure, the query below, the replaced system's requests/s and p50, the goal. */
interface Read {
  name: string;
  rest: string;
  procedure: string;
  input?: object;
  query(): Promise<unknown>;
  django: { rps: number; p50: number; factor: number; least?: number };
}

const credentials = { email: "bench@example.com", password: "plum-otter-quilt-58" };
const connections = 8;
const mostRequests = "100000000";
const system = systemActor("bench");

/**
 * `pnpm bench api`: reads over REST v1, as procedures and by a bare handler with the procedure's SQL, under load of 8
 * connections. The data are made once, in .data/bench. Fails when a goal is missed, except with --small.
 */
export async function benchApi(): Promise<void> {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: { seconds: { type: "string", default: "5" }, small: { type: "boolean", default: false } },
  });
  const seconds = Number(values.seconds);
  if (!(seconds >= 1)) throw new Error("--seconds takes a number from 1");
  const folder = fileURLToPath(new URL("../.data/bench", import.meta.url));
  mkdirSync(folder, { recursive: true });
  const postgres = await startEmbedded(folder);
  const programs: ChildProcess[] = [];
  try {
    const url = await prepare(postgres, values.small);
    const reads = await withDatabase(url, readsOf);
    const recorded = await withDatabase(url, (database) => record(database, reads(database)));
    const env = {
      DATABASE_URL: url,
      PORT: "0",
      SANDBOX: "true",
      LOG_LEVEL: "warn",
      REQUESTS_PER_MINUTE: mostRequests,
      STRANGER_REQUESTS_PER_MINUTE: mostRequests,
    };
    const started = performance.now();
    const server = start("../apps/server/dist/main.js", env, programs);
    const { url: serverUrl } = await firstMessage<{ url: string }>(server);
    await (await fetch(`${serverUrl}/health/live`)).text();
    const coldStartMs = performance.now() - started;
    const rssMb = rssOf(server);
    const bare = start("bare.ts", env, programs);
    bare.send(recorded);
    const { address } = await firstMessage<{ address: { port: number } }>(bare);
    const token = await signIn(serverUrl);
    await withDatabase(url, async (database) => {
      let isReached = coldStartMs <= 500 && rssMb <= 120;
      const table = [];
      for (const [index, read] of reads(database).entries()) {
        const query = read.input ? `?input=${encodeURIComponent(JSON.stringify({ json: read.input }))}` : "";
        const rest = await load(`${serverUrl}/api/v1/call-center/${read.rest}`, seconds, token);
        const trpc = await load(`${serverUrl}/trpc/${read.procedure}${query}`, seconds, token);
        const least = await load(`http://127.0.0.1:${address.port}/${index}`, seconds);
        const { django } = read;
        const isMet = {
          rest: rest.rps >= Math.max(django.rps * django.factor, django.least ?? 0) && rest.p99 < django.p50,
          trpc: trpc.rps >= django.rps * 5 && trpc.rps * 2.5 >= least.rps,
        };
        const failed = rest.failed + trpc.failed + least.failed;
        isReached &&= isMet.rest && isMet.trpc && failed === 0;
        console.error(`${read.name}: measured${failed > 0 ? `, ${failed} requests failed` : ""}`);
        table.push({
          read: read.name,
          "REST/s": Math.round(rest.rps),
          "tRPC/s": Math.round(trpc.rps),
          "bare/s": Math.round(least.rps),
          "REST p50": rest.p50,
          "REST p99": rest.p99,
          "tRPC p50": trpc.p50,
          "tRPC p99": trpc.p99,
          "REST × replaced": (rest.rps / django.rps).toFixed(1),
          "tRPC × replaced": (trpc.rps / django.rps).toFixed(1),
          "bare / tRPC": (least.rps / trpc.rps).toFixed(2),
          "REST goal": isMet.rest ? "met" : "missed",
          "tRPC goal": isMet.trpc ? "met" : "missed",
          failed,
        });
      }
      console.table(table);
      console.log(
        `first answer after ${coldStartMs.toFixed(0)} ms (goal 500), ${rssMb.toFixed(0)} MB when idle (goal 120)`,
      );
      if (!isReached && !values.small) process.exitCode = 1;
    });
  } finally {
    for (const program of programs) program.kill("SIGTERM");
    await postgres.stop();
  }
}

async function withDatabase<T>(url: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = openDatabase({
    url,
    poolSize: 2,
    statementTimeoutMs: 600_000,
    connectionRetries: 0,
    applicationName: "vetsuccess-bench",
  });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

async function prepare(
  postgres: Awaited<ReturnType<typeof startEmbedded>>,
  isSmall: boolean,
): Promise<string> {
  const name = isSmall ? "api_small" : "api";
  await postgres.createDatabase(name);
  const url = postgres.url(name);
  await deployMigrations(url);
  await withDatabase(url, async ({ db, pool }) => {
    if ((await db.client.count()) === 0) {
      if (isSmall)
        await makeDemo({ url, servers: 2, practices: 4, clients: 2000, seed: 1, asOf: "2026-06-10" });
      else await makeBenchData(url);
      await pool.query("vacuum analyze");
    }
    const { email, password } = credentials;
    if (!(await db.user.findFirst({ where: { email } })))
      await db.user.create({
        data: {
          email,
          role: "agent",
          password: await passwordHasher.hash(password),
          firstName: "",
          lastName: "",
        },
      });
  });
  return url;
}

function start(file: string, env: Record<string, string>, programs: ChildProcess[]): ChildProcess {
  const program = fork(fileURLToPath(new URL(file, import.meta.url)), {
    execArgv: file.endsWith(".ts") ? ["--import", "tsx"] : [],
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    env: { PATH: process.env["PATH"], ...env },
  });
  programs.push(program);
  return program;
}

/** @throws Error when the program ends before it says something */
async function firstMessage<T>(program: ChildProcess): Promise<T> {
  const ended = once(program, "exit").then(([code]) => {
    throw new Error(`a program ended with ${String(code)} before it was ready`);
  });
  const [message] = (await Promise.race([once(program, "message"), ended])) as [T];
  return message;
}

function rssOf({ pid }: ChildProcess): number {
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return Number(kilobytes) / 1024;
}

async function signIn(url: string): Promise<string> {
  const answer = await fetch(`${url}/api/v1/auth/token/`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(credentials),
  });
  if (!answer.ok) throw new Error(`signing in: ${answer.status}`);
  return ((await answer.json()) as { access: string }).access;
}

async function load(url: string, seconds: number, token?: string) {
  const options = { url, connections, headers: token ? { authorization: `Bearer ${token}` } : {} };
  await autocannon({ ...options, duration: 1 });
  const { requests, latency, non2xx, errors } = await autocannon({ ...options, duration: seconds });
  return { rps: requests.average, p50: latency.p50, p99: latency.p99, failed: non2xx + errors };
}

/** The statements of each read, with their values. */
async function record({ pool }: Database, reads: Read[]): Promise<BareRead[]> {
  let statements: BareRead["statements"] = [];
  pool.on("acquire", (client) => {
    if (Object.hasOwn(client, "query")) return;
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    Object.assign(client, {
      query: (...args: [string | { text: string; values?: unknown[] }, unknown?]) => {
        const [asked, apart] = args;
        const given = typeof asked === "string" ? { text: asked } : asked;
        const values = Array.isArray(apart) ? (apart as unknown[]) : (given.values ?? []);
        statements.push({ text: given.text, values });
        return query(...args);
      },
    });
  });
  const recorded = [];
  for (const read of reads) {
    statements = [];
    await read.query();
    recorded.push({ statements });
  }
  return recorded;
}

async function readsOf({ pool }: Database): Promise<(database: Database) => Read[]> {
  const { rows } = await pool.query<{
    id: string;
    name: string;
    phone: string;
    email: string;
    practice: string;
    texts: number;
  }>(`
    select c.odu_id as id, c.full_name as name, ph.app_number as phone, e.address as email,
      (select odu_id from apps_practice order by odu_id limit 1) as practice,
      (select count(*)::int from apps_smshistory) as texts
    from apps_client c join apps_phone ph on ph.client_id = c.odu_id and ph.is_primary and ph.app_number is not null
    join apps_email e on e.client_id = c.odu_id and e.is_primary and e.address is not null
    where c.full_name is not null order by c.odu_id limit 1`);
  const [it] = rows;
  if (!it) throw new Error("no client to ask for");
  const of = encodeURIComponent;
  const offset = Math.floor(it.texts / 2);
  return ({ db }) => {
    const silent = () => undefined;
    const deps: Deps = {
      db,
      now: () => new Date(),
      log: { debug: silent, info: silent, warn: silent, error: silent },
      settings: { smsLimitPerMinute: 100, isSmsSendingEnabled: false, isSandbox: true },
    };
    const search = (name: string, parameter: string, term: string, rps: number, p50: number): Read => ({
      name,
      rest: `clients/?${parameter}=${of(term)}`,
      procedure: "clients.search",
      input: { term },
      query: () => searchClients(deps, system, { term, limit: 20 }),
      django: { rps, p50, factor: 10 },
    });
    const contacted = (
      name: string,
      filter: { offset?: number; name?: string },
      rps: number,
      p50: number,
    ): Read => ({
      name,
      rest: `clients/contacted/?${new URLSearchParams({ limit: "25", ...Object.fromEntries(Object.entries(filter).map(([key, value]) => [key, String(value)])) }).toString()}`,
      procedure: "clients.listContacted",
      input: { limit: 25, ...filter },
      query: () =>
        listContacted(deps, system, {
          limit: 25,
          offset: 0,
          timeZone: "UTC",
          sort: "sentAt",
          direction: "desc",
          ...filter,
        }),
      django: { rps, p50, factor: 20 },
    });
    return [
      {
        name: "outcomes",
        rest: "outcomes/",
        procedure: "outcomes.list",
        query: () => listOutcomes(deps),
        django: { rps: 1019, p50: 6, factor: 5, least: 5000 },
      },
      search("client by phone", "phone_number", it.phone, 224, 30),
      search("client by e-mail", "search", it.email, 237, 33),
      search("client by full name", "search", it.name, 100, 66),
      {
        name: "client detail",
        rest: `clients/${of(it.id)}`,
        procedure: "clients.get",
        input: { clientId: it.id },
        query: () => getClient(deps, system, { clientId: it.id, timeZone: "UTC" }),
        django: { rps: 108, p50: 73, factor: 10 },
      },
      contacted("contacted", {}, 27, 284),
      contacted("contacted by name", { name: it.name.slice(0, 4) }, 10, 735),
      contacted("contacted, deep", { offset }, 8, 921),
      {
        name: "practices",
        rest: "practices/",
        procedure: "practices.list",
        query: () => listPractices(deps, system),
        django: { rps: 17, p50: 454, factor: 20 },
      },
      {
        name: "faq",
        rest: `faq/${of(it.practice)}`,
        procedure: "questions.listAnswers",
        input: { practiceId: it.practice },
        query: () => listAnswers(deps, system, { practiceId: it.practice }),
        django: { rps: 422, p50: 18, factor: 5 },
      },
    ];
  };
}
