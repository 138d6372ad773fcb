import { createHash, timingSafeEqual } from "node:crypto";
import { DomainError } from "@vetsuccess/contract/errors";
import { systemActor, type Deps } from "@vetsuccess/domain/deps";
import { getSystemState } from "@vetsuccess/domain/system/queries";
import type { FastifyInstance } from "fastify";
import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** Whose numbers they are: nobody's in particular, so that all practices are counted. */
const reader = systemActor("metrics");

/**
 * `/metrics` in Prometheus' text format, for whoever shows the token: how the system is, as the System screen shows it, and how
 * this process does. Without a token the route does not exist. No label holds anything about a person or a practice.
 *
 * @param token sent as `Authorization: Bearer …`
 */
export function metricsRoute(app: FastifyInstance, deps: Deps, token: string | undefined): void {
  if (token === undefined) return;
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  measureRequests(app, registry);
  const read = systemGauges(registry);
  app.get("/metrics", { config: { access: "open" } }, async (request, reply) => {
    if (!isSame(request.headers.authorization ?? "", `Bearer ${token}`))
      throw new DomainError("NOT_SIGNED_IN", "The token of METRICS_TOKEN is needed.");
    read(await getSystemState(deps, reader), deps.now());
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}

/** Compares in the same time whatever is given. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

function measureRequests(app: FastifyInstance, registry: Registry): void {
  const seconds = new Histogram({
    name: "http_request_duration_seconds",
    help: "Time to answer, by route, method and status.",
    labelNames: ["route", "method", "status"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });
  app.addHook("onResponse", (request, reply, done) => {
    const route = request.routeOptions.url ?? "none";
    seconds.observe(
      { route, method: request.method, status: String(reply.statusCode) },
      reply.elapsedTime / 1000,
    );
    done();
  });
}

type State = Awaited<ReturnType<typeof getSystemState>>;

/** @returns what fills the gauges */
function systemGauges(registry: Registry): (state: State, now: Date) => void {
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[] = []) =>
    new Gauge({ name: `vetsuccess_${name}`, help, labelNames, registers: [registry] });
  const info = gauge("info", "1; the release is a label.", ["version"]);
  const migrations = gauge("migrations", "Migrations that were applied; the newest is a label.", ["newest"]);
  const size = gauge("database_size_bytes", "Size of the database.");
  const connections = gauge("database_connections", "Connections to the database, of all programs.");
  const workers = gauge("workers_alive", "Worker processes that were heard of in the last 45 seconds.");
  const jobs = gauge("jobs", "Jobs by queue and state.", ["queue", "state"]);
  const queueAge = gauge("queue_age_seconds", "How long the job that is due for longest has waited.", [
    "queue",
  ]);
  const isQueuePaused = gauge("queue_paused", "1 while somebody has paused the queue.", ["queue"]);
  const texts = gauge("texts_waiting", "Texts in the outbox, due or for later.", ["when"]);
  const used = gauge("sms_calls_last_minute", "Provider calls in the last 60 seconds.");
  const limit = gauge("sms_limit_per_minute", "The most provider calls in any 60 seconds.");
  const isEnabled = gauge("sending_enabled", "1 where texts really go out.");
  const pauses = gauge("sending_pauses", "Pauses of all sending, by reason.", ["reason"]);
  const isSandbox = gauge("sending_sandbox", "1 where the provider is the sandbox.");
  const staleServers = gauge("servers_stale", "Servers of practices whose data is older than 36 hours.");
  const serverAge = gauge(
    "server_data_age_seconds",
    "Age of the data of each server that was ever read, by its id.",
    ["server"],
  );
  const oldestData = gauge(
    "server_data_age_seconds_max",
    "Age of the oldest data of a server that was ever read.",
  );

  return (state, now) => {
    const age = (at: Date | null) => (at === null ? 0 : Math.max(0, (now.getTime() - at.getTime()) / 1000));
    info.reset();
    info.set({ version: state.version }, 1);
    migrations.reset();
    migrations.set({ newest: state.database.newestMigration ?? "none" }, state.database.migrations);
    size.set(state.database.sizeBytes);
    connections.set(state.database.connections);
    workers.set(state.workers.filter(({ isAlive }) => isAlive).length);
    for (const { queue, dueSince, pause, ...counts } of state.queues) {
      for (const kind of ["running", "due", "waiting", "trouble"] as const)
        jobs.set({ queue, state: kind }, counts[kind]);
      queueAge.set({ queue }, age(dueSince));
      isQueuePaused.set({ queue }, pause === null ? 0 : 1);
    }
    texts.set({ when: "due" }, state.sending.due);
    texts.set({ when: "later" }, state.sending.waiting);
    used.set(state.sending.usedInLastMinute);
    limit.set(state.sending.limitPerMinute);
    isEnabled.set(state.sending.isSendingEnabled ? 1 : 0);
    isSandbox.set(state.sending.isSandbox ? 1 : 0);
    pauses.reset();
    for (const { reason } of state.sending.pauses) pauses.inc({ reason });
    staleServers.set(state.servers.filter(({ isStale }) => isStale).length);
    serverAge.reset();
    for (const { serverId, updatedAt } of state.servers)
      if (updatedAt !== null) serverAge.set({ server: serverId }, age(updatedAt));
    oldestData.set(Math.max(0, ...state.servers.map(({ updatedAt }) => age(updatedAt))));
  };
}
