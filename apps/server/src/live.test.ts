import { createTRPCClient, httpSubscriptionLink, retryLink } from "@trpc/client";
import type { AppRouter } from "@vetsuccess/api/app-router";
import type { FollowChangesInput, LiveEvent } from "@vetsuccess/contract/live";
import type { Listener } from "@vetsuccess/db/listen";
import { systemActor } from "@vetsuccess/domain/deps";
import { setFollowed } from "@vetsuccess/domain/clients/commands/set-followed";
import type { Caches } from "@vetsuccess/domain/live/ports";
import { listOutcomes } from "@vetsuccess/domain/outcomes/queries";
import { listPractices } from "@vetsuccess/domain/practices/queries/list-practices";
import { listAnswers } from "@vetsuccess/domain/questions/queries";
import { countStatements } from "@vetsuccess/testing/statements";
import { updateUser } from "@vetsuccess/domain/identity/commands/manage-users";
import { useTestDatabase } from "@vetsuccess/testing/database";
import { signInAs, type SignedIn } from "@vetsuccess/testing/identity";
import { until } from "@vetsuccess/testing/processes";
import { testSender } from "@vetsuccess/testing/sending";
import { insertWaitingTexts, practiceId } from "@vetsuccess/testing/waiting-texts";
import { EventSource } from "eventsource";
import type { FastifyInstance } from "fastify";
import superjson from "superjson";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createCaches, feedFromDatabase } from "./live.ts";
import { createLog } from "./log.ts";
import { buildServer } from "./server.ts";

const database = useTestDatabase();
const log = createLog("silent");
const operator = systemActor("operator");

interface Server {
  app: FastifyInstance;
  url: string;
  listener: Listener;
  deps: ReturnType<typeof testSender>["deps"] & { caches: Caches };
}
const servers: Server[] = [];
let viewer: SignedIn;

/** A server of its own, as main.ts puts it together. */
async function startServer(): Promise<Server> {
  const sender = testSender(database);
  const deps = { ...sender.deps, caches: createCaches(sender.deps.live) };
  const app = await buildServer(deps, { log, adminDir: "/nowhere", migrations: [] });
  const url = await app.listen({ host: "127.0.0.1", port: 0 });
  const listener = feedFromDatabase(deps.live, database.url, log);
  await until(() => deps.live.isConnected, 10_000);
  const server = { app, url, listener, deps };
  servers.push(server);
  return server;
}

async function stopServer({ app, listener }: Server) {
  await app.close();
  await listener.close();
}

beforeAll(async () => {
  const { deps } = await startServer();
  await startServer();
  await insertWaitingTexts(database.pool, { count: 30 });
  viewer = await signInAs(deps, "viewer");
});
afterEach(() => {
  for (const stream of streams.splice(0)) stream.end();
});
afterAll(() => Promise.all(servers.map(stopServer)));

interface Stream {
  events: (LiveEvent & { id: string })[];
  /** Code of the refusal that ended it; "closed": ended without one. */
  ended: string | undefined;
  /** How often the link said that it connects. */
  connects: number;
  end(): void;
}
const streams: Stream[] = [];

/** Follows changes through a server as the admin app does. Resolves when the stream stands. */
async function follow(
  server: Server | undefined,
  { headers }: Pick<SignedIn, "headers">,
  input: FollowChangesInput = {},
): Promise<Stream> {
  const client = createTRPCClient<AppRouter>({
    links: [
      retryLink({ retry: ({ error }) => error.data === undefined, retryDelayMs: () => 200 }),
      httpSubscriptionLink({
        url: `${server?.url}/trpc`,
        transformer: superjson,
        EventSource,
        eventSourceOptions: {
          fetch: (url, init) => fetch(url, { ...init, headers: { ...init.headers, ...headers } }),
        },
      }),
    ],
  });
  const stream: Stream = { events: [], ended: undefined, connects: 0, end: () => undefined };
  const subscription = client.live.changes.subscribe(input, {
    onData: ({ id, data }) => void stream.events.push({ ...data, id }),
    onConnectionStateChange: ({ state }) => void (stream.connects += Number(state === "connecting")),
    onError: (error) => void (stream.ended = error.data?.code ?? error.message),
    onComplete: () => void (stream.ended ??= "closed"),
  });
  stream.end = () => subscription.unsubscribe();
  streams.push(stream);
  await until(() => stream.events.length > 0 || stream.ended !== undefined, 5_000);
  return stream;
}

