import { Alert, Skeleton } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { Link } from "@tanstack/react-router";
import type { SystemState } from "@vetsuccess/contract/system";
import { useNow } from "../../lib/clock.ts";
import { messageOf } from "../../lib/errors.ts";
import { formatCount, formatInstant, plural } from "../../lib/format.ts";
import { paths } from "../../lib/paths.ts";
import { trpc } from "../../lib/trpc.ts";
import { FactList } from "../../ui/fact-list.tsx";
import { Panel } from "../../ui/panel.tsx";
import { StatusBadge } from "../../ui/status-badge.tsx";
import { queueWords } from "../jobs/words.ts";
import { ageWords, healthOf, sizeWords } from "./words.ts";
import { OpenAlerts } from "../alerts/open-alerts.tsx";
import classes from "./system-page.module.css";

const intervalMs = 5_000;

/** Whether everything is as it should be, and where not. */
export function SystemPage() {
  useDocumentTitle("System · VetSuccess");
  const state = trpc.system.state.useQuery(undefined, { refetchInterval: intervalMs });
  return (
    <>
      <h1 className={classes.title}>System</h1>
      {state.data === undefined ? (
        state.error ? (
          <Alert color="red" role="alert">
            {messageOf(state.error)}
          </Alert>
        ) : (
          <Skeleton height={320} />
        )
      ) : (
        <System state={state.data} />
      )}
    </>
  );
}

function System({ state }: { state: SystemState }) {
  const now = useNow();
  const findings = healthOf(state, now);
  const { database, version, sending, workers, servers, queues } = state;
  return (
    <>
      <ul className={classes.findings} aria-label="Findings">
        {findings.map(({ tone, words }) => (
          <li key={words} className={classes.finding} data-tone={tone}>
            {words}
          </li>
        ))}
      </ul>
      <div className={classes.alerts}>
        <OpenAlerts />
      </div>
      <div className={classes.grid}>
        <Panel title="Release and database">
          <FactList
            facts={[
              { label: "VetSuccess", value: version },
              { label: "PostgreSQL", value: database.version },
              { label: "Newest migration", value: <code>{database.newestMigration ?? "none"}</code> },
              { label: "Migrations", value: formatCount(database.migrations) },
              { label: "Size", value: sizeWords(database.sizeBytes) },
              { label: "Connections", value: formatCount(database.connections) },
            ]}
          />
        </Panel>
        <Panel title="Sending of texts">
          <FactList
            facts={[
              { label: "Provider", value: sending.isSandbox ? "Sandbox" : "Dialpad" },
              {
                label: "Texts go out",
                value: sending.isSendingEnabled ? "Yes" : "No, switched off by setting",
              },
              {
                label: "Limit",
                value: `${sending.usedInLastMinute} of ${sending.limitPerMinute} in a minute`,
              },
              { label: "Due, later", value: `${formatCount(sending.due)}, ${formatCount(sending.waiting)}` },
              ...sending.pauses.map(({ detail, reason, startedAt }) => ({
                label: `Paused ${formatInstant(startedAt)}`,
                value: detail ?? reason,
              })),
            ]}
          />
        </Panel>
        <Panel title="Queues">
          <FactList
            facts={queues.map(({ queue, due, trouble, dueSince, pause }) => ({
              label: queueWords[queue].label,
              value: (
                <Link
                  className={classes.link}
                  to={paths.jobs}
                  search={{ queue, view: trouble > 0 ? "trouble" : "now" }}
                >
                  {pause === null ? `${formatCount(due)} due` : "paused"}
                  {dueSince !== null && `, oldest ${ageWords(dueSince, now)}`}
                  {trouble > 0 && `, ${formatCount(trouble)} in trouble`}
                </Link>
              ),
            }))}
          />
        </Panel>
        <Panel title={`Workers: ${workers.filter(({ isAlive }) => isAlive).length} alive`}>
          <ul className={classes.list}>
            {workers.map((worker) => (
              <li key={worker.id}>
                <StatusBadge tone={worker.isAlive ? "good" : "neutral"}>
                  {worker.isAlive ? "Alive" : "Gone"}
                </StatusBadge>
                <span>
                  {worker.host} <code>{worker.id.slice(0, 8)}</code>
                </span>
                <span className={classes.dim}>
                  {worker.queues.join(", ")} · {worker.version} · heard of {ageWords(worker.heartbeatAt, now)}{" "}
                  ago
                </span>
              </li>
            ))}
            {workers.length === 0 && <li className={classes.dim}>None was heard of in the last day.</li>}
          </ul>
        </Panel>
      </div>
      <Panel title={`Data of the practices' own systems: ${plural(servers.length, "server")}`}>
        <ul className={classes.list}>
          {servers.map((server) => (
            <li key={server.serverId}>
              <StatusBadge tone={server.isStale ? "bad" : "good"}>
                {server.isStale ? "Stale" : "Fresh"}
              </StatusBadge>
              <span>{server.name ?? `Server ${server.serverId}`}</span>
              <span className={classes.dim}>
                {plural(server.practices, "practice")} ·{" "}
                {server.updatedAt === null ? "never read" : `read ${ageWords(server.updatedAt, now)} ago`}
              </span>
            </li>
          ))}
          {servers.length === 0 && <li className={classes.dim}>There is no server with an open practice.</li>}
        </ul>
      </Panel>
    </>
  );
}
