import { Skeleton } from "@mantine/core";
import type { QueueState } from "@vetsuccess/contract/jobs";
import { IconAlertTriangle, IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { useRefusal } from "../../lib/account.ts";
import { useNow } from "../../lib/clock.ts";
import { messageOf } from "../../lib/errors.ts";
import { formatDuration, formatInstant } from "../../lib/format.ts";
import { trpc } from "../../lib/trpc.ts";
import { ReasonButton } from "../../ui/reason-button.tsx";
import { StateMessage } from "../../ui/state-message.tsx";
import classes from "./queue-cards.module.css";
import { jobsIntervalMs } from "./live.ts";
import { useJobsSearch } from "./search.ts";
import { queueWords } from "./words.ts";

/** Each queue: what it has to do, whether it is late, and the switch that holds it. */
export function QueueCards() {
  const queues = trpc.jobs.queues.useQuery(undefined, { refetchInterval: jobsIntervalMs });
  if (queues.data === undefined)
    return queues.error ? (
      <StateMessage
        icon={<IconAlertTriangle size={22} />}
        title="The queues cannot be shown"
        action={{ label: "Try again", onClick: () => void queues.refetch() }}
      >
        {messageOf(queues.error)}
      </StateMessage>
    ) : (
      <Skeleton height={96} radius="md" />
    );
  const { workersAlive } = queues.data;
  return (
    <section aria-label="Queues">
      {workersAlive === 0 && (
        <p className={classes.alarm} role="alert">
          <IconAlertTriangle size={16} aria-hidden /> No worker is alive: nothing is planned or sent until one
          is started.
        </p>
      )}
      <div className={classes.cards}>
        {queues.data.queues.map((queue) => (
          <QueueCard key={queue.queue} state={queue} />
        ))}
      </div>
    </section>
  );
}

function QueueCard({ state }: { state: QueueState }) {
  const { change, filter, search } = useJobsSearch();
  const { queue, running, due, waiting, trouble, dueSince, pause } = state;
  const refusal = useRefusal(pause === null ? "jobs.pauseQueue" : "jobs.resumeQueue");
  const now = useNow();
  const lateMs = dueSince === null ? 0 : now.getTime() - dueSince.getTime();
  const { label, explain } = queueWords[queue];
  const isChosen = search.queue === queue;
  return (
    <article
      className={classes.card}
      data-tone={pause === null ? "neutral" : "warn"}
      data-chosen={isChosen || undefined}
    >
      <div className={classes.head}>
        <button
          type="button"
          className={classes.name}
          aria-pressed={isChosen}
          title={`Show the jobs of this queue alone. ${explain}.`}
          onClick={() => filter({ queue: isChosen ? undefined : queue })}
        >
          {label}
        </button>
        <ReasonButton
          size="compact-xs"
          variant="subtle"
          color="gray"
          reason={refusal}
          aria-label={`${pause === null ? "Pause" : "Resume"}: ${label}`}
          leftSection={pause === null ? <IconPlayerPause size={13} /> : <IconPlayerPlay size={13} />}
          onClick={() => change({ panel: pause === null ? "pause" : "resume", about: queue })}
        >
          {pause === null ? "Pause" : "Resume"}
        </ReasonButton>
      </div>
      <dl className={classes.numbers}>
        <Count label="running" value={running} />
        <Count label="due" value={due} />
        <Count label="later" value={waiting} />
        <Count label="in trouble" value={trouble} isBad />
      </dl>
      <p className={classes.note}>
        {pause === null
          ? lateMs > 60_000
            ? `The oldest has waited for ${formatDuration(lateMs)}`
            : explain
          : `Paused ${formatInstant(pause.startedAt)} by ${pause.startedBy}: ${pause.detail}`}
      </p>
    </article>
  );
}

function Count({ label, value, isBad = false }: { label: string; value: number; isBad?: boolean }) {
  return (
    <div
      className={classes.number}
      data-tone={isBad && value > 0 ? "bad" : undefined}
      data-zero={value === 0 || undefined}
    >
      <dd>{value.toLocaleString("en-US")}</dd>
      <dt>{label}</dt>
    </div>
  );
}