const changes = (stream: Stream | undefined, topic: string) =>
  stream?.events.flatMap((event) => (event.kind === "changed" && event.topic === topic ? [event] : [])) ?? [];
function forget(...some: Stream[]) {
  for (const { events } of some) events.splice(0);
}
const oneText = async () => {
  const { rows } = await database.pool.query<{ uuid: string; clientId: string }>(
    `select uuid::text, client_id as "clientId" from apps_smshistory order by uuid limit 1`,
  );
  return rows[0] ?? { uuid: "", clientId: "" };
};

test("a change reaches the screens of every server within two seconds", async () => {
  const [here, there] = await Promise.all(servers.map((server) => follow(server, viewer)));
  const { uuid, clientId } = await oneText();
  const deps = servers[0]?.deps;
  if (!deps || !here || !there) throw new Error("no server");
  forget(here, there);
  await setFollowed(deps, operator, { textIds: [uuid], isFollowed: true });
  await until(() => changes(here, "texts").length > 0 && changes(there, "texts").length > 0, 2_000);
  const told = { practiceIds: [practiceId], clientIds: [clientId], ids: [uuid] };
  expect(changes(here, "texts")).toMatchObject([told]);
  expect(changes(there, "texts")).toMatchObject([told]);
});

test("a change of very many rows is one event", async () => {
  const stream = await follow(servers[1], viewer);
  forget(stream);
  await database.pool.query("update apps_smshistory set updated_at = now()");
  await until(() => changes(stream, "texts").length > 0, 2_000);
  expect(changes(stream, "texts")).toMatchObject([{ practiceIds: [practiceId], clientIds: null, ids: null }]);
});

describe("a connection that breaks", () => {
  test("between database and server says refetch, and goes on", async () => {
    const stream = await follow(servers[0], viewer);
    forget(stream);
    const killed = await database.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where application_name = 'vetsuccess-server-live' and datname = current_database()`,
    );
    expect(killed.rowCount).toBe(2);
    await until(() => stream.events.some(({ kind }) => kind === "refetch"), 2_000);
    forget(stream);
    await database.pool.query("update apps_smshistory set updated_at = now()");
    await until(() => changes(stream, "texts").length > 0, 2_000);
    expect(stream.ended).toBeUndefined();
  });

  test("between server and screen resumes without a gap", async () => {
    const first = await follow(servers[0], viewer);
    const { uuid } = await oneText();
    const lastEventId = first.events.at(-1)?.id ?? "";
    first.end();
    await database.pool.query("update apps_smshistory set updated_at = now() where uuid = $1", [uuid]);
    await database.pool.query("update apps_smshistory set updated_at = now()");
    const witness = await follow(servers[0], viewer);
    await until(() => changes(witness, "texts").length >= 2, 2_000);

    const resumed = await follow(servers[0], viewer, { lastEventId });
    await until(() => changes(resumed, "texts").length >= 2, 2_000);
    expect(resumed.events.map(({ kind }) => kind)).toEqual(["ready", "changed", "changed"]);
    expect(changes(resumed, "texts")[0]).toMatchObject({ ids: [uuid] });
  });

  test.each(["another-server.7", "no id at all"])(
    "with an id of nobody here (%s) says refetch",
    async (id) => {
      const stream = await follow(servers[1], viewer, { lastEventId: id });
      expect(stream.events[0]).toMatchObject({ kind: "refetch" });
    },
  );

  test("by a server that closes down is made anew, by itself", async () => {
    const leaving = await startServer();
    const stream = await follow(leaving, viewer);
    await stopServer(leaving);
    await until(() => stream.connects >= 2, 5_000);
    expect(stream.ended).toBeUndefined();
    servers.splice(servers.indexOf(leaving), 1);
  });
});

describe("rights", () => {
  const deps = () => servers[0]?.deps ?? testSender(database).deps;

  test("a stranger hears nothing", async () => {
    const stream = await follow(servers[0], { headers: { cookie: "session=nobody" } });
    expect(stream).toMatchObject({ events: [], ended: "NOT_SIGNED_IN" });
  });

  test.each([
    [
      "that is disabled",
      async (user: SignedIn) => {
        await updateUser(servers[1]?.deps ?? deps(), operator, { userId: user.id, isActive: false });
      },
    ],
    [
      "whose session is ended by SQL",
      async (user: SignedIn) => {
        await database.pool.query("delete from apps_session where user_id = $1", [user.id]);
      },
    ],
  ])("the stream of a user %s ends within a second, on another server too", async (_name, end) => {
    const user = await signInAs(deps(), "agent");
    const stream = await follow(servers[0], user);
    await end(user);
    const since = performance.now();
    await until(() => stream.ended !== undefined, 1_000);
    expect(stream.ended).toBe("NOT_SIGNED_IN");
    expect(performance.now() - since).toBeLessThan(1_000);
  });

  test("whoever is limited to other practices hears nothing of this one's", async () => {
    await database.pool.query(
      "insert into apps_practice (odu_id) values ('elsewhere') on conflict do nothing",
    );
    const limited = await signInAs(deps(), "agent", { practiceIds: ["elsewhere"] });
    const [stream, all] = await Promise.all([follow(servers[0], limited), follow(servers[0], viewer)]);
    forget(stream, all);
    await database.pool.query("update apps_smshistory set updated_at = now()");
    await database.pool.query("update apps_outcome set text = text");
    await until(() => changes(stream, "outcomes").length > 0 && changes(all, "outcomes").length > 0, 2_000);
    expect(changes(all, "texts")).toHaveLength(1);
    expect(changes(stream, "texts")).toEqual([]);
  });

  test("streams of one user are limited in number", async () => {
    const user = await signInAs(deps(), "agent");
    await Promise.all(Array.from({ length: 20 }, () => follow(servers[0], user)));
    expect(await follow(servers[0], user)).toMatchObject({ ended: "TOO_MANY_REQUESTS" });
  });
});

test("practices, clients and topics can be chosen", async () => {
  const { clientId } = await oneText();
  const [ofClient, ofOther, ofOutcomes] = await Promise.all([
    follow(servers[0], viewer, { clientIds: [clientId] }),
    follow(servers[0], viewer, { practiceIds: ["elsewhere"], clientIds: ["nobody"] }),
    follow(servers[0], viewer, { topics: ["outcomes"] }),
  ]);
  forget(ofClient, ofOther, ofOutcomes);
  await database.pool.query("update apps_client set version = version + 1 where odu_id = $1", [clientId]);
  await database.pool.query("update apps_outcome set text = text");
  await until(
    () => [ofClient, ofOther, ofOutcomes].every((one) => changes(one, "outcomes").length > 0),
    2_000,
  );
  expect(changes(ofClient, "clients")).toMatchObject([{ clientIds: [clientId], ids: [clientId] }]);
  expect(changes(ofOther, "clients")).toEqual([]);
  expect(changes(ofOutcomes, "clients")).toEqual([]);
});

describe("what servers keep in memory", () => {
  type ServerDeps = Server["deps"];
  const cases: [string, (deps: ServerDeps) => Promise<unknown>, string, string[]][] = [
    ["outcomes", (deps) => listOutcomes(deps), "insert into apps_outcome (text) values ($1)", ["Booked"]],
    [
      "settings of practices",
      (deps) => listPractices(deps, operator),
      "update apps_practicesettings set sms_scheduler = $1",
      ["Robin of today"],
    ],
    [
      "the FAQ",
      (deps) => listAnswers(deps, operator, { practiceId }),
      `with asked as (insert into apps_question (text) values ($1) returning uuid)
       insert into apps_answer (practice_id, question_id, text) select '${practiceId}', uuid, 'Yes' from asked`,
      ["Is there parking?"],
    ],
  ];

  test.each(cases)(
    "%s: nothing is asked again, until SQL changes it: within a second everywhere",
    async (...given) => {
      const [, read, sql, values] = given;
      const readAll = () => Promise.all(servers.map(({ deps }) => read(deps)));
      // What earlier tests changed may still be on its way.
      await until(async () => (await countStatements(database.pool, readAll)).statements === 0, 1_000);

      const since = performance.now();
      await database.pool.query(sql, values);
      const isNew = (all: unknown[]) => all.every((one) => JSON.stringify(one).includes(values[0] ?? ""));
      await until(async () => isNew(await readAll()), 1_000);
      expect(performance.now() - since).toBeLessThan(1_000);
    },
  );
});
